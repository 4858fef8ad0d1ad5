#include "corpus/notebooktrack.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "corpus/notebookvoices.h"
#include "corpus/value.h"

namespace woodshed
{

namespace
{

constexpr std::int64_t maximumQuarters = 1'000'000;

/// The notes that start within the tolerance after the note at hand, ordered by their end.
using NotesByEnd = std::set<std::pair<std::int64_t, std::size_t>>;

/// Indices of the notes whose end lies within the tolerance, in the order of the track.
std::vector<std::size_t> endingWith(const NotesByEnd& window, std::int64_t end,
                                    std::int64_t tolerance)
{
    std::vector<std::size_t> partners;
    for (auto it = window.lower_bound({end - tolerance, 0});
         it != window.end() && it->first <= end + tolerance; ++it)
        partners.push_back(it->second);
    std::sort(partners.begin(), partners.end());
    return partners;
}

Result<void> checkBounds(std::span<const RawNote> notes, int ticksPerQuarter)
{
    for (const RawNote& note : notes) {
        if (note.end > maximumQuarters * ticksPerQuarter)
            return fail(ErrorCode::TooLarge,
                        "a note lies " + std::to_string(note.end / ticksPerQuarter) +
                            " quarters from the start; values are made of at most " +
                            std::to_string(maximumQuarters));
        if (note.end - note.start > maximumValueQuarters * ticksPerQuarter)
            return fail(
                ErrorCode::TooLarge,
                "a note lasts " + std::to_string((note.end - note.start) / ticksPerQuarter) +
                    " quarters; a value lasts at most " + std::to_string(maximumValueQuarters));
    }
    return {};
}

/// Elements in the order of their voices' merging: by offset, then voice; those without a voice are
/// taken out.
NotebookTrack mergedVoices(std::vector<NotebookElement> elements, const VoiceSplit& split)
{
    NotebookTrack track;
    track.voices = split.voices;
    std::vector<std::size_t> order;
    order.reserve(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (split.voiceOf[i] == VoiceSplit::dropped)
            track.dropped.push_back(elements[i].offset);
        else
            order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(elements[a].offset, split.voiceOf[a]) <
               std::pair(elements[b].offset, split.voiceOf[b]);
    });
    track.elements.reserve(order.size());
    for (const std::size_t index : order)
        track.elements.push_back(std::move(elements[index]));
    return track;
}

} // namespace

std::vector<RawNote> pairAsNotebook(const MidiTrack& track)
{
    constexpr auto silent = std::numeric_limits<std::size_t>::max();
    constexpr std::size_t pitches = 256;
    std::vector<std::size_t> sounding(16 * pitches, silent);
    std::vector<RawNote> notes;
    std::vector<bool> closed;
    for (const MidiEvent& event : track.events) {
        if (!event.isNoteOn() && !event.isNoteOff())
            continue;
        auto& open = sounding[static_cast<std::size_t>(event.channel()) * pitches + event.data1];
        if (open != silent) {
            notes[open].end = event.tick;
            closed[open] = true;
            open = silent;
        } else if (event.isNoteOn()) {
            open = notes.size();
            notes.push_back({event.tick, event.tick, event.data1});
            closed.push_back(false);
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        if (closed[i])
            notes[kept++] = notes[i];
    }
    notes.resize(kept);
    return notes;
}

std::int64_t quantised(std::int64_t ticks, int ticksPerQuarter)
{
    if (ticks < 0)
        return 0;
    // Upper limits of the bins, in 24ths of a quarter, and what they stand for in twelfths.
    constexpr std::array<std::pair<std::int64_t, std::int64_t>, 6> bins{
        {{3, 0}, {7, 3}, {10, 4}, {14, 6}, {17, 8}, {21, 9}}};
    const std::int64_t whole = ticks / ticksPerQuarter;
    const std::int64_t rest = 24 * (ticks % ticksPerQuarter);
    for (const auto& [limit, twelfths] : bins) {
        if (rest <= limit * ticksPerQuarter)
            return 12 * whole + twelfths;
    }
    return 12 * (whole + 1);
}

/// Each note no chord has taken looks at the notes starting within the tolerance and takes those
/// that also end within it. A note taken once may be taken again, so one note can sound in two
/// chords (never in three: the chords' first notes end further apart than the tolerance).
ChordGrouping groupChords(std::span<const RawNote> notes, int ticksPerQuarter)
{
    const std::int64_t tolerance =
        ticksPerQuarter / 16; // whole ticks within a sixteenth of a quarter
    ChordGrouping grouping;
    std::vector<bool> taken(notes.size(), false);
    NotesByEnd window;
    std::size_t windowEnd = 0;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        const RawNote& first = notes[i];
        for (; windowEnd < notes.size() && notes[windowEnd].start - first.start <= tolerance;
             ++windowEnd)
            window.emplace(notes[windowEnd].end, windowEnd);
        window.erase({first.end, i});
        if (taken[i])
            continue;

        const auto partners = endingWith(window, first.end, tolerance);
        grouping.voicesRequired = grouping.voicesRequired || partners.size() < window.size();
        NotebookElement element{quantised(first.start, ticksPerQuarter), 0, {first.pitch}};
        std::int64_t lastStart = first.start;
        for (const std::size_t partner : partners) {
            element.pitches.push_back(notes[partner].pitch);
            lastStart = notes[partner].start;
            taken[partner] = true;
        }
        const std::int64_t ticks = first.end - lastStart;
        element.duration = ticks == 0 ? 12 : quantised(ticks, ticksPerQuarter);
        grouping.elements.push_back(std::move(element));
    }
    return grouping;
}

Result<NotebookTrack> readNotebookTrack(const MidiTrack& track, int ticksPerQuarter)
{
    if (ticksPerQuarter <= 0)
        return fail(ErrorCode::Malformed, "the file has no ticks to the quarter");
    const auto notes = pairAsNotebook(track);
    if (auto checked = checkBounds(notes, ticksPerQuarter); !checked)
        return forward(checked);

    auto [elements, voicesRequired] = groupChords(notes, ticksPerQuarter);
    std::stable_sort(
        elements.begin(), elements.end(),
        [](const NotebookElement& a, const NotebookElement& b) { return a.offset < b.offset; });
    if (voicesRequired) {
        std::vector<TimeSpan> spans;
        spans.reserve(elements.size());
        for (const NotebookElement& element : elements)
            spans.push_back({element.offset, element.end()});
        const VoiceSplit split = splitVoices(spans);
        if (split.voices > 0)
            return mergedVoices(std::move(elements), split);
    }
    NotebookTrack plain;
    plain.elements = std::move(elements);
    return plain;
}

} // namespace woodshed
