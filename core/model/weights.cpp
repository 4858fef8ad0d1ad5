#include "model/weights.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace woodshed
{

namespace
{

std::size_t lstmParameters(const WeightsShape& shape)
{
    return 4 * shape.hidden * (shape.inputs + shape.hidden + 1);
}

std::size_t denseParameters(const WeightsShape& shape)
{
    return shape.values * (shape.hidden + 1);
}

std::size_t directParameters(const WeightsShape& shape)
{
    return shape.direct ? shape.inputs * shape.values : 0;
}

} // namespace

std::size_t WeightsShape::parameterCount() const
{
    return lstmParameters(*this) + denseParameters(*this) + directParameters(*this);
}

Weights Weights::zeros(const WeightsShape& shape)
{
    return {
        .values = shape.values,
        .inputs = shape.inputs,
        .hidden = shape.hidden,
        .gates = shape.gates,
        .kernel = std::vector<float>(shape.inputs * 4 * shape.hidden),
        .recurrentKernel = std::vector<float>(shape.hidden * 4 * shape.hidden),
        .bias = std::vector<float>(4 * shape.hidden),
        .denseKernel = std::vector<float>(shape.hidden * shape.values),
        .denseBias = std::vector<float>(shape.values),
        .directKernel = std::vector<float>(directParameters(shape)),
    };
}

Weights Weights::zeros(std::size_t values, std::size_t hidden, GateActivation gates)
{
    return zeros(
        {.values = values, .inputs = values, .hidden = hidden, .gates = gates, .direct = false});
}

WeightsShape Weights::shape() const
{
    return {.values = values,
            .inputs = inputs,
            .hidden = hidden,
            .gates = gates,
            .direct = !directKernel.empty()};
}

bool Weights::isConsistent() const
{
    return kernel.size() == inputs * 4 * hidden && recurrentKernel.size() == hidden * 4 * hidden &&
           bias.size() == 4 * hidden && denseKernel.size() == hidden * values &&
           denseBias.size() == values &&
           (directKernel.empty() || directKernel.size() == inputs * values);
}

bool Weights::isFinite() const
{
    const auto finite = [](const std::vector<float>& numbers) {
        return std::all_of(numbers.begin(), numbers.end(),
                           [](float number) { return std::isfinite(number); });
    };
    return finite(kernel) && finite(recurrentKernel) && finite(bias) && finite(denseKernel) &&
           finite(denseBias) && finite(directKernel);
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
    const WeightsShape sizes = weights.shape();
    const std::string thin = std::string(66, '_') + "\n";
    const std::string thick = std::string(66, '=') + "\n";
    const std::string direct =
        sizes.direct ? thin + tableLine({"direct (Dense, added)", shape(length, weights.values),
                                         grouped(directParameters(sizes))})
                     : std::string();
    return thin + tableLine({"Layer (type)", "Output Shape", "Param #"}) + thick +
           tableLine({"input (InputLayer)", shape(length, weights.inputs), "0"}) + thin +
           tableLine(
               {"lstm (LSTM)", shape(length, weights.hidden), grouped(lstmParameters(sizes))}) +
           thin +
           tableLine({"dense (Dense, softmax)", shape(length, weights.values),
                      grouped(denseParameters(sizes))}) +
           direct + thick + "Total params: " + grouped(weights.parameterCount()) + "\n" + thin;
}

} // namespace woodshed
