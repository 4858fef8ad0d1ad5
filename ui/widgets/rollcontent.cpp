#include "widgets/rollcontent.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QLocale>

#include "generation/noterole.h"
#include "widgets/rolltheme.h"

namespace woodshed
{

namespace
{

/// A longer silence ends a phrase, and what comes after it is no resolution.
constexpr Ticks phraseGap{Ticks::perQuarter};

/// The words of noteRole(), for translators.
constexpr const char* degreeWords[] = {
    QT_TRANSLATE_NOOP("NoteRole", "root"),        QT_TRANSLATE_NOOP("NoteRole", "flat ninth"),
    QT_TRANSLATE_NOOP("NoteRole", "ninth"),       QT_TRANSLATE_NOOP("NoteRole", "sharp ninth"),
    QT_TRANSLATE_NOOP("NoteRole", "minor third"), QT_TRANSLATE_NOOP("NoteRole", "third"),
    QT_TRANSLATE_NOOP("NoteRole", "major third"), QT_TRANSLATE_NOOP("NoteRole", "fourth"),
    QT_TRANSLATE_NOOP("NoteRole", "eleventh"),    QT_TRANSLATE_NOOP("NoteRole", "sharp eleventh"),
    QT_TRANSLATE_NOOP("NoteRole", "flat fifth"),  QT_TRANSLATE_NOOP("NoteRole", "fifth"),
    QT_TRANSLATE_NOOP("NoteRole", "sharp fifth"), QT_TRANSLATE_NOOP("NoteRole", "flat sixth"),
    QT_TRANSLATE_NOOP("NoteRole", "sixth"),       QT_TRANSLATE_NOOP("NoteRole", "flat thirteenth"),
    QT_TRANSLATE_NOOP("NoteRole", "thirteenth"),  QT_TRANSLATE_NOOP("NoteRole", "flat seventh"),
    QT_TRANSLATE_NOOP("NoteRole", "seventh"),     QT_TRANSLATE_NOOP("NoteRole", "major seventh"),
};

QString translatedDegree(std::string_view degree)
{
    for (const char* word : degreeWords) {
        if (degree == word)
            return QCoreApplication::translate("NoteRole", word);
    }
    return QString::fromUtf8(degree.data(), static_cast<qsizetype>(degree.size()));
}

QString percent(double probability)
{
    if (probability > 0 && probability < 0.001)
        return RollContent::tr("under 0.1 %");
    return RollContent::tr("%1 %").arg(
        QLocale().toString(100 * probability, 'f', probability < 0.0995 ? 1 : 0));
}

} // namespace

RollContent::RollContent(std::shared_ptr<const Take> take)
    : m_take(std::move(take))
{
    const LeadSheet& tune = m_take->tune;
    m_beatLength = {std::max<std::int64_t>(1, Ticks::perQuarter * 4 / std::max(1, tune.beatUnit))};
    m_barLength = m_beatLength * std::max(1, tune.beatsPerBar);
    m_length = tune.chords.length;
    m_valueOfNote.assign(m_take->notes.size(), -1);
    for (std::size_t i = 0; i < m_take->values.size(); ++i) {
        const int note = m_take->values[i].note;
        if (note >= 0 && note < noteCount())
            m_valueOfNote[static_cast<std::size_t>(note)] = static_cast<int>(i);
    }
    if (m_take->notes.empty())
        return;
    const auto byPitch = [](const Note& a, const Note& b) { return a.pitch < b.pitch; };
    const auto [low, high] =
        std::minmax_element(m_take->notes.begin(), m_take->notes.end(), byPitch);
    m_lowest = low->pitch;
    m_highest = high->pitch;
    for (const Note& note : m_take->notes) {
        m_length = std::max(m_length, note.end());
        m_longest = std::max(m_longest, note.duration);
    }
}

const TakeValue* RollContent::valueOf(int note) const
{
    const int value = m_valueOfNote[static_cast<std::size_t>(note)];
    return value < 0 ? nullptr : &m_take->values[static_cast<std::size_t>(value)];
}

std::optional<ValueKind> RollContent::kindOf(int note) const
{
    const TakeValue* value = valueOf(note);
    return value ? std::optional(value->kind) : std::nullopt;
}

std::pair<int, int> RollContent::notesBetween(Ticks from, Ticks to) const
{
    const auto& notes = m_take->notes;
    const auto startsBefore = [](const Note& note, Ticks when) { return note.start < when; };
    const auto first = std::lower_bound(notes.begin(), notes.end(), from - m_longest, startsBefore);
    const auto last = std::lower_bound(first, notes.end(), to, startsBefore);
    return {static_cast<int>(first - notes.begin()), static_cast<int>(last - notes.begin())};
}

std::vector<int> RollContent::soundingAt(Ticks when) const
{
    std::vector<int> sounding;
    const auto [first, last] = notesBetween(when, when + Ticks{1});
    for (int i = first; i < last; ++i) {
        if (m_take->notes[static_cast<std::size_t>(i)].end() > when)
            sounding.push_back(i);
    }
    return sounding;
}

QString RollContent::positionText(Ticks when) const
{
    const std::int64_t count = std::max<std::int64_t>(0, when.count);
    return QStringLiteral("%1.%2")
        .arg(count / m_barLength.count + 1)
        .arg(count % m_barLength.count / m_beatLength.count + 1);
}

QString RollContent::describeValue(const TakeValue& value) const
{
    const std::int64_t count = std::max<std::int64_t>(0, value.start.count);
    return tr("Bar %1 beat %2: %3, value %4, p = %5")
        .arg(count / m_barLength.count + 1)
        .arg(count % m_barLength.count / m_beatLength.count + 1)
        .arg(kindName(value.kind), QString::fromStdString(value.text),
             QLocale().toString(value.probability, 'f', 2));
}

QString RollContent::describeNote(int note) const
{
    const Note& it = m_take->notes[static_cast<std::size_t>(note)];
    const std::int64_t count = std::max<std::int64_t>(0, it.start.count);
    QString line = tr("Bar %1 beat %2: %3, %4")
                       .arg(count / m_barLength.count + 1)
                       .arg(count % m_barLength.count / m_beatLength.count + 1)
                       .arg(pitchName(it.pitch), durationName(it.duration));
    if (const PlacedChord* chord = m_take->tune.chords.at(it.start))
        line += tr(" over %1").arg(QString::fromStdString(chord->text));
    if (const TakeValue* value = valueOf(note)) {
        line += tr(", %1, value %2, p = %3")
                    .arg(kindName(value->kind), QString::fromStdString(value->text),
                         QLocale().toString(value->probability, 'f', 2));
    }
    return line;
}

QString RollContent::roleText(int note) const
{
    const auto& notes = m_take->notes;
    const Note& it = notes[static_cast<std::size_t>(note)];
    const PlacedChord* chord = m_take->tune.chords.at(it.start);
    if (!chord)
        return tr("no chord sounds");
    const auto over = [](const Note& what, const PlacedChord& under) {
        return NoteOverChord{what.pitch, chordShape(under.text)};
    };
    const auto next = std::find_if(notes.begin() + note + 1, notes.end(),
                                   [&](const Note& other) { return other.start > it.start; });
    std::optional<NoteOverChord> after;
    const PlacedChord* nextChord = nullptr;
    if (next != notes.end() && next->start - it.end() < phraseGap) {
        nextChord = m_take->tune.chords.at(next->start);
        if (nextChord)
            after = over(*next, *nextChord);
    }
    const NoteRole role = noteRole(over(it, *chord), after);
    if (role.place == NotePlace::NoChord)
        return tr("no chord sounds");
    QString text = tr("%1 of %2", "third of F7")
                       .arg(translatedDegree(role.degree), QString::fromStdString(chord->text));
    if (role.place == NotePlace::ScaleTone)
        text += tr(", in the scale");
    else if (role.place == NotePlace::Outside)
        text += tr(", outside");
    if (role.leadsTo.empty())
        return text;
    const QString degree = translatedDegree(role.leadsTo);
    return text + (nextChord->text == chord->text
                       ? tr(", leads to the %1").arg(degree)
                       : tr(", leads to the %1 of %2")
                             .arg(degree, QString::fromStdString(nextChord->text)));
}

QStringList RollContent::noteReasons(int note) const
{
    const Note& it = m_take->notes[static_cast<std::size_t>(note)];
    QStringList reasons{QStringLiteral("%1: %2").arg(pitchName(it.pitch), roleText(note))};
    const TakeValue* value = valueOf(note);
    const bool wasDrawn =
        value && value->probability > 0 && (value->probability < 1 || value->bits > 0);
    if (!wasDrawn)
        return reasons;
    // Where the network's own view is unknown, what was drawn tells.
    const double bits = value->bits > 0 ? value->bits : -std::log2(value->probability);
    reasons << tr("Probability %1, surprise %2 bits")
                   .arg(percent(value->probability), QLocale().toString(bits, 'f', 1));
    QStringList others;
    for (const Alternative& other : value->alternatives)
        others << QStringLiteral("%1 %2").arg(pitchName(other.pitch), percent(other.probability));
    if (!others.isEmpty())
        reasons << tr("Next best: %1").arg(others.join(QStringLiteral(", ")));
    return reasons;
}

QString RollContent::explainNote(int note) const
{
    return noteReasons(note).join(QStringLiteral(". "));
}

QString RollContent::summary() const
{
    const auto bars = (m_length.count + m_barLength.count - 1) / m_barLength.count;
    QString line = tr("Piano roll: %1, %2 notes in %3 bars")
                       .arg(QString::fromStdString(m_take->tune.title))
                       .arg(noteCount())
                       .arg(bars);
    for (const ValueKind kind : {ValueKind::ChordTone, ValueKind::ScaleTone,
                                 ValueKind::ApproachTone, ValueKind::Outside, ValueKind::Rest}) {
        const auto count =
            std::count_if(m_take->values.begin(), m_take->values.end(),
                          [kind](const TakeValue& value) { return value.kind == kind; });
        if (count > 0)
            line += QStringLiteral(", %1: %2").arg(kindName(kind)).arg(count);
    }
    return line;
}

QString pitchName(int pitch)
{
    static constexpr std::array names{"C",  "C#", "D",  "Eb", "E",  "F",
                                      "F#", "G",  "Ab", "A",  "Bb", "B"};
    return QString::fromLatin1(names.at(static_cast<std::size_t>(std::clamp(pitch, 0, 127) % 12))) +
           QString::number(std::clamp(pitch, 0, 127) / 12 - 1);
}

QString durationName(Ticks duration)
{
    switch (duration.count) {
    case 120:
        return RollContent::tr("sixteenth");
    case 160:
        return RollContent::tr("eighth triplet");
    case 240:
        return RollContent::tr("eighth");
    case 320:
        return RollContent::tr("quarter triplet");
    case 360:
        return RollContent::tr("dotted eighth");
    case 480:
        return RollContent::tr("quarter");
    case 720:
        return RollContent::tr("dotted quarter");
    case 960:
        return RollContent::tr("half");
    case 1920:
        return RollContent::tr("whole");
    default:
        return RollContent::tr("%1 quarters").arg(QLocale().toString(duration.quarters(), 'f', 2));
    }
}

} // namespace woodshed
