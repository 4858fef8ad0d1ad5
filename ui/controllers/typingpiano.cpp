#include "controllers/typingpiano.h"

#include <algorithm>
#include <string_view>

#include <QApplication>
#include <QKeyEvent>
#include <QWidget>

namespace woodshed
{

namespace
{

constexpr int usualVelocity = 90;
constexpr int lowestOctave = 0;
constexpr int highestOctave = 8;
/// In the order of the pitches they play.
constexpr std::string_view noteKeys = "AWSEDFTGYHUJKOLP";

bool isLetter(int key)
{
    return key >= Qt::Key_A && key <= Qt::Key_Z;
}

bool isPlain(const QKeyEvent& key)
{
    return isLetter(key.key()) && (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

} // namespace

TypingPiano::TypingPiano(QWidget* window)
    : QObject(window)
    , m_window(window)
{
}

TypingPiano::~TypingPiano()
{
    if (m_active)
        qApp->removeEventFilter(this);
}

void TypingPiano::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    if (active) {
        qApp->installEventFilter(this);
    } else {
        qApp->removeEventFilter(this);
        releaseAll();
    }
    Q_EMIT changed();
}

std::optional<int> TypingPiano::pitchOf(int key) const
{
    const auto step = noteKeys.find(static_cast<char>(key));
    if (step == std::string_view::npos)
        return std::nullopt;
    const int pitch = 12 * (m_octave + 1) + static_cast<int>(step);
    return pitch <= 127 ? std::optional(pitch) : std::nullopt;
}

void TypingPiano::press(int key)
{
    if (key == Qt::Key_Z || key == Qt::Key_X) {
        m_octave = std::clamp(m_octave + (key == Qt::Key_X ? 1 : -1), lowestOctave, highestOctave);
        Q_EMIT changed();
        return;
    }
    const auto pitch = pitchOf(key);
    if (!pitch || m_held.contains(key))
        return;
    m_held.emplace(key, *pitch);
    Q_EMIT noteOn(*pitch, usualVelocity);
}

void TypingPiano::release(int key)
{
    // The octave may have changed since, so the pitch is the one that was begun.
    const auto held = m_held.find(key);
    if (held == m_held.end())
        return;
    const int pitch = held->second;
    m_held.erase(held);
    Q_EMIT noteOff(pitch);
}

void TypingPiano::releaseAll()
{
    while (!m_held.empty())
        release(m_held.begin()->first);
}

bool TypingPiano::eventFilter(QObject* watched, QEvent* event)
{
    const QEvent::Type type = event->type();
    if (type == QEvent::WindowDeactivate && watched == m_window)
        releaseAll();
    if (type != QEvent::ShortcutOverride && type != QEvent::KeyPress && type != QEvent::KeyRelease)
        return false;
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget || widget->window() != m_window)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    // A modifier may have come down since the key did.
    const bool ends = type == QEvent::KeyRelease && m_held.contains(key->key());
    if (!isPlain(*key) && !ends)
        return false;
    if (!key->isAutoRepeat() && type == QEvent::KeyPress)
        press(key->key());
    else if (!key->isAutoRepeat() && type == QEvent::KeyRelease)
        release(key->key());
    event->accept();
    return true;
}

} // namespace woodshed
