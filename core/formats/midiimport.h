#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/midichords.h"
#include "midi/midifile.h"

namespace woodshed
{

/// The tracks that hold a note-on with velocity > 0, in file order: the track numbers of Woodshed
/// are places in this list. A track is an MTrk chunk, also in format 0 files, where one chunk holds
/// every channel.
[[nodiscard]] std::vector<const MidiTrack*> noteTracks(const MidiFile& file);

/// What a person choosing a track wants to know about it.
struct TrackInfo {
    int index = 0; ///< among noteTracks()
    std::string name;
    int notes = 0;             ///< note-ons with velocity > 0
    std::vector<int> channels; ///< 0-15, ascending, of its notes
    std::vector<int> programs; ///< General MIDI 0-127, in order of first appearance
    int lowest = 0;            ///< MIDI pitches
    int highest = 0;
    double meanPitch = 0;
    double monophonic =
        0; ///< share of its notes that sound alone; overlaps of up to a 32nd are legato, not chords
    int chords = 0; ///< onsets of two or more different pitches within a sixteenth of a quarter
    bool isMelodyGuess = false;
    bool isChordGuess = false;

    [[nodiscard]] bool isDrums() const { return channels.size() == 1 && channels.front() == 9; }
};

[[nodiscard]] std::vector<TrackInfo> describeTracks(const MidiFile& file);

/// Which track is likely the melody and which the chords, with a reason fit to be shown.
struct TrackGuess {
    std::optional<int> melody; ///< none when there are no notes or only drums
    std::optional<int>
        chords; ///< another track than the melody, or none where nothing plays chords
    std::string why;
};

[[nodiscard]] TrackGuess guessTracks(const MidiFile& file);
/// The same from descriptions made before.
[[nodiscard]] TrackGuess guessTracks(const std::vector<TrackInfo>& tracks);

} // namespace woodshed
