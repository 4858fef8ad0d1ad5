#include "model/safetensors.h"

#include <algorithm>
#include <utility>

#include "model/strictjson.h"

namespace woodshed
{

namespace
{

using nlohmann::json;

constexpr std::size_t maximumHeader = std::size_t{8} << 20U;
constexpr std::size_t maximumDimensions = 8;
constexpr std::string_view metadataName = "__metadata__";

Unexpected damaged(std::string how)
{
    return fail(ErrorCode::Malformed, std::move(how));
}

Result<FileTensor> readEntry(const std::string& name, const json& entry,
                             std::span<const std::uint8_t> blocks)
{
    const std::string quoted = "“" + name.substr(0, 60) + "”";
    if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") ||
        !entry.contains("shape") || !entry.contains("data_offsets"))
        return damaged("the entry of " + quoted +
                       " must hold dtype, shape and data_offsets, and nothing else");
    const auto* type = entry["dtype"].get_ptr<const std::string*>();
    const auto shape = wholeNumbersOf(entry["shape"], maximumDimensions);
    const auto offsets = wholeNumbersOf(entry["data_offsets"], 2);
    if (type == nullptr || !shape || !offsets || offsets->size() != 2)
        return damaged("dtype, shape or data_offsets of " + quoted + " cannot be read");
    const std::size_t begin = (*offsets)[0];
    const std::size_t end = (*offsets)[1];
    if (begin > end || end > blocks.size())
        return damaged("the data_offsets of " + quoted + " do not fit the file");
    return FileTensor{
        .name = name, .type = *type, .shape = *shape, .bytes = blocks.subspan(begin, end - begin)};
}

Result<void> checkCoverage(const TensorFile& file, std::span<const std::uint8_t> blocks)
{
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    for (const auto& [name, tensor] : file.tensors) {
        const auto begin = static_cast<std::size_t>(tensor.bytes.data() - blocks.data());
        ranges.emplace_back(begin, begin + tensor.bytes.size());
    }
    std::sort(ranges.begin(), ranges.end());
    std::size_t covered = 0;
    for (const auto& [begin, end] : ranges) {
        if (begin != covered)
            return damaged("its tensors overlap or leave holes");
        covered = end;
    }
    if (covered != blocks.size())
        return damaged("there are bytes that belong to no tensor");
    return {};
}

} // namespace

Bytes encodeTensors(const std::map<std::string, std::string>& metadata,
                    std::span<const FileTensor> tensors)
{
    json header = {{metadataName, metadata}};
    std::size_t offset = 0;
    for (const FileTensor& tensor : tensors) {
        const std::size_t end = offset + tensor.bytes.size();
        header[tensor.name] = {
            {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
    text.resize((text.size() + 7) / 8 * 8, ' ');

    Bytes bytes;
    bytes.reserve(8 + text.size() + offset);
    for (unsigned shift = 0; shift < 64; shift += 8)
        bytes.push_back(static_cast<std::uint8_t>(std::uint64_t{text.size()} >> shift));
    bytes.insert(bytes.end(), text.begin(), text.end());
    for (const FileTensor& tensor : tensors)
        bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
    return bytes;
}

Result<TensorFile> decodeTensors(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() < 8)
        return damaged("it is shorter than the length of its header");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 8; ++i)
        length |= std::uint64_t{bytes[i]} << (8 * i);
    const auto rest = bytes.subspan(8);
    if (length > maximumHeader || length > rest.size())
        return damaged("its header claims " + std::to_string(length) + " bytes");
    const auto headerBytes = rest.first(static_cast<std::size_t>(length));
    const auto blocks = rest.subspan(static_cast<std::size_t>(length));
    const std::string_view text(reinterpret_cast<const char*>(headerBytes.data()),
                                headerBytes.size());
    if (!text.starts_with('{'))
        return damaged("its header does not begin with “{”");
    const auto header = parseStrictly(text, "the header");
    if (!header)
        return forward(header);

    TensorFile file;
    for (const auto& [name, entry] : header->items()) {
        if (name != metadataName) {
            auto tensor = readEntry(name, entry, blocks);
            if (!tensor)
                return forward(tensor);
            file.tensors.emplace(name, std::move(*tensor));
            continue;
        }
        if (!entry.is_object())
            return damaged("its metadata is no object");
        for (const auto& [key, value] : entry.items()) {
            const auto* said = value.get_ptr<const std::string*>();
            if (said == nullptr)
                return damaged("its metadata holds something that is not text");
            file.metadata.emplace(key, *said);
        }
    }
    if (auto covered = checkCoverage(file, blocks); !covered)
        return forward(covered);
    return file;
}

Result<FileTensor> tensorNamed(const TensorFile& file, std::string_view name, std::string_view type)
{
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end())
        return damaged("the tensor “" + std::string(name) + "” is missing");
    if (found->second.type != type)
        return damaged("the tensor “" + std::string(name) + "” is not of type " +
                       std::string(type));
    return found->second;
}

} // namespace woodshed
