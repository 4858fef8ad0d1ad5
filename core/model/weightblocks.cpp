#include "model/weightblocks.h"

#include <bit>
#include <cstring>
#include <utility>

namespace woodshed
{

namespace
{

static_assert(
    std::endian::native == std::endian::little,
    "the blocks of a model file are copied as they stand, which needs little-endian floats");

constexpr std::size_t maximumValues = 100'000;
constexpr std::size_t maximumHidden = 4'096;
constexpr const char* directName = "dense.direct_kernel";

Unexpected damaged(std::string how)
{
    return fail(ErrorCode::Malformed, std::move(how));
}

/// The blocks in file order, for weights that may be constant or not; the last only where there is
/// a direct path.
template<typename AnyWeights>
struct Block {
    const char* name;
    std::vector<std::size_t> shape;
    decltype((std::declval<AnyWeights&>().kernel)) numbers;
};

template<typename AnyWeights>
std::vector<Block<AnyWeights>> blocksOf(AnyWeights& weights)
{
    const std::size_t m = weights.inputs;
    const std::size_t n = weights.values;
    const std::size_t h = weights.hidden;
    std::vector<Block<AnyWeights>> blocks{
        {"lstm.kernel", {m, 4 * h}, weights.kernel},
        {"lstm.recurrent_kernel", {h, 4 * h}, weights.recurrentKernel},
        {"lstm.bias", {4 * h}, weights.bias},
        {"dense.kernel", {h, n}, weights.denseKernel},
        {"dense.bias", {n}, weights.denseBias},
    };
    if (!weights.directKernel.empty())
        blocks.push_back({directName, {m, n}, weights.directKernel});
    return blocks;
}

/// Zero weights of the sizes that the shapes of the kernels tell, within bounds.
Result<Weights> weightsOfShape(const FileTensor& kernel, const FileTensor& dense, bool direct,
                               GateActivation gates, std::size_t bytesAtHand)
{
    if (kernel.shape.size() != 2 || dense.shape.size() != 2)
        return damaged("“lstm.kernel” and “dense.kernel” must have two dimensions");
    const WeightsShape shape{.values = dense.shape[1],
                             .inputs = kernel.shape[0],
                             .hidden = dense.shape[0],
                             .gates = gates,
                             .direct = direct};
    if (shape.values < 1 || shape.values > maximumValues)
        return damaged(std::to_string(shape.values) + " values, where 1 to 100,000 are possible");
    if (shape.inputs < 1 || shape.inputs > maximumValues)
        return damaged(std::to_string(shape.inputs) + " inputs, where 1 to 100,000 are possible");
    if (shape.hidden < 1 || shape.hidden > maximumHidden)
        return damaged(std::to_string(shape.hidden) +
                       " hidden units, where 1 to 4,096 are possible");
    const std::size_t size = shape.parameterCount() * sizeof(float);
    if (size != bytesAtHand)
        return damaged("its weights take " + std::to_string(bytesAtHand) + " bytes, but " +
                       std::to_string(size) + " belong to its shapes");
    return Weights::zeros(shape);
}

} // namespace

std::string gatesName(GateActivation gates)
{
    return gates == GateActivation::HardSigmoid ? "hard_sigmoid" : "sigmoid";
}

Result<GateActivation> gatesNamed(const std::string& name)
{
    for (const GateActivation gates : {GateActivation::HardSigmoid, GateActivation::Sigmoid})
        if (name == gatesName(gates))
            return gates;
    return damaged("its gates are neither hard_sigmoid nor sigmoid");
}

std::vector<FileTensor> tensorsOf(const Weights& weights, const std::string& prefix)
{
    std::vector<FileTensor> tensors;
    for (const auto& block : blocksOf(weights))
        tensors.push_back({.name = prefix + block.name,
                           .type = "F32",
                           .shape = block.shape,
                           .bytes = {reinterpret_cast<const std::uint8_t*>(block.numbers.data()),
                                     block.numbers.size() * sizeof(float)}});
    return tensors;
}

Result<Weights> weightsIn(const TensorFile& file, const std::string& prefix, GateActivation gates)
{
    const auto kernel = tensorNamed(file, prefix + "lstm.kernel", "F32");
    if (!kernel)
        return forward(kernel);
    const auto dense = tensorNamed(file, prefix + "dense.kernel", "F32");
    if (!dense)
        return forward(dense);
    std::size_t count = 0;
    std::size_t bytesAtHand = 0;
    for (const auto& [name, tensor] : file.tensors) {
        if (!name.starts_with(prefix))
            continue;
        ++count;
        bytesAtHand += tensor.bytes.size();
    }
    auto weights = weightsOfShape(*kernel, *dense, file.tensors.contains(prefix + directName),
                                  gates, bytesAtHand);
    if (!weights)
        return weights;

    const auto blocks = blocksOf(*weights);
    for (const auto& block : blocks) {
        const std::string name = prefix + block.name;
        const auto tensor = tensorNamed(file, name, "F32");
        if (!tensor)
            return forward(tensor);
        if (tensor->shape != block.shape)
            return damaged("the shape of “" + name + "” does not fit the other tensors");
        if (tensor->bytes.size() != block.numbers.size() * sizeof(float))
            return damaged("the data_offsets of “" + name + "” do not fit its shape");
        std::memcpy(block.numbers.data(), tensor->bytes.data(), tensor->bytes.size());
    }
    if (count != blocks.size())
        return damaged("it holds tensors beside those of a model");
    if (!weights->isFinite())
        return damaged("its weights hold a number that is infinite or not a number");
    return weights;
}

} // namespace woodshed
