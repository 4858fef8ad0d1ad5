#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "corpus/vocabulary.h"

namespace woodshed
{

/// How the gates i, f and o are squashed. Keras 2.0 (and so the notebook) used clip(0.2x + 0.5, 0, 1).
enum class GateActivation { HardSigmoid, Sigmoid };

/// The shared layers of training and inference, LSTM + Dense, as plain numbers in Keras' layout: row-major, gates in the
/// order i f c o side by side, one bias per gate. Values in, values out: as many inputs as outputs.
struct Weights {
    std::size_t values = 0; ///< n: size of the vocabulary
    std::size_t hidden = 0; ///< units of the LSTM
    GateActivation gates = GateActivation::HardSigmoid;
    std::vector<float> kernel;          ///< (values, 4*hidden)
    std::vector<float> recurrentKernel; ///< (hidden, 4*hidden)
    std::vector<float> bias;            ///< (4*hidden)
    std::vector<float> denseKernel;     ///< (hidden, values)
    std::vector<float> denseBias;       ///< (values)

    /// Zero weights of these sizes.
    [[nodiscard]] static Weights zeros(std::size_t values, std::size_t hidden, GateActivation gates);
    /// 4h(n + h + 1) + n(h + 1); 41,678 for the notebook.
    [[nodiscard]] std::size_t parameterCount() const;
    /// Whether every block has the length its shape asks for.
    [[nodiscard]] bool isConsistent() const;
    [[nodiscard]] bool isFinite() const;
    friend bool operator==(const Weights&, const Weights&) = default;
};

/// Fresh weights as Keras 2.0 makes them: Glorot-uniform kernels, orthogonal recurrent kernel over the whole
/// (hidden, 4*hidden) matrix, zero biases but 1 for the forget gate.
[[nodiscard]] Weights initialWeights(std::size_t values, std::size_t hidden, GateActivation gates, std::uint64_t seed);

/// A trained network with all that generating needs.
struct Model {
    Weights weights;
    Vocabulary vocabulary; ///< weights.values entries
    std::string profile = "notebook";
    std::map<std::string, std::string> notes; ///< free text: corpus, epochs, loss, ...
};

/// Keras-like table of layers, shapes and parameter counts, for the notebook's `model.summary()`.
[[nodiscard]] std::string modelSummary(const Weights& weights, int steps);

} // namespace woodshed
