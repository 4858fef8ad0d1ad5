#include "generation/linegenerator.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "corpus/chordtones.h"
#include "corpus/linecharacter.h"
#include "generation/lineimproviser.h"

namespace woodshed
{

namespace
{

constexpr std::int64_t ticksPerStep = Ticks::perQuarter / stepsPerQuarter;

/// What a model of the Woodshed profile says besides its weights.
struct Improvising {
    LineVocabulary vocabulary;
    std::vector<SoloCharacter> characters;
    std::shared_ptr<const Weights> weights;

    static Result<Improvising> with(const Model& model)
    {
        auto vocabulary = LineVocabulary::read(model.vocabulary);
        if (!vocabulary)
            return forward(vocabulary);
        auto characters = readCharacters(model.characters);
        if (!characters)
            return forward(characters);
        if (model.weights.inputs != static_cast<std::size_t>(lineInputs(model.vocabulary.size())))
            return fail(
                ErrorCode::InvalidArgument,
                "the model was made for other inputs than this program gives; train it anew");
        return Improvising{std::move(*vocabulary), std::move(*characters),
                           std::make_shared<const Weights>(model.weights)};
    }

    /// Whose character the solo gets: of those of the voice, one of the dozen nearest in tempo.
    [[nodiscard]] SoloCharacter choose(double tempo, const std::string& voice, Random random) const
    {
        constexpr std::size_t neighbours = 12;
        const std::int8_t wanted = voiceNumber(voice);
        std::vector<const SoloCharacter*> candidates;
        for (const SoloCharacter& character : characters)
            if (wanted < 0 || character.passages.front().voice == wanted)
                candidates.push_back(&character);
        if (candidates.empty()) {
            SoloCharacter unknown{.tempo = tempo, .passages = {Character{}}};
            unknown.passages.front().voice = wanted;
            return unknown;
        }
        const auto distance = [tempo](const SoloCharacter* character) {
            return character->tempo > tempo ? character->tempo / tempo : tempo / character->tempo;
        };
        std::stable_sort(candidates.begin(), candidates.end(),
                         [&](const auto* a, const auto* b) { return distance(a) < distance(b); });
        return *candidates[random.index(std::min(neighbours, candidates.size()))];
    }
};

/// Another stream than that of the notes.
Random characterRandom(std::uint64_t seed)
{
    return Random(seed ^ 0x6368617261637465ULL);
}

TakeValue valueOf(const ImprovisedNote& improvised, const Note& note,
                  const ChordProgression& chords)
{
    const PlacedChord* chord = chords.at(note.start);
    return {.start = note.start,
            .duration = note.duration,
            .text = improvised.text,
            .kind = chord == nullptr ? ValueKind::Outside
                                     : ChordTones(chord->pitches).kindOf(note.pitch),
            .probability = improvised.probability,
            .bits = improvised.bits,
            .alternatives = improvised.alternatives};
}

Note noteOf(const LineNote& note)
{
    return {.start = {note.start * ticksPerStep},
            .duration = {note.length * ticksPerStep},
            .pitch = note.pitch};
}

/// Gives the values their notes by the order of both.
void number(Take& take)
{
    const int notes = static_cast<int>(take.notes.size());
    int next = 0;
    for (TakeValue& value : take.values)
        value.note = value.kind != ValueKind::Rest && next < notes ? next++ : -1;
}

/// The first step at which notes that end by then are over.
int stepBehind(Ticks end)
{
    return static_cast<int>((end.count + ticksPerStep - 1) / ticksPerStep);
}

/// In order; refused where they do not lie inside the form or fill it.
Result<std::vector<Note>> checkedPrimer(std::vector<Note> primer, Ticks form)
{
    for (const Note& note : primer)
        if (note.start.count < 0 || note.start >= form || note.duration.count < 1 ||
            note.pitch < 0 || note.pitch > 127)
            return fail(ErrorCode::InvalidArgument,
                        "the notes to begin with must lie inside the form");
    std::stable_sort(primer.begin(), primer.end(),
                     [](const Note& a, const Note& b) { return a.start < b.start; });
    for (const Note& note : primer)
        if (note.duration > form - note.start ||
            stepBehind(note.end()) >= form.count / ticksPerStep)
            return fail(
                ErrorCode::InvalidArgument,
                "the notes to begin with fill the whole form; nothing is left to improvise");
    return primer;
}

Take emptyTake(const LeadSheet& tune, const GenerationOptions& options)
{
    Take take;
    take.tune = tune;
    take.choruses = options.choruses;
    take.seed = options.seed;
    take.temperature = options.temperature;
    return take;
}

} // namespace

Result<Take> generateLine(const Model& model, const LeadSheet& tune,
                          const GenerationOptions& options, const std::stop_token& stop)
{
    auto improvising = Improvising::with(model);
    if (!improvising)
        return forward(improvising);
    Take take = emptyTake(tune, options);
    take.tune.chords = repeated(tune.chords, options.choruses);
    const LineSetting setting = lineSetting(take.tune);
    const SoloCharacter character =
        improvising->choose(tune.tempo, options.voice, characterRandom(options.seed));

    const int end = static_cast<int>(take.tune.chords.length.count / ticksPerStep);
    if (end < 1)
        return fail(ErrorCode::InvalidArgument, "the form is too short to improvise over");
    const auto given = checkedPrimer(options.primer, take.tune.chords.length);
    if (!given)
        return forward(given);
    const Line primer = lineOf(
        Solo{.tune = take.tune, .melody = *given, .choruses = options.choruses, .voice = {}});
    int primerEnd = 0;
    for (const Note& note : *given)
        primerEnd = std::max(primerEnd, stepBehind(note.end()));
    const Stretch stretch{.first = primerEnd, .end = end, .closes = true, .nextPitch = {}};
    LineImproviser improviser({improvising->weights, improvising->vocabulary, setting, character},
                              options, stretch);
    const auto notes = improviser.run(primer.notes, stop);
    if (!notes)
        return forward(notes);

    for (const Note& note : *given) {
        const PlacedChord* chord = take.tune.chords.at(note.start);
        take.notes.push_back(note);
        take.values.push_back({.start = note.start,
                               .duration = note.duration,
                               .text = "primer",
                               .kind = chord == nullptr
                                           ? ValueKind::Outside
                                           : ChordTones(chord->pitches).kindOf(note.pitch)});
    }
    for (const ImprovisedNote& improvised : *notes) {
        take.notes.push_back(noteOf(improvised.note));
        take.values.push_back(valueOf(improvised, take.notes.back(), take.tune.chords));
    }
    number(take);
    take.ruledNotes = improviser.ruledNotes();
    take.remarks = improviser.remarks();
    return take;
}

Result<Take> regenerateLine(const Model& model, const Take& take, BarRange bars,
                            const GenerationOptions& options, const std::stop_token& stop)
{
    auto improvising = Improvising::with(model);
    if (!improvising)
        return forward(improvising);
    const LineSetting setting = lineSetting(take.tune);
    const Ticks from = take.tune.barLength() * bars.first;
    const Ticks to = std::min(from + take.tune.barLength() * bars.count, take.tune.chords.length);
    const auto isOutside = [&](Ticks start) { return start < from || start >= to; };

    Solo before{.tune = take.tune, .melody = {}, .choruses = take.choruses, .voice = {}};
    std::optional<int> nextPitch;
    Ticks free = from;
    for (const Note& note : take.notes) {
        if (note.start < from) {
            before.melody.push_back(note);
            free = std::max(free, note.end());
        } else if (note.start >= to && !nextPitch) {
            nextPitch = note.pitch;
        }
    }
    const int first = stepBehind(free);
    const int end = static_cast<int>(to.count / ticksPerStep);
    if (end - first < stepsPerQuarter / 2)
        return fail(ErrorCode::InvalidArgument,
                    "a note held from before fills those bars; choose the bar it begins in too");
    const SoloCharacter character =
        improvising->choose(take.tune.tempo, options.voice, characterRandom(take.seed));
    const Stretch stretch{.first = first,
                          .end = end,
                          .closes = to == take.tune.chords.length,
                          .nextPitch = nextPitch};
    LineImproviser improviser({improvising->weights, improvising->vocabulary, setting, character},
                              options, stretch);
    const Line line = lineOf(before);
    const auto notes = improviser.run(line.notes, stop);
    if (!notes)
        return forward(notes);

    Take renewed = take;
    renewed.notes.clear();
    renewed.values.clear();
    std::copy_if(take.notes.begin(), take.notes.end(), std::back_inserter(renewed.notes),
                 [&](const Note& note) { return isOutside(note.start); });
    std::copy_if(take.values.begin(), take.values.end(), std::back_inserter(renewed.values),
                 [&](const TakeValue& value) { return isOutside(value.start); });
    for (const ImprovisedNote& improvised : *notes) {
        renewed.notes.push_back(noteOf(improvised.note));
        renewed.values.push_back(valueOf(improvised, renewed.notes.back(), take.tune.chords));
    }
    const auto byStart = [](const auto& a, const auto& b) { return a.start < b.start; };
    std::stable_sort(renewed.notes.begin(), renewed.notes.end(), byStart);
    std::stable_sort(renewed.values.begin(), renewed.values.end(), byStart);
    number(renewed);
    renewed.ruledNotes += improviser.ruledNotes();
    for (const std::string& remark : improviser.remarks())
        if (std::find(renewed.remarks.begin(), renewed.remarks.end(), remark) ==
            renewed.remarks.end())
            renewed.remarks.push_back(remark);
    return renewed;
}

} // namespace woodshed
