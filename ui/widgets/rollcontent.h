#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include "generation/take.h"

namespace woodshed
{

/// A take made ready for drawing and telling: looked up once, then only read.
class RollContent
{
    Q_DECLARE_TR_FUNCTIONS(RollContent)

public:
    RollContent()
        : RollContent(std::make_shared<const Take>())
    {
    }
    explicit RollContent(std::shared_ptr<const Take> take);

    [[nodiscard]] const Take& take() const { return *m_take; }
    [[nodiscard]] int noteCount() const { return static_cast<int>(m_take->notes.size()); }
    [[nodiscard]] Ticks length() const { return m_length; }
    [[nodiscard]] Ticks barLength() const { return m_barLength; }
    [[nodiscard]] Ticks beatLength() const { return m_beatLength; }
    [[nodiscard]] int lowestPitch() const { return m_lowest; }
    [[nodiscard]] int highestPitch() const { return m_highest; }

    /// The value a note was made of, or null.
    [[nodiscard]] const TakeValue* valueOf(int note) const;
    [[nodiscard]] std::optional<ValueKind> kindOf(int note) const;
    /// Half-open range of the notes that may touch the stretch of time.
    [[nodiscard]] std::pair<int, int> notesBetween(Ticks from, Ticks to) const;
    /// The notes that sound at a time.
    [[nodiscard]] std::vector<int> soundingAt(Ticks when) const;

    /// "5.2" is bar 5, beat 2.
    [[nodiscard]] QString positionText(Ticks when) const;
    /// Everything worth knowing about a note, in one line.
    [[nodiscard]] QString describeNote(int note) const;
    /// Why it may be there, sentence by sentence: its role over the chord, how probable and how
    /// surprising it was, and what could have come instead.
    [[nodiscard]] QStringList noteReasons(int note) const;
    /// The same in one line.
    [[nodiscard]] QString explainNote(int note) const;
    [[nodiscard]] QString describeValue(const TakeValue& value) const;
    /// The whole with its counts, for the accessible name.
    [[nodiscard]] QString summary() const;

private:
    [[nodiscard]] QString roleText(int note) const;

    std::shared_ptr<const Take> m_take;
    std::vector<int> m_valueOfNote;
    Ticks m_length;
    Ticks m_barLength;
    Ticks m_beatLength;
    Ticks m_longest;
    int m_lowest = 60;
    int m_highest = 72;
};

/// "C4" for 60.
[[nodiscard]] QString pitchName(int pitch);
/// "eighth", "quarter triplet", or a count of quarters.
[[nodiscard]] QString durationName(Ticks duration);

} // namespace woodshed
