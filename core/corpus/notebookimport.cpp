#include "corpus/notebookimport.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "corpus/measurepairing.h"
#include "support/files.h"

namespace woodshed
{

namespace
{

Result<const MidiTrack*> trackWithNotes(const MidiFile& file, int number)
{
    int count = 0;
    const MidiTrack* found = nullptr;
    for (const MidiTrack& track : file.tracks) {
        if (std::none_of(track.events.begin(), track.events.end(),
                         [](const MidiEvent& event) { return event.isNoteOn(); }))
            continue;
        if (count == number)
            found = &track;
        ++count;
    }
    if (found)
        return found;
    if (count == 0)
        return fail(ErrorCode::NoMelody, "the file holds no notes");
    return fail(ErrorCode::InvalidArgument, "there is no track " + std::to_string(number) +
                                                ": the file has " + std::to_string(count) +
                                                " with notes, counted from 0");
}

Result<void> checkRange(const NotebookSource& source)
{
    for (const auto& bound : {source.from, source.to}) {
        if (bound && !std::isfinite(*bound))
            return fail(ErrorCode::InvalidArgument,
                        "the range must be given in quarters, as plain numbers");
    }
    if (source.from && source.to && *source.from > *source.to)
        return fail(ErrorCode::InvalidArgument, "the range ends before it begins");
    return {};
}

bool isInRange(std::int64_t offset, const NotebookSource& source)
{
    const double quarters = static_cast<double>(offset) / 12.0;
    return (!source.from || quarters >= *source.from) && (!source.to || quarters <= *source.to);
}

/// Keeps what lies in the range, and tells of what was lost there.
Result<std::vector<NotebookElement>> excerpt(const MidiTrack& track, const MidiFile& file,
                                             const NotebookSource& source, const std::string& what,
                                             std::vector<std::string>& warnings)
{
    auto read = readNotebookTrack(track, file.ticksPerQuarter);
    if (!read)
        return forward(read);
    const auto lost = std::count_if(read->dropped.begin(), read->dropped.end(),
                                    [&](std::int64_t offset) { return isInRange(offset, source); });
    if (lost > 0)
        warnings.push_back(
            "overlapping elements of the " + what +
            " that found no voice were left out, as the notebook does: " + std::to_string(lost));
    auto elements = std::move(read->elements);
    std::erase_if(elements, [&](const NotebookElement& element) {
        return !isInRange(element.offset, source);
    });
    return elements;
}

Result<std::vector<NotebookElement>> readMelody(const MidiFile& file, const NotebookSource& source,
                                                std::vector<std::string>& warnings)
{
    const auto track = trackWithNotes(file, source.melodyTrack);
    if (!track)
        return forward(track);
    auto melody = excerpt(**track, file, source, "melody", warnings);
    if (!melody)
        return melody;
    for (NotebookElement& element : *melody) {
        if (element.duration == 0)
            element.duration = 3;
    }
    const auto chords =
        std::count_if(melody->begin(), melody->end(),
                      [](const NotebookElement& element) { return element.isChord(); });
    if (chords == static_cast<std::ptrdiff_t>(melody->size()))
        return fail(ErrorCode::NoMelody,
                    melody->empty()
                        ? "the melody track has no notes in this range"
                        : "the melody track has only chords in this range, and values are made "
                          "of single notes; choose another track");
    if (chords > 0)
        warnings.push_back(
            "chords in the melody were left out, because values are made of single notes: " +
            std::to_string(chords));
    return melody;
}

Result<std::vector<NotebookElement>> readChordTrack(const MidiFile& file,
                                                    const NotebookSource& source,
                                                    std::vector<std::string>& warnings)
{
    const auto track = trackWithNotes(file, *source.chordTrack);
    if (!track)
        return forward(track);
    auto chords = excerpt(**track, file, source, "chord track", warnings);
    if (chords)
        std::erase_if(*chords, [](const NotebookElement& element) { return !element.isChord(); });
    return chords;
}

} // namespace

bool isNotebookFile(std::span<const std::uint8_t> bytes)
{
    return md5Hex(bytes) == "9febe2c910735af7ffa9636a73560ec6";
}

NotebookSource notebookChoice()
{
    NotebookSource choice;
    choice.melodyTrack = 5;
    choice.chordTrack = 0;
    choice.from = 476;
    choice.to = 548;
    return choice;
}

std::span<const NotebookElement> NotebookMusic::elementsOf(const NotebookMeasure& measure) const
{
    return std::span(melody).subspan(measure.firstElement, measure.elementCount);
}

std::span<const NotebookElement> NotebookMusic::chordsOf(const NotebookMeasure& measure) const
{
    return std::span(chords).subspan(measure.firstChord, measure.chordCount);
}

Result<NotebookMusic> readNotebook(const MidiFile& file, const NotebookSource& source)
{
    if (auto checked = checkRange(source); !checked)
        return forward(checked);
    NotebookMusic music;
    auto melody = readMelody(file, source, music.warnings);
    if (!melody)
        return forward(melody);
    music.melody = std::move(*melody);
    music.measures = melodyMeasures(music.melody, music.measureLength);

    if (source.chordTrack) {
        auto chords = readChordTrack(file, source, music.warnings);
        if (!chords)
            return forward(chords);
        music.chords = std::move(*chords);
        if (!pairByRank(music)) {
            pairByNumber(music, ChordCarrying::IntoEmptyMeasures);
            if (!music.chords.empty())
                music.warnings.emplace_back(
                    "the measures of melody and chords do not come out even, so they were "
                    "paired by their place instead of their rank");
        }
    } else if (source.symbols) {
        music.chords = chordElements(*source.symbols);
        pairByNumber(music, ChordCarrying::UntilTheNextChord);
    }
    if (std::none_of(music.chords.begin(), music.chords.end(),
                     [](const NotebookElement& chord) { return !chord.isRest(); }))
        music.warnings.emplace_back("no chords were found, so every note counts as outside (X)");
    return music;
}

} // namespace woodshed
