#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "corpus/linedataset.h"
#include "corpus/vocabulary.h"

namespace woodshed
{

/// How the gates i, f and o are squashed. Keras 2.0 (and so the notebook) used clip(0.2x + 0.5, 0,
/// 1).
enum class GateActivation { HardSigmoid, Sigmoid };

/// The sizes that weights are made for.
struct WeightsShape {
    std::size_t values = 0; ///< n: size of the vocabulary
    std::size_t inputs = 0; ///< rows of the kernel; the notebook's are its values
    std::size_t hidden = 0; ///< units of the LSTM
    GateActivation gates = GateActivation::HardSigmoid;
    bool direct = false; ///< whether the inputs also reach the values without the LSTM

    /// 4h(inputs + h + 1) + n(h + 1), and n * inputs where there is a direct path; 41,678 for the
    /// notebook. Exact up to 100,000 of each.
    [[nodiscard]] std::size_t parameterCount() const;
    friend bool operator==(const WeightsShape&, const WeightsShape&) = default;
};

/// The shared layers of training and inference, LSTM + Dense, as plain numbers in Keras' layout:
/// row-major, gates in the order i f c o side by side, one bias per gate. The inputs of a step are
/// zeros and ones: their product with a kernel is the sum of some of its rows.
struct Weights {
    std::size_t values = 0; ///< n: size of the vocabulary
    std::size_t inputs = 0; ///< rows of the kernel; the notebook's are its values
    std::size_t hidden = 0; ///< units of the LSTM
    GateActivation gates = GateActivation::HardSigmoid;
    std::vector<float> kernel;          ///< (inputs, 4*hidden)
    std::vector<float> recurrentKernel; ///< (hidden, 4*hidden)
    std::vector<float> bias;            ///< (4*hidden)
    std::vector<float> denseKernel;     ///< (hidden, values)
    std::vector<float> denseBias;       ///< (values)
    /// (inputs, values), added to the Dense layer's output; empty where there is no direct path.
    std::vector<float> directKernel;

    /// Zero weights of these sizes.
    [[nodiscard]] static Weights zeros(const WeightsShape& shape);
    /// The notebook's: the values are the inputs, no direct path.
    [[nodiscard]] static Weights zeros(std::size_t values, std::size_t hidden,
                                       GateActivation gates);
    [[nodiscard]] WeightsShape shape() const;
    [[nodiscard]] std::size_t parameterCount() const { return shape().parameterCount(); }
    /// Whether every block has the length its shape asks for.
    [[nodiscard]] bool isConsistent() const;
    [[nodiscard]] bool isFinite() const;
    friend bool operator==(const Weights&, const Weights&) = default;
};

/// Fresh weights as Keras 2.0 makes them: Glorot-uniform kernels, orthogonal recurrent kernel over
/// the whole (hidden, 4*hidden) matrix, zero biases but 1 for the forget gate.
[[nodiscard]] Weights initialWeights(std::size_t values, std::size_t hidden, GateActivation gates,
                                     std::uint64_t seed);

/// Fresh weights for steps with dozens of inputs that are 1: kernel normal with deviation 0.05,
/// recurrent kernel and biases as above, Dense layer uniform in ±1/sqrt(hidden), direct path zero.
/// With a thousand units the recurrent kernel takes seconds; a stop leaves it unfinished.
[[nodiscard]] Weights initialLineWeights(const WeightsShape& shape, std::uint64_t seed,
                                         const std::stop_token& stop = {});

/// A trained network with all that generating needs.
struct Model {
    Weights weights;
    Vocabulary vocabulary; ///< weights.values entries
    std::string profile = "notebook";
    std::map<std::string, std::string> notes; ///< free text: corpus, epochs, loss, ...
    // The rest belongs to the profile "woodshed" and is empty elsewhere.
    std::array<IndexRange, lineStages> ranges{}; ///< the values that each LineStage chooses from
    IndexRange character{};   ///< the inputs that tell the character of a passage
    std::string characters{}; ///< text about the characters of the corpus, at most 1 MiB
};

/// Keras-like table of layers, shapes and parameter counts, for the notebook's `model.summary()`.
[[nodiscard]] std::string modelSummary(const Weights& weights, int steps);

} // namespace woodshed
