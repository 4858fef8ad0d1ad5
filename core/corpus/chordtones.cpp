#include "corpus/chordtones.h"

#include "theory/chordscale.h"

namespace woodshed
{

ChordTones::ChordTones(std::span<const int> pitches)
{
    if (pitches.empty())
        return;
    for (const int pitch : pitches) {
        m_chord.set(classOf(pitch));
        m_approach.set(classOf(pitch + 1));
        m_approach.set(classOf(pitch - 1));
    }
    const ChordScale scale = derivedScale(pitches);
    for (int pitch = 0; pitch < 12; ++pitch)
        m_scale[classOf(pitch)] = scale.contains(notebookName(pitch));
}

ValueKind ChordTones::kindOf(int pitch) const
{
    if (isChordTone(pitch))
        return ValueKind::ChordTone;
    if (isScaleTone(pitch))
        return ValueKind::ScaleTone;
    return isApproachTone(pitch) ? ValueKind::ApproachTone : ValueKind::Outside;
}

std::size_t ChordTones::classOf(int pitch)
{
    return static_cast<std::size_t>(floorMod(pitch, 12));
}

} // namespace woodshed
