#pragma once

#include <bitset>
#include <span>

#include "corpus/value.h"

namespace woodshed
{

/// What the classic kinds need to know of a chord, worked out once: which pitch classes are its
/// tones, lie in its derived scale by name, or are a semitone away from one of its tones.
class ChordTones
{
public:
    /// No chord: every note is outside.
    ChordTones() = default;
    explicit ChordTones(std::span<const int> pitches);

    [[nodiscard]] bool isChordTone(int pitch) const { return m_chord[classOf(pitch)]; }
    /// The name in default spelling is in the derived scale: E- is not in a G# scale that has D#.
    [[nodiscard]] bool isScaleTone(int pitch) const { return m_scale[classOf(pitch)]; }
    [[nodiscard]] bool isApproachTone(int pitch) const { return m_approach[classOf(pitch)]; }

    /// The first of chord tone, scale tone, approach tone, outside that holds.
    [[nodiscard]] ValueKind kindOf(int pitch) const;

private:
    [[nodiscard]] static std::size_t classOf(int pitch);

    std::bitset<12> m_chord;
    std::bitset<12> m_scale;
    std::bitset<12> m_approach;
};

} // namespace woodshed
