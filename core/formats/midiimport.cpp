#include "formats/midiimport.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <string_view>

namespace woodshed
{

namespace
{

/// Notes that begin together count as together however short they are.
std::int64_t onsetTolerance(const MidiFile& file)
{
    return file.ticksPerQuarter / 16;
}

/// `notes` in order of start. Compares each note with the earlier one that lasts longest, which
/// finds every note that does not sound alone but may, in dense clusters, miss an inner one.
double shareMonophonic(const std::vector<MidiNote>& notes, const MidiFile& file)
{
    const std::int64_t legato = file.ticksPerQuarter / 8;
    std::vector<bool> isAlone(notes.size(), true);
    std::size_t longest = 0;
    for (std::size_t i = 1; i < notes.size(); ++i) {
        const bool startTogether = notes[i].start - notes[longest].start <= onsetTolerance(file);
        const bool overlap = std::min(notes[i].end, notes[longest].end) - notes[i].start > legato;
        if (startTogether || overlap)
            isAlone[i] = isAlone[longest] = false;
        if (notes[i].end >= notes[longest].end)
            longest = i;
    }
    const auto alone = std::count(isAlone.begin(), isAlone.end(), true);
    return static_cast<double>(alone) / static_cast<double>(notes.size());
}

int countChords(const std::vector<MidiNote>& notes, const MidiFile& file)
{
    int chords = 0;
    for (std::size_t i = 0; i < notes.size();) {
        const MidiNote& first = notes[i];
        bool isChord = false;
        for (; i < notes.size() && notes[i].start - first.start <= onsetTolerance(file); ++i)
            isChord = isChord || notes[i].pitch != first.pitch;
        chords += isChord ? 1 : 0;
    }
    return chords;
}

TrackInfo describe(const MidiTrack& track, const MidiFile& file)
{
    const std::vector<MidiNote> notes = pairNotes(track);
    TrackInfo info;
    info.name = track.name();
    info.notes = static_cast<int>(notes.size());
    info.lowest = 127;
    std::bitset<16> channels;
    double sum = 0;
    for (const MidiNote& note : notes) {
        channels.set(static_cast<std::size_t>(note.channel));
        info.lowest = std::min(info.lowest, note.pitch);
        info.highest = std::max(info.highest, note.pitch);
        sum += note.pitch;
    }
    for (int channel = 0; channel < 16; ++channel)
        if (channels.test(static_cast<std::size_t>(channel)))
            info.channels.push_back(channel);
    for (const MidiEvent& event : track.events) {
        const int program = event.data1 & 0x7F;
        const auto known = std::find(info.programs.begin(), info.programs.end(), program);
        if ((event.status & 0xF0U) == 0xC0 && known == info.programs.end())
            info.programs.push_back(program);
    }
    info.meanPitch = sum / info.notes;
    info.monophonic = shareMonophonic(notes, file);
    info.chords = countChords(notes, file);
    return info;
}

struct Hint {
    std::string_view word; ///< in lower case, anywhere in the name
    double melody;
    double chords;
};

/// What the names of tracks tell, as sequencers and transcribers write them.
constexpr std::array hints{
    Hint{"solo", 2.5, -1},      Hint{"melod", 2.5, -1},      Hint{"lead", 2.5, -1},
    Hint{"vocal", 2.5, -1},     Hint{"voice", 2, -1},        Hint{"vox", 2, -1},
    Hint{"theme", 2, -1},       Hint{"singer", 2, -1},       Hint{"sax", 0.8, -0.5},
    Hint{"trumpet", 0.8, -0.5}, Hint{"cornet", 0.8, -0.5},   Hint{"flugel", 0.8, -0.5},
    Hint{"flute", 0.8, -0.5},   Hint{"clarinet", 0.8, -0.5}, Hint{"trombone", 0.8, -0.5},
    Hint{"violin", 0.8, -0.5},  Hint{"oboe", 0.8, -0.5},     Hint{"harmonica", 0.8, -0.5},
    Hint{"vibe", 0.8, 0.2},     Hint{"bassoon", 3.5, 2},     Hint{"guitar", 0.6, 0.6},
    Hint{"piano", -0.5, 1},     Hint{"rhodes", -0.5, 1},     Hint{"key", -0.5, 1},
    Hint{"organ", -0.5, 0.8},   Hint{"chord", -1.5, 2},      Hint{"comp", -1.5, 1.5},
    Hint{"rhythm", -1.5, 1},    Hint{"pad", -1.5, 0.3},      Hint{"string", -1, 0.3},
    Hint{"choir", -1, 0.3},     Hint{"harmony", -1, 0.5},    Hint{"section", -1, 0},
    Hint{"bass", -3, -2},       Hint{"drum", -4, -3},        Hint{"perc", -4, -3},
};

/// Families of eight General MIDI programs, for tracks whose name tells nothing.
constexpr std::array<Hint, 16> families{
    Hint{"piano", -0.3, 1},    Hint{"chromatic", 0.3, 0.2}, Hint{"organ", -0.5, 0.8},
    Hint{"guitar", 0.4, 0.6},  Hint{"bass", -3, -2},        Hint{"strings", 0, 0},
    Hint{"ensemble", -1, 0.3}, Hint{"brass", 0.6, -0.5},    Hint{"reed", 0.8, -0.5},
    Hint{"pipe", 0.8, -0.5},   Hint{"lead", 0.8, 0},        Hint{"pad", -1, 0.3},
    Hint{"effects", -1, -0.5}, Hint{"ethnic", 0, 0},        Hint{"percussive", -2, -2},
    Hint{"sounds", -2, -2},
};

/// The strongest hints of the name, one for and one against; else of the first program.
Hint hintOf(const TrackInfo& track)
{
    std::string name = track.name;
    for (char& c : name)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    Hint best{"", 0, 0};
    Hint worst{"", 0, 0};
    bool isNamed = false;
    for (const Hint& hint : hints) {
        if (name.find(hint.word) == std::string::npos)
            continue;
        isNamed = true;
        best = {"", std::max(best.melody, hint.melody), std::max(best.chords, hint.chords)};
        worst = {"", std::min(worst.melody, hint.melody), std::min(worst.chords, hint.chords)};
    }
    if (!isNamed && !track.programs.empty())
        return families[static_cast<std::size_t>(track.programs.front()) / 8];
    return {"", best.melody + worst.melody, best.chords + worst.chords};
}

double melodyScore(const TrackInfo& track, int mostNotes)
{
    const double alone = track.monophonic < 0.5 ? 3 * track.monophonic - 1 : 3 * track.monophonic;
    // Full marks from G3 to C6, falling by a point for every half octave outside.
    const double outside = std::max({0.0, 55 - track.meanPitch, track.meanPitch - 84});
    const double amount = std::sqrt(static_cast<double>(track.notes) / mostNotes);
    return alone - outside / 6 + 2.5 * amount + hintOf(track).melody;
}

double chordScore(const TrackInfo& track, int mostChords)
{
    const double amount = std::sqrt(static_cast<double>(track.chords) / mostChords);
    return 3 * amount + 1.5 * (1 - track.monophonic) + hintOf(track).chords;
}

/// A few double stops do not make an accompaniment.
bool playsChords(const TrackInfo& track)
{
    return !track.isDrums() && track.chords > 0 && 10 * track.chords >= track.notes / 2;
}

std::string pitchName(int pitch)
{
    constexpr std::array names{"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
    return names[static_cast<std::size_t>(pitch) % 12] + std::to_string(pitch / 12 - 1);
}

std::string withThousands(int number)
{
    std::string digits = std::to_string(number);
    for (std::size_t i = digits.size(); i > 3; i -= 3)
        digits.insert(i - 3, ",");
    return digits;
}

std::string label(const TrackInfo& track)
{
    return "rack " + std::to_string(track.index) +
           (track.name.empty() ? "" : " (" + track.name + ")");
}

std::string explain(const TrackInfo& melody, const TrackInfo* chords)
{
    std::string why = "T" + label(melody) + " has " + withThousands(melody.notes) +
                      (melody.notes == 1 ? " note, " : " notes, ") +
                      std::to_string(std::lround(100 * melody.monophonic)) +
                      " % of them one at a time, between " + pitchName(melody.lowest) + " and " +
                      pitchName(melody.highest);
    if (melody.channels.size() > 1)
        why +=
            ", on " + std::to_string(melody.channels.size()) +
            " channels that cannot be told apart; save the file with a track for each instrument";
    if (chords)
        why += "; t" + label(*chords) + " plays " + withThousands(chords->chords) +
               (chords->chords == 1 ? " chord" : " chords");
    else
        why += "; no other track plays chords";
    return why;
}

} // namespace

std::vector<const MidiTrack*> noteTracks(const MidiFile& file)
{
    std::vector<const MidiTrack*> tracks;
    for (const MidiTrack& track : file.tracks)
        if (std::any_of(track.events.begin(), track.events.end(),
                        [](const MidiEvent& e) { return e.isNoteOn(); }))
            tracks.push_back(&track);
    return tracks;
}

std::vector<TrackInfo> describeTracks(const MidiFile& file)
{
    std::vector<TrackInfo> infos;
    for (const MidiTrack* track : noteTracks(file)) {
        infos.push_back(describe(*track, file));
        infos.back().index = static_cast<int>(infos.size()) - 1;
    }
    const TrackGuess guess = guessTracks(infos);
    for (TrackInfo& info : infos) {
        info.isMelodyGuess = guess.melody == info.index;
        info.isChordGuess = guess.chords == info.index;
    }
    return infos;
}

TrackGuess guessTracks(const std::vector<TrackInfo>& tracks)
{
    const TrackInfo* melody = nullptr;
    const TrackInfo* chords = nullptr;
    int mostNotes = 1;
    int mostChords = 1;
    for (const TrackInfo& track : tracks) {
        if (!track.isDrums())
            mostNotes = std::max(mostNotes, track.notes);
        if (playsChords(track))
            mostChords = std::max(mostChords, track.chords);
    }
    for (const TrackInfo& track : tracks)
        if (!track.isDrums() &&
            (!melody || melodyScore(track, mostNotes) > melodyScore(*melody, mostNotes)))
            melody = &track;
    for (const TrackInfo& track : tracks)
        if (&track != melody && playsChords(track) &&
            (!chords || chordScore(track, mostChords) > chordScore(*chords, mostChords)))
            chords = &track;

    if (!melody)
        return {{}, {}, tracks.empty() ? "the file has no notes" : "the file has only drums"};
    TrackGuess guess{melody->index, {}, explain(*melody, chords)};
    if (chords)
        guess.chords = chords->index;
    return guess;
}

TrackGuess guessTracks(const MidiFile& file)
{
    return guessTracks(describeTracks(file));
}

} // namespace woodshed
