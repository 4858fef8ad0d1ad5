#include "generation/solotake.h"

#include "corpus/chordtones.h"
#include "corpus/notebookvalues.h"

namespace woodshed
{

namespace
{

/// Kind and duration only, for music whose notes and values do not come out even (chords in the
/// melody).
std::vector<TakeValue> plainValues(const Take& take)
{
    std::vector<TakeValue> values;
    for (std::size_t i = 0; i < take.notes.size(); ++i) {
        const Note& note = take.notes[i];
        const PlacedChord* chord = take.tune.chords.at(note.start);
        const ValueKind kind =
            chord == nullptr ? ValueKind::Outside : ChordTones(chord->pitches).kindOf(note.pitch);
        values.push_back({.start = note.start,
                          .duration = note.duration,
                          .text = std::string(1, static_cast<char>(kind)),
                          .kind = kind,
                          .note = static_cast<int>(i)});
    }
    return values;
}

} // namespace

Take takeOf(const Solo& solo)
{
    const auto corpus = notebookValues(solo);
    return takeOf(solo, corpus ? corpus->tokens() : std::vector<std::string>{});
}

Take takeOf(const Solo& solo, std::span<const std::string> tokens)
{
    Take take;
    take.tune = solo.tune;
    take.choruses = solo.choruses;
    take.notes = solo.melody;

    std::size_t next = 0;
    Ticks when;
    for (const std::string& token : tokens) {
        const auto value = Value::parse(token);
        if (!value)
            break;
        TakeValue placed{
            .start = when, .duration = value->ticks(), .text = token, .kind = value->kind};
        if (value->kind != ValueKind::Rest) {
            if (next == take.notes.size())
                break;
            placed.start = take.notes[next].start;
            placed.duration = take.notes[next].duration;
            placed.note = static_cast<int>(next++);
        }
        when = placed.start + placed.duration;
        take.values.push_back(placed);
    }
    if (next != take.notes.size())
        take.values = plainValues(take);
    return take;
}

} // namespace woodshed
