// bench_linetraining [EPOCHS [SOLOS]]: microseconds per step of training in the Woodshed profile,
// for the presets' networks over a corpus of random steps that is as wide as a real one. One
// thread.
#include <cstdio>

#include "bench/stopwatch.h"
#include "support/random.h"
#include "training/lstmtrainer.h"

using namespace woodshed;

namespace
{

constexpr std::int32_t values = 117;
constexpr std::int32_t inputs = 850;
constexpr int active = 45;
constexpr int stepsOfSolo = 400;

LineDataset randomDataset(int solos)
{
    LineDataset dataset;
    std::vector<std::string> names;
    for (int i = 0; i < values; ++i)
        names.push_back(std::to_string(1000 + i));
    dataset.vocabulary = Vocabulary(names);
    dataset.inputs = inputs;
    dataset.ranges = {{{0, 50}, {50, 68}, {68, values}}};
    dataset.character = {800, inputs};
    Random random(1);
    dataset.training.resize(static_cast<std::size_t>(solos));
    for (LineSequence& sequence : dataset.training) {
        for (int step = 0; step < stepsOfSolo; ++step) {
            for (int i = 0; i < active; ++i)
                sequence.inputs.push_back(static_cast<std::int32_t>(random.index(inputs)));
            sequence.offsets.push_back(static_cast<std::uint32_t>(sequence.inputs.size()));
            const LineStage stage = step % 2 == 0 ? LineStage::Time : LineStage::Pitch;
            const IndexRange range = dataset.ranges[static_cast<std::size_t>(stage)];
            sequence.stages.push_back(stage);
            sequence.labels.push_back(range.first + static_cast<std::int32_t>(random.index(
                                                        static_cast<std::size_t>(range.size()))));
        }
    }
    return dataset;
}

} // namespace

int main(int count, char** arguments)
{
    const int epochs = bench::argument(count, arguments, 1, 3);
    const int solos = bench::argument(count, arguments, 2, 40);
    const LineDataset dataset = randomDataset(solos);
    std::vector<bench::Contestant> contestants;
    for (const LinePreset& preset : linePresets) {
        LineTrainingOptions options = preset.options;
        options.epochs = epochs;
        contestants.push_back({std::string(preset.name),
                               [&dataset, options] {
                                   const auto result =
                                       LstmTrainer().runLine(dataset, options, {}, {});
                                   if (!result)
                                       std::printf("failed: %s\n", result.error().detail.c_str());
                               },
                               {}});
    }
    bench::race(contestants, 1);
    for (const auto& contestant : contestants)
        std::printf("%-10s %7.1f us per step\n", contestant.name.c_str(),
                    1e6 * contestant.median() / (1.0 * epochs * solos * stepsOfSolo));
    return 0;
}
