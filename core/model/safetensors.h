#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/files.h"
#include "support/result.h"

namespace woodshed
{

/// A block of numbers in a file; it does not own its bytes.
struct FileTensor {
    std::string name;
    std::string type; ///< "F32", "F64", "I64", "U64", "U32", "U8"
    std::vector<std::size_t> shape;
    std::span<const std::uint8_t> bytes; ///< little-endian
};

/// What a safetensors file holds: 8-byte little-endian header length, JSON header, raw blocks.
struct TensorFile {
    std::map<std::string, std::string> metadata; ///< of `__metadata__`
    std::map<std::string, FileTensor, std::less<>> tensors;
};

/// The blocks stand in the order given, without gaps. Metadata that is not UTF-8 is written with
/// replacement characters.
[[nodiscard]] Bytes encodeTensors(const std::map<std::string, std::string>& metadata,
                                  std::span<const FileTensor> tensors);

/// The tensors are views of `bytes`. Refuses, with a clause that says what is wrong with the file,
/// a header that claims more than there is, that cannot be read, or whose tensors do not cover the
/// blocks exactly. Which types and shapes are right is for the caller to say.
[[nodiscard]] Result<TensorFile> decodeTensors(std::span<const std::uint8_t> bytes);

/// The tensor of that name, if it has that type.
[[nodiscard]] Result<FileTensor> tensorNamed(const TensorFile& file, std::string_view name,
                                             std::string_view type);

} // namespace woodshed
