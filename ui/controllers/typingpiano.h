#pragma once

#include <map>
#include <optional>

#include <QObject>

class QKeyEvent;
class QWidget;

namespace woodshed
{

/// The computer keyboard as a piano: A S D F G H J K L are white keys, W E T Y U O P black ones, Z
/// and X change the octave. While it is on, no plain letter does anything else in its window. Every
/// note that it begins it ends, when the key comes up, the window loses the focus, or it goes off.
class TypingPiano : public QObject
{
    Q_OBJECT

public:
    static constexpr int usualOctave = 4;

    explicit TypingPiano(QWidget* window);
    ~TypingPiano() override;

    [[nodiscard]] bool isActive() const { return m_active; }
    void setActive(bool active);
    /// Of the A key, which is a C: 4 begins at middle C.
    [[nodiscard]] int octave() const { return m_octave; }

Q_SIGNALS:
    void noteOn(int pitch, int velocity);
    void noteOff(int pitch);
    /// It is on or off, or in another octave.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void press(int key);
    void release(int key);
    void releaseAll();
    [[nodiscard]] std::optional<int> pitchOf(int key) const;

    QWidget* m_window;
    std::map<int, int> m_held; ///< keys that are down, and the pitches they began
    int m_octave = usualOctave;
    bool m_active = false;
};

} // namespace woodshed
