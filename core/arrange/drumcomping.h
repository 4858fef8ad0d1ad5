#pragma once

#include <span>

#include "arrange/drumkit.h"
#include "score/note.h"
#include "support/random.h"

namespace woodshed
{

/// A soloist as heard from behind the drums: where there is room, and what asks for an answer.
class SoloEar
{
public:
    /// `solo` sorted by start; it has to outlive the ear.
    explicit SoloEar(std::span<const Note> solo)
        : m_solo(solo)
    {
    }

    /// Share of that time in which the solo is silent or only holds a note.
    [[nodiscard]] double room(Ticks from, Ticks to) const;
    /// Whether a note begins there that is held for a beat or more: an accent to catch.
    [[nodiscard]] bool isAccent(Ticks when) const;
    /// Whether a phrase has just ended: silence begins within the beat before, and lasts a beat.
    [[nodiscard]] bool isAnswerDue(Ticks when) const;

private:
    std::span<const Note> m_solo;
};

/// Snare and kick accents for the bar that begins at `start`, on the off-beats: where the solo
/// leaves room, after its phrases and with its held notes; ghosts under its lines.
[[nodiscard]] DrumBar compingBar(const DrumScene& scene, const SoloEar& ear, Ticks start,
                                 Random& random);

} // namespace woodshed
