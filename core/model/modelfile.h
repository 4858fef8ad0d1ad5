#pragma once

#include <filesystem>

#include "model/weights.h"
#include "support/files.h"
#include "support/result.h"

namespace woodshed
{

/// A model as safetensors (8-byte little-endian header length, JSON header, raw little-endian
/// blocks): exactly the tensors of Weights as F32, named lstm.kernel, lstm.recurrent_kernel,
/// lstm.bias, dense.kernel, dense.bias and, where there is a direct path, dense.direct_kernel;
/// vocabulary, profile, gates and what else Model holds in `__metadata__`. Never any code, never
/// optimiser state.
[[nodiscard]] Bytes encodeModel(const Model& model);

/// Refuses, with a sentence, whatever is damaged, of another shape, not finite, or not a Woodshed
/// model. Every length is bounded by the bytes at hand.
[[nodiscard]] Result<Model> decodeModel(std::span<const std::uint8_t> bytes);

[[nodiscard]] Result<Model> readModel(const std::filesystem::path& path);
[[nodiscard]] Result<void> writeModel(const std::filesystem::path& path, const Model& model);

} // namespace woodshed
