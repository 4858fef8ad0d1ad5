#include "model/weights.h"

#include <algorithm>
#include <cmath>

#include "support/random.h"

namespace woodshed
{

namespace
{

/// Glorot and Bengio 2010: uniform in ±sqrt(6 / (fan in + fan out)).
void fillGlorotUniform(std::vector<float>& matrix, std::size_t fanIn, std::size_t fanOut,
                       Random& random)
{
    const double limit = std::sqrt(6.0 / static_cast<double>(fanIn + fanOut));
    for (float& number : matrix)
        number = static_cast<float>((2 * random.uniform() - 1) * limit);
}

/// Gaussian rows made orthonormal (Saxe, McClelland and Ganguli 2013) by modified Gram-Schmidt,
/// twice because one pass leaves a remainder that grows with the condition of the matrix. Works on
/// columns of the transposed matrix, so that the inner loops run over neighbouring rows and
/// vectorise. Needs rows <= columns.
/// A stop leaves them unfinished.
std::vector<float> orthonormalRows(std::size_t rows, std::size_t columns, Random& random,
                                   const std::stop_token& stop)
{
    std::vector<double> transposed(rows * columns);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            transposed[column * rows + row] = random.normal();

    std::vector<double> products(rows);
    for (int pass = 0; pass < 2; ++pass) {
        for (std::size_t done = 0; done < rows && !stop.stop_requested(); ++done) {
            // Products of row `done` with itself and with all rows after it.
            std::fill(products.begin(), products.end(), 0.0);
            for (std::size_t column = 0; column < columns; ++column) {
                const double* entries = &transposed[column * rows];
                const double own = entries[done];
                for (std::size_t row = done; row < rows; ++row)
                    products[row] += own * entries[row];
            }
            const double length = std::sqrt(products[done]);
            for (std::size_t row = done + 1; row < rows; ++row)
                products[row] /= length;
            for (std::size_t column = 0; column < columns; ++column) {
                double* entries = &transposed[column * rows];
                const double own = entries[done] / length;
                entries[done] = own;
                for (std::size_t row = done + 1; row < rows; ++row)
                    entries[row] -= products[row] * own;
            }
        }
    }

    std::vector<float> matrix(rows * columns);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            matrix[row * columns + column] = static_cast<float>(transposed[column * rows + row]);
    return matrix;
}

/// The forget gate is the second of i f c o; open at the start, it lets the gradient through
/// (Jozefowicz et al. 2015).
void openForgetGates(Weights& weights)
{
    std::fill_n(weights.bias.begin() + static_cast<std::ptrdiff_t>(weights.hidden), weights.hidden,
                1.0F);
}

} // namespace

Weights initialWeights(std::size_t values, std::size_t hidden, GateActivation gates,
                       std::uint64_t seed)
{
    Random random(seed);
    Weights weights = Weights::zeros(values, hidden, gates);
    fillGlorotUniform(weights.kernel, values, 4 * hidden, random);
    weights.recurrentKernel = orthonormalRows(hidden, 4 * hidden, random, {});
    openForgetGates(weights);
    fillGlorotUniform(weights.denseKernel, hidden, values, random);
    return weights;
}

Weights initialLineWeights(const WeightsShape& shape, std::uint64_t seed,
                           const std::stop_token& stop)
{
    constexpr double kernelDeviation = 0.05;
    Random random(seed);
    Weights weights = Weights::zeros(shape);
    for (float& number : weights.kernel)
        number = static_cast<float>(kernelDeviation * random.normal());
    weights.recurrentKernel = orthonormalRows(shape.hidden, 4 * shape.hidden, random, stop);
    openForgetGates(weights);
    const double limit = 1.0 / std::sqrt(static_cast<double>(shape.hidden));
    for (auto* block : {&weights.denseKernel, &weights.denseBias})
        for (float& number : *block)
            number = static_cast<float>((2 * random.uniform() - 1) * limit);
    return weights;
}

} // namespace woodshed
