#include "training/linebatch.h"

#include <algorithm>
#include <numeric>

#include "corpus/dataset.h"

namespace woodshed
{

std::vector<LineWindow> cutWindows(std::span<const LineSequence> sequences, std::size_t steps,
                                   double characterDropout, Random& random)
{
    std::vector<LineWindow> windows;
    for (const LineSequence& sequence : sequences) {
        std::size_t begin = 0;
        // The first window loses up to half of its length.
        std::size_t end = steps - random.index(std::max<std::size_t>(steps / 2, 1));
        while (begin < sequence.steps()) {
            const std::size_t length = std::min(end, sequence.steps()) - begin;
            if (length > steps / 8)
                windows.push_back({.sequence = &sequence,
                                   .first = begin,
                                   .steps = length,
                                   .character = random.uniform() >= characterDropout});
            begin = end;
            end += steps;
        }
    }
    std::vector<std::size_t> order(windows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    random.shuffle(order);
    std::vector<LineWindow> shuffled;
    shuffled.reserve(order.size());
    for (const std::size_t index : order)
        shuffled.push_back(windows[index]);
    return shuffled;
}

LineBatch::LineBatch(const LineDataset& dataset, std::span<const LineWindow> windows,
                     std::size_t steps, std::size_t columns)
    : inputs(c10::make_intrusive<SparseInputs>())
    , labels(steps * columns, noValue)
    , ranges(steps * columns)
{
    for (std::size_t step = 0; step < steps; ++step) {
        for (std::size_t column = 0; column < columns; ++column) {
            if (column < windows.size() && step < windows[column].steps) {
                const LineWindow& window = windows[column];
                const LineSequence& sequence = *window.sequence;
                const std::size_t at = window.first + step;
                for (std::size_t i = sequence.offsets[at]; i < sequence.offsets[at + 1]; ++i)
                    if (window.character || !dataset.character.contains(sequence.inputs[i]))
                        inputs->indices.push_back(sequence.inputs[i]);
                labels[step * columns + column] = sequence.labels[at];
                ranges[step * columns + column] =
                    dataset.ranges[static_cast<std::size_t>(sequence.stages[at])];
            }
            inputs->endRow();
        }
    }
}

} // namespace woodshed
