#pragma once

#include <cstdint>
#include <vector>

#include "arrange/feel.h"
#include "score/note.h"

namespace woodshed
{

/// First eighth to second eighth of the band's beat: 2.3 at 50 quarters a minute, 2.0 at 120, 1.8
/// at 190, 1.6 at 240 and 1.3 from 300 on, linear between. A shuffle keeps its triplets up to 190,
/// a ballad never goes beyond 1.6, and a bossa nova is straight.
[[nodiscard]] double bandSwingRatio(Feel feel, double tempo);

/// The soloist's, flatter: 1.2 to 1.3 at medium tempi, 1.15 at the slowest and in ballads, 1.1 from
/// 280 on.
[[nodiscard]] double soloSwingRatio(Feel feel, double tempo);

/// That ratio on the dial: 0 is straight, 1 the ratio itself, 2 twice as far from 1:1.
[[nodiscard]] constexpr double dialled(double ratio, double swing)
{
    return 1 + (ratio - 1) * swing;
}

/// Where in the beat the second eighth begins under that ratio; 0.5 is straight.
[[nodiscard]] constexpr double offBeatShare(double ratio)
{
    return ratio / (1 + ratio);
}

/// Which beats of a part swing: those that hold nothing finer than eighths.
class SwungBeats
{
public:
    /// In metres of eighths (`beat` shorter than a quarter) none does.
    SwungBeats(const std::vector<Note>& written, Ticks beat);

    [[nodiscard]] bool isSwung(Ticks when) const;
    /// A written time in ticks as played where off-beats begin at `share` of their beat.
    [[nodiscard]] double played(Ticks when, double share) const;

private:
    bool m_isSwinging;
    std::vector<std::int64_t> m_fine; ///< numbers of the beats with finer onsets, rising
};

} // namespace woodshed
