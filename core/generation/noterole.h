#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "theory/chordshape.h"

namespace woodshed
{

/// What the ear hears in a note over the chord that sounds with it.
enum class NotePlace : std::uint8_t {
    ChordTone, ///< one of the chord's own notes
    ScaleTone, ///< in the scale that goes with the chord
    Outside,   ///< in neither
    NoChord,   ///< nothing to hear it against
};

struct NoteRole {
    NotePlace place = NotePlace::NoChord;
    /// "root", "flat ninth", "third", ...; empty where no chord sounds.
    std::string_view degree;
    /// Where the note resolves by step into a tone of the chord that sounds then: that tone's
    /// degree. Empty for chord tones, which need no resolution, and for notes that go elsewhere.
    std::string_view leadsTo;
};

/// A pitch and the chord under it.
struct NoteOverChord {
    int pitch = 60;
    ChordShape chord;
};

/// `next` is the note that follows in the same phrase, if any.
[[nodiscard]] NoteRole noteRole(const NoteOverChord& note,
                                const std::optional<NoteOverChord>& next = std::nullopt);

/// How musicians call the interval over such a chord: a tone of the chord by its place in it
/// ("third", whichever third it has), any other as tension or alteration ("flat ninth", "sharp
/// eleventh"). Empty where no chord sounds.
[[nodiscard]] std::string_view degreeName(const ChordShape& chord, int pitch);

} // namespace woodshed
