#pragma once

#include <string>
#include <vector>

#include "model/safetensors.h"
#include "model/weights.h"

namespace woodshed
{

/// "hard_sigmoid" or "sigmoid", as files name them.
[[nodiscard]] std::string gatesName(GateActivation gates);
[[nodiscard]] Result<GateActivation> gatesNamed(const std::string& name);

/// The weights as F32 tensors named lstm.kernel, lstm.recurrent_kernel, lstm.bias, dense.kernel,
/// dense.bias and, where there is a direct path, dense.direct_kernel, each behind `prefix`. Views
/// of the weights.
[[nodiscard]] std::vector<FileTensor> tensorsOf(const Weights& weights, const std::string& prefix);

/// The weights whose tensors have that prefix. Refuses sizes that do not fit one another or the
/// bytes there are, numbers that are not finite, and other tensors of that prefix.
[[nodiscard]] Result<Weights> weightsIn(const TensorFile& file, const std::string& prefix,
                                        GateActivation gates);

} // namespace woodshed
