#include "generation/faithfulgenerator.h"

#include <utility>

#include "corpus/chordtones.h"
#include "generation/faithfulmusic.h"
#include "model/inference.h"

namespace woodshed
{

namespace
{

/// Like all faithful times, measured from the beginning; what falls out of MIDI's range is folded
/// back by octaves.
Note noteOf(const NotebookNote& made)
{
    int pitch = made.pitch->midi();
    while (pitch < 0)
        pitch += 12;
    while (pitch > 127)
        pitch -= 12;
    return {.start = made.offset, .duration = made.duration, .pitch = pitch};
}

ValueKind kindAt(const ChordProgression& chords, const Note& note)
{
    const PlacedChord* chord = chords.at(note.start);
    return chord == nullptr ? ValueKind::Outside : ChordTones(chord->pitches).kindOf(note.pitch);
}

} // namespace

Result<Take> generateFaithful(const Model& model, const LeadSheet& tune,
                              const GenerationOptions& options, const std::stop_token& stop)
{
    Take take;
    take.tune = tune;
    take.tune.chords = repeated(tune.chords, options.choruses);
    take.choruses = options.choruses;
    take.seed = options.seed;
    take.temperature = 0;
    take.faithful = true;

    std::vector<std::string> predicted;
    for (const std::int32_t index :
         predictAndSample(std::make_shared<const Weights>(model.weights)))
        predicted.push_back(model.vocabulary[static_cast<std::size_t>(index)]);

    SeededChoices choices{Random(options.seed)};
    const auto measures = chordMeasures(take.tune.chords, tune.barLength());
    const auto music = faithfulMusic(
        measures,
        [&](std::size_t) -> Result<std::vector<std::string>> {
            if (stop.stop_requested())
                return fail(ErrorCode::Cancelled, "generating was stopped");
            return predicted;
        },
        choices, tune.barLength());
    if (!music)
        return forward(music);

    for (const FaithfulNote& made : music->notes()) {
        const Note note = noteOf(made.note);
        take.values.push_back({.start = note.start,
                               .duration = note.duration,
                               .text = music->measures[made.measure].values[made.note.value].text(),
                               .kind = kindAt(take.tune.chords, note),
                               .note = static_cast<int>(take.notes.size())});
        take.notes.push_back(note);
    }
    return take;
}

} // namespace woodshed
