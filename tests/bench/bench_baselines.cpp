// bench_baselines FOLDER [SEED [MODEL]]: what the values of held-out solos cost, in bits a note,
// under models that only count: the second-order Markov chain and the interpolated 5-gram
// (Jelinek-Mercer), with shorter and longer ones beside them; and under a network. The seed chooses
// the solos that are held out. A model means something here only if it was trained on the same
// solos with the same seed. Files that are given instead of a folder will do.
#include <cstdio>
#include <string>

#include "bench/ngrammodel.h"
#include "bench/stopwatch.h"
#include "corpus/corpusloader.h"
#include "corpus/linecorpus.h"
#include "model/inference.h"
#include "model/modelfile.h"

using namespace woodshed;

namespace
{

Result<LineDataset> datasetOf(const std::filesystem::path& folder, std::uint64_t seed)
{
    const auto corpus = loadCorpora(std::span(&folder, 1), {});
    if (!corpus)
        return forward(corpus);
    std::vector<Line> lines;
    for (const Solo& solo : corpus->solos)
        lines.push_back(lineOf(solo));
    LineCorpusOptions options;
    options.seed = seed;
    auto made = makeLineCorpus(lines, options);
    if (!made)
        return forward(made);
    if (made->dataset.validation.empty())
        return fail(ErrorCode::NoMelody, "there are too few solos to hold any out");
    return std::move(made->dataset);
}

void print(const std::string& name, const bench::Surprise& surprise)
{
    std::printf("%-34s %6.3f  %6.3f %6.3f %6.3f\n", name.c_str(), surprise.perNote(),
                surprise.perNote(LineStage::Time), surprise.perNote(LineStage::Rest),
                surprise.perNote(LineStage::Pitch));
}

void printNgram(const LineDataset& dataset, std::size_t order)
{
    const bench::NgramModel model(order, dataset.ranges, dataset.training);
    std::string name = std::to_string(order) + " before";
    if (order == 2)
        name += " (second-order Markov)";
    if (order == 4)
        name += " (5-gram)";
    print(name, bench::surpriseOf(dataset.validation, bench::predictorOf(model)));
}

Result<void> printNetwork(const LineDataset& dataset, const std::filesystem::path& path)
{
    auto model = readModel(path);
    if (!model)
        return forward(model);
    if (!(model->vocabulary == dataset.vocabulary) || model->ranges != dataset.ranges ||
        model->weights.inputs != static_cast<std::size_t>(dataset.inputs))
        return fail(ErrorCode::InvalidArgument, "the model was trained on other solos");
    StepNetwork network(std::make_shared<Weights>(std::move(model->weights)));
    const auto predictor = [&](const LineSequence& sequence, std::size_t step) {
        if (step == 0)
            network.reset();
        const auto inputs = std::span(sequence.inputs)
                                .first(sequence.offsets[step + 1])
                                .subspan(sequence.offsets[step]);
        const auto stage = static_cast<std::size_t>(sequence.stages[step]);
        const auto probabilities = network.step(inputs, dataset.ranges[stage]);
        return static_cast<double>(probabilities[static_cast<std::size_t>(sequence.labels[step])]);
    };
    print("network", bench::surpriseOf(dataset.validation, predictor));
    return {};
}

} // namespace

int main(int count, char** arguments)
{
    if (count < 2) {
        std::fprintf(stderr, "usage: bench_baselines FOLDER [SEED [MODEL]]\n");
        return 2;
    }
    const auto seed = static_cast<std::uint64_t>(bench::argument(count, arguments, 2, 0));
    const auto dataset = datasetOf(arguments[1], seed);
    if (!dataset) {
        std::fprintf(stderr, "%s\n", dataset.error().detail.c_str());
        return 1;
    }
    std::printf("%zu solos to learn from, %zu held out; %zu notes, %zu values\n",
                dataset->training.size(), dataset->validation.size(), dataset->notes,
                dataset->vocabulary.size());
    std::printf("bits a note of those held out          all    time   rest  pitch\n");
    const bench::NgramModel untaught(0, dataset->ranges, {});
    print("all values alike", bench::surpriseOf(dataset->validation, bench::predictorOf(untaught)));
    for (const std::size_t order : {0U, 1U, 2U, 3U, 4U, 6U, 8U})
        printNgram(*dataset, order);
    if (count > 3) {
        const auto done = printNetwork(*dataset, arguments[3]);
        if (!done) {
            std::fprintf(stderr, "%s\n", done.error().detail.c_str());
            return 1;
        }
    }
    return 0;
}
