#include "formats/midichords.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace woodshed
{

namespace
{

bool take(std::string_view& text, std::string_view sign)
{
    if (!text.starts_with(sign))
        return false;
    text.remove_prefix(sign.size());
    return true;
}

template<std::size_t count>
bool takeAny(std::string_view& text, const std::array<std::string_view, count>& signs)
{
    return std::any_of(signs.begin(), signs.end(),
                       [&](std::string_view sign) { return take(text, sign); });
}

constexpr std::array<std::string_view, 4> accidentals{"b", "#", "\u266D", "\u266F"};

bool takeRoot(std::string_view& text)
{
    if (text.empty() || text.front() < 'A' || text.front() > 'G')
        return false;
    text.remove_prefix(1);
    takeAny(text, accidentals);
    return true;
}

/// Longer signs stand before those they begin with.
constexpr std::array<std::string_view, 47> qualities{
    "maj",    "Maj",    "MAJ", "ma",   "Ma",   "min",  "Min",   "MIN",    "mi",     "Mi",
    "m",      "M",      "-",   "dim",  "o",    "aug",  "+",     "\u00B0", "\u00F8", "\u00D8",
    "\u0394", "\u25B3", "^",   "add2", "add4", "add6", "add9",  "add11",  "add13",  "sus2",
    "sus4",   "sus",    "alt", "dom",  "no3",  "no5",  "omit3", "omit5",  "69",     "6/9",
    "13",     "11",     "9",   "7",    "6",    "5",    ","};
constexpr std::array<std::string_view, 6> alterable{"13", "11", "9", "6", "5", "4"};

bool isBareLetter(std::string_view text)
{
    return text.size() == 1;
}

/// Whether the letters are those that mark the sections of a tune: at least two, first seen in the
/// order A, B, C...
bool areRehearsalLetters(const std::vector<ChordEvent>& events)
{
    char next = 'A';
    for (const ChordEvent& event : events) {
        if (!isBareLetter(event.text) || event.text.front() > next)
            return false;
        if (event.text.front() == next)
            ++next;
    }
    return next > 'B';
}

std::vector<ChordEvent> chordsOfKind(const MidiFile& file, std::uint8_t type,
                                     const ChordPredicate& isChord)
{
    std::vector<ChordEvent> chords;
    std::size_t laterTexts = 0;
    std::size_t laterChords = 0;
    for (const MidiTrack& track : file.tracks) {
        for (const MidiEvent& event : track.events) {
            if (!event.isMeta(type))
                continue;
            std::string text = textOf(event);
            if (text.empty())
                continue;
            laterTexts += event.tick > 0 ? 1 : 0;
            if (!isChord(text))
                continue;
            laterChords += event.tick > 0 ? 1 : 0;
            chords.push_back({event.tick, std::move(text)});
        }
    }
    std::stable_sort(chords.begin(), chords.end(),
                     [](const ChordEvent& a, const ChordEvent& b) { return a.tick < b.tick; });
    if (4 * laterChords < laterTexts || areRehearsalLetters(chords))
        chords.clear();
    return chords;
}

} // namespace

bool looksLikeChordSymbol(std::string_view text)
{
    if (text == "NC" || text == "N.C." || text == "N.C")
        return true;
    if (!takeRoot(text))
        return false;
    int open = 0;
    while (!text.empty()) {
        std::string_view rest = text;
        if (take(rest, "/") && takeRoot(rest) && rest.empty())
            return open == 0;
        rest = text;
        if (takeAny(rest, accidentals) && takeAny(rest, alterable)) {
            text = rest;
        } else if (take(text, "(")) {
            ++open;
        } else if (take(text, ")")) {
            if (--open < 0)
                return false;
        } else if (!takeAny(text, qualities)) {
            return false;
        }
    }
    return open == 0;
}

std::vector<ChordEvent> chordEvents(const MidiFile& file, const ChordPredicate& isChord)
{
    std::vector<ChordEvent> markers = chordsOfKind(file, meta::marker, isChord);
    std::vector<ChordEvent> texts = chordsOfKind(file, meta::text, isChord);
    std::vector<ChordEvent> chords;
    std::merge(std::make_move_iterator(markers.begin()), std::make_move_iterator(markers.end()),
               std::make_move_iterator(texts.begin()), std::make_move_iterator(texts.end()),
               std::back_inserter(chords),
               [](const ChordEvent& a, const ChordEvent& b) { return a.tick < b.tick; });
    chords.erase(
        std::unique(chords.begin(), chords.end(),
                    [](const ChordEvent& a, const ChordEvent& b) { return a.tick == b.tick; }),
        chords.end());
    return chords;
}

} // namespace woodshed
