#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "model/weights.h"
#include "training/fusedlstm.h"

namespace woodshed
{

/// The shared layers over whole sequences, for training: LSTM, Dense and the loss. All parameters
/// lie side by side in one tensor, and so do their gradients, so that the optimiser works on a
/// single one.
class SequenceNetwork
{
public:
    explicit SequenceNetwork(const Weights& weights);

    /// The loss of a batch: cross-entropy summed over the labelled steps, mean over the examples.
    /// Values and labels are time-major (steps, batch). `sums` receives what was counted. Call
    /// backward() on the result at most once.
    [[nodiscard]] at::Tensor loss(std::span<const std::int32_t> values,
                                  std::span<const std::int32_t> labels, std::int64_t batch,
                                  LossSums* sums);
    /// The Dense layer's output before softmax: (steps * batch, values).
    [[nodiscard]] at::Tensor logits(std::span<const std::int32_t> values, std::int64_t batch);
    /// The same for any inputs, time-major (steps, batch), with the direct path where the weights
    /// have one. `dropout`, if defined, is (steps * batch, hidden) factors of the LSTM's outputs on
    /// their way to the Dense layer.
    [[nodiscard]] at::Tensor logits(const c10::intrusive_ptr<SparseInputs>& inputs,
                                    std::int64_t batch, const at::Tensor& dropout);

    [[nodiscard]] Weights weights() const;
    /// Kernel, recurrent kernel, bias, dense kernel, dense bias, direct kernel if there is one, as
    /// views of parameters().
    [[nodiscard]] const std::vector<at::Tensor>& blocks() const { return m_blocks; }
    /// All parameters, flat; its grad() holds all gradients, to which backward() adds.
    [[nodiscard]] const at::Tensor& parameters() const { return m_parameters; }

private:
    c10::intrusive_ptr<LstmMemory> memoryFor(std::int64_t steps, std::int64_t batch);

    WeightsShape m_shape;
    at::Tensor m_parameters;
    std::vector<at::Tensor> m_blocks;
    /// By (steps, batch): the full batches and the last, smaller one.
    std::map<std::pair<std::int64_t, std::int64_t>, c10::intrusive_ptr<LstmMemory>> m_memories;
};

} // namespace woodshed
