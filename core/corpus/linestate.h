#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "corpus/line.h"
#include "corpus/linecharacter.h"
#include "corpus/linedataset.h"
#include "corpus/linevalues.h"

namespace woodshed
{

/// How many rows the kernel has over a vocabulary of that size, and which of them tell the
/// character.
[[nodiscard]] std::int32_t lineInputs(std::size_t values);
[[nodiscard]] IndexRange characterInputs();

/// Where a line stands while it is read or improvised: which question comes next, and what the
/// network is told with it.
///
/// Nothing of it depends on the key: chords are seen from the pitch that sounded last (which tone
/// of the chord it is, how far away the chord's tones lie), after the interval view of
/// Impro-Visor's expert pair (Johnson, Keller and Weintraut 2017); with them come the chord that
/// follows and when, the place in the bar and among the bars, the register, the last moves, how
/// long the phrase is already, the tempo, and the character of the passage.
class LineState
{
public:
    /// At the first note of a line. `setting` must outlive the state.
    LineState(const LineSetting& setting, int start, int pitch);

    [[nodiscard]] LineStage stage() const { return m_stage; }
    /// When the value asked for begins, in steps: the onset of the note, or of the rest.
    [[nodiscard]] int time() const { return m_time; }
    /// The pitch that sounded last.
    [[nodiscard]] int pitch() const { return m_pitch; }
    [[nodiscard]] int notesInPhrase() const { return m_notesInPhrase; }

    /// The rows of the kernel that are 1 now; replaces what `inputs` held. At most mostLineInputs.
    void inputs(const LineVocabulary& vocabulary, const Character& character,
                std::vector<std::int32_t>& inputs) const;

    /// The answers, with the value that stands for them: each goes on to the next question.
    void takeTime(int length, bool rests, std::int32_t value);
    void takeRest(int length, std::int32_t value);
    void takePitch(int pitch, std::int32_t value);

private:
    void remember(int pitch);

    const LineSetting* m_setting;
    LineStage m_stage = LineStage::Time;
    int m_time;
    int m_pitch;
    int m_move = 0;
    int m_moveBefore = 0;
    int m_notesInPhrase = 1;
    std::int32_t m_lastValue = -1;
    std::int32_t m_lastDuration = -1; ///< the last value of time or rest
    static constexpr std::size_t remembered = 16;
    std::array<int, remembered> m_recent{}; ///< pitches, the newest at m_newest
    std::size_t m_recentCount = 0;
    std::size_t m_newest = 0;
};

inline constexpr std::size_t mostLineInputs = 64;

} // namespace woodshed
