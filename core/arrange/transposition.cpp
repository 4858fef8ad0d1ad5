#include "arrange/transposition.h"

#include <string_view>

#include "theory/chordsymbol.h"

namespace woodshed
{

namespace
{

constexpr int drumChannel = 9;
constexpr int highestPitch = 127;

int moved(int pitch, int semitones)
{
    pitch += semitones;
    while (pitch < 0)
        pitch += 12;
    while (pitch > highestPitch)
        pitch -= 12;
    return pitch;
}

/// A chord or a key; what begins with no letter of a note stays as it is.
std::string renamed(const std::string& name, int semitones)
{
    if (isNoChord(name))
        return name;
    if (const auto symbol = ChordSymbol::parse(name))
        return symbol->transposed(semitones).text;
    std::string_view rest = name;
    const auto root = takeRoot(rest);
    return root ? pitchClassName(*root + semitones) + std::string(rest) : name;
}

} // namespace

Performance transposed(Performance performance, int semitones)
{
    if (semitones == 0)
        return performance;
    for (Part& part : performance.parts) {
        if (part.channel == drumChannel)
            continue;
        for (Note& note : part.notes)
            note.pitch = moved(note.pitch, semitones);
    }
    for (PlacedChord& chord : performance.chords) {
        chord.text = renamed(chord.text, semitones);
        for (int& pitch : chord.pitches)
            pitch = moved(pitch, semitones);
    }
    performance.key = renamed(performance.key, semitones);
    return performance;
}

} // namespace woodshed
