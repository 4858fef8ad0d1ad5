#include "generation/noterole.h"

#include <array>
#include <cstddef>
#include <cstdlib>

namespace woodshed
{

namespace
{

constexpr int wholeTone = 2;

bool hasInterval(const ChordShape& chord, int semitones)
{
    return (chord.tones >> semitones & 1) != 0;
}

std::string_view toneName(const ChordShape& chord, int semitones)
{
    static constexpr std::array<std::string_view, 12> names{
        "root",       "flat ninth", "ninth",       "third", "third",   "fourth",
        "flat fifth", "fifth",      "sharp fifth", "sixth", "seventh", "seventh"};
    // The diminished seventh is written as one, though it sounds like a sixth.
    if (semitones == 9 && chord.family == ChordFamily::Diminished)
        return "seventh";
    // Of two thirds or two sevenths the lower is the strange one: C7 with a sharp ninth.
    if (semitones == 3 && hasInterval(chord, 4))
        return "sharp ninth";
    if (semitones == 11 && hasInterval(chord, 10))
        return "major seventh";
    return names.at(static_cast<std::size_t>(semitones));
}

std::string_view tensionName(const ChordShape& chord, int semitones)
{
    switch (semitones) {
    case 1:
        return "flat ninth";
    case 2:
        return "ninth";
    case 3:
        return chord.family == ChordFamily::Dominant ? "sharp ninth" : "minor third";
    case 4:
        return "major third";
    case 5:
        return "eleventh";
    case 6:
        return hasInterval(chord, 7) || hasInterval(chord, 8) ? "sharp eleventh" : "flat fifth";
    case 7:
        return "fifth";
    case 8:
        return chord.family == ChordFamily::Major || chord.family == ChordFamily::Minor
                   ? "flat sixth"
                   : "flat thirteenth";
    case 9:
        return "thirteenth";
    case 10:
        return "flat seventh";
    case 11:
        return "major seventh";
    default:
        return "root"; // no chord lacks it
    }
}

} // namespace

std::string_view degreeName(const ChordShape& chord, int pitch)
{
    if (!chord.isChord())
        return {};
    const int semitones = chord.above(pitch);
    return chord.hasTone(pitch) ? toneName(chord, semitones) : tensionName(chord, semitones);
}

NoteRole noteRole(const NoteOverChord& note, const std::optional<NoteOverChord>& next)
{
    NoteRole role;
    if (!note.chord.isChord())
        return role;
    role.degree = degreeName(note.chord, note.pitch);
    if (note.chord.hasTone(note.pitch)) {
        role.place = NotePlace::ChordTone;
        return role;
    }
    role.place = note.chord.inScale(note.pitch) ? NotePlace::ScaleTone : NotePlace::Outside;
    if (!next || !next->chord.isChord() || !next->chord.hasTone(next->pitch))
        return role;
    const int step = std::abs(next->pitch - note.pitch);
    if (step >= 1 && step <= wholeTone)
        role.leadsTo = degreeName(next->chord, next->pitch);
    return role;
}

} // namespace woodshed
