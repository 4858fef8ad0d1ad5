#include "model/weights.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace woodshed
{

Weights Weights::zeros(std::size_t values, std::size_t hidden, GateActivation gates)
{
    return {
        .values = values,
        .hidden = hidden,
        .gates = gates,
        .kernel = std::vector<float>(values * 4 * hidden),
        .recurrentKernel = std::vector<float>(hidden * 4 * hidden),
        .bias = std::vector<float>(4 * hidden),
        .denseKernel = std::vector<float>(hidden * values),
        .denseBias = std::vector<float>(values),
    };
}

std::size_t Weights::parameterCount() const
{
    return 4 * hidden * (values + hidden + 1) + values * (hidden + 1);
}

bool Weights::isConsistent() const
{
    return kernel.size() == values * 4 * hidden && recurrentKernel.size() == hidden * 4 * hidden &&
           bias.size() == 4 * hidden && denseKernel.size() == hidden * values &&
           denseBias.size() == values;
}

bool Weights::isFinite() const
{
    const auto finite = [](const std::vector<float>& numbers) {
        return std::all_of(numbers.begin(), numbers.end(),
                           [](float number) { return std::isfinite(number); });
    };
    return finite(kernel) && finite(recurrentKernel) && finite(bias) && finite(denseKernel) &&
           finite(denseBias);
}

namespace
{

/// 41678 as "41,678".
std::string grouped(std::size_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t place = text.size(); place > 3; place -= 3)
        text.insert(place - 3, ",");
    return text;
}

using Row = std::array<std::string, 3>;

std::string tableLine(const Row& row)
{
    constexpr std::array<std::size_t, 2> widths{29, 26};
    std::string line;
    for (std::size_t column = 0; column < widths.size(); ++column) {
        std::string cell = row[column];
        cell.resize(std::max(cell.size() + 1, widths[column]), ' ');
        line += cell;
    }
    return line + row[2] + "\n";
}

std::string shape(std::size_t first, std::size_t second)
{
    return "(None, " + std::to_string(first) + ", " + std::to_string(second) + ")";
}

} // namespace

std::string modelSummary(const Weights& weights, int steps)
{
    const auto length = static_cast<std::size_t>(std::max(steps, 0));
    const std::size_t lstm = 4 * weights.hidden * (weights.values + weights.hidden + 1);
    const std::size_t dense = weights.values * (weights.hidden + 1);
    const std::string thin = std::string(66, '_') + "\n";
    const std::string thick = std::string(66, '=') + "\n";
    return thin + tableLine({"Layer (type)", "Output Shape", "Param #"}) + thick +
           tableLine({"input (InputLayer)", shape(length, weights.values), "0"}) + thin +
           tableLine({"lstm (LSTM)", shape(length, weights.hidden), grouped(lstm)}) + thin +
           tableLine({"dense (Dense, softmax)", shape(length, weights.values), grouped(dense)}) +
           thick + "Total params: " + grouped(weights.parameterCount()) + "\n" + thin;
}

} // namespace woodshed
