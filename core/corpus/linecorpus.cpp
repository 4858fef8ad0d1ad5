#include "corpus/linecorpus.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "corpus/linestate.h"
#include "support/random.h"

namespace woodshed
{

namespace
{

constexpr std::size_t fewestNotes = 8;
constexpr std::size_t fewestForValidation = 5;

void append(LineSequence& sequence, const std::vector<std::int32_t>& inputs, std::int32_t label,
            LineStage stage)
{
    sequence.inputs.insert(sequence.inputs.end(), inputs.begin(), inputs.end());
    sequence.offsets.push_back(static_cast<std::uint32_t>(sequence.inputs.size()));
    sequence.labels.push_back(label);
    sequence.stages.push_back(stage);
}

/// The names of the solos to hold out.
std::set<std::string> heldOutNames(std::span<const Line> lines, const LineCorpusOptions& options)
{
    std::set<std::string> sorted;
    for (const Line& line : lines)
        sorted.insert(line.name);
    if (sorted.size() < fewestForValidation || options.heldOut <= 0)
        return {};
    std::vector<std::string> names(sorted.begin(), sorted.end());
    std::vector<std::size_t> order(names.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    Random random(options.seed ^ 0x68656c64ULL);
    random.shuffle(order);
    const auto wanted = std::max<std::size_t>(
        1, static_cast<std::size_t>(
               std::lround(std::min(options.heldOut, 1.0) * static_cast<double>(names.size()))));
    std::set<std::string> chosen;
    for (std::size_t i = 0; i < std::min(wanted, names.size() - 1); ++i)
        chosen.insert(names[order[i]]);
    return chosen;
}

} // namespace

LineSequence lineSequence(const Line& line, const LineVocabulary& vocabulary,
                          const SoloCharacter& character)
{
    LineSequence sequence;
    std::vector<std::int32_t> inputs;
    LineState state(line.setting, line.notes.front().start, line.notes.front().pitch);
    const auto ask = [&](std::int32_t label) {
        state.inputs(vocabulary, character.at(state.time(), line.setting.barSteps), inputs);
        append(sequence, inputs, label, state.stage());
        return label;
    };
    for (std::size_t i = 0; i + 1 < line.notes.size(); ++i) {
        const LineNote& note = line.notes[i];
        const bool rests = note.rest > 0;
        const std::int32_t time = ask(vocabulary.timeValue(note.length, rests));
        state.takeTime(note.length, rests, time);
        if (rests) {
            const std::int32_t rest = ask(vocabulary.restValue(note.rest));
            state.takeRest(note.rest, rest);
        }
        const int pitch = line.notes[i + 1].pitch;
        const std::int32_t move = ask(vocabulary.moveValue(pitch - note.pitch));
        state.takePitch(pitch, move);
    }
    return sequence;
}

std::vector<ValueMeasure> lineMeasures(const Line& line)
{
    std::vector<ValueMeasure> measures;
    for (std::size_t i = 0; i < line.notes.size(); ++i) {
        const LineNote& note = line.notes[i];
        const int bar = std::max(0, note.start) / line.setting.barSteps + 1;
        if (measures.empty() || measures.back().index != bar)
            measures.push_back({.index = bar, .tokens = {}});
        auto& tokens = measures.back().tokens;
        if (i > 0)
            tokens.push_back(lineValueText(
                {.stage = LineStage::Pitch, .amount = note.pitch - line.notes[i - 1].pitch}));
        tokens.push_back(lineValueText(
            {.stage = LineStage::Time, .rests = note.rest > 0, .amount = note.length}));
        if (note.rest > 0)
            tokens.push_back(lineValueText({.stage = LineStage::Rest, .amount = note.rest}));
    }
    return measures;
}

Result<LineCorpus> makeLineCorpus(std::span<const Line> lines, const LineCorpusOptions& options)
{
    std::vector<Line> usable;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(usable),
                 [](const Line& line) { return line.notes.size() >= fewestNotes; });
    if (usable.empty())
        return fail(ErrorCode::NoMelody,
                    "there is too little to learn from: no melody has as many as eight notes");
    const LineVocabulary vocabulary(usable);
    LineCorpus corpus;
    corpus.characters = charactersOf(usable);
    LineDataset& dataset = corpus.dataset;
    dataset.vocabulary = vocabulary.values();
    dataset.ranges = vocabulary.ranges();
    dataset.inputs = lineInputs(dataset.vocabulary.size());
    dataset.character = characterInputs();
    const std::set<std::string> heldOut = heldOutNames(usable, options);
    for (std::size_t i = 0; i < usable.size(); ++i) {
        auto& target = heldOut.contains(usable[i].name) ? dataset.validation : dataset.training;
        target.push_back(lineSequence(usable[i], vocabulary, corpus.characters[i]));
        dataset.notes += usable[i].notes.size();
    }
    return corpus;
}

} // namespace woodshed
