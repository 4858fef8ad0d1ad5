#include "model/modelfile.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace woodshed
{

namespace
{

using nlohmann::json;

static_assert(
    std::endian::native == std::endian::little,
    "the blocks of a model file are copied as they stand, which needs little-endian floats");

constexpr std::size_t maximumHeader = std::size_t{8} << 20U;
constexpr std::size_t maximumValues = 100'000;
constexpr std::size_t maximumHidden = 4'096;
constexpr std::size_t maximumValueText = 256;
constexpr std::size_t maximumCharacters = std::size_t{1} << 20U;
constexpr std::string_view notePrefix = "note.";
constexpr std::string_view formatName = "woodshed-1";
constexpr std::string_view directName = "dense.direct_kernel";
constexpr std::string_view notebookProfile = "notebook";

std::string_view gatesName(GateActivation gates)
{
    return gates == GateActivation::HardSigmoid ? "hard_sigmoid" : "sigmoid";
}

Unexpected damaged(const std::string& how)
{
    return fail(ErrorCode::Malformed, "is damaged or not a model: " + how);
}

/// The blocks in file order, for weights that may be constant or not; the last only where there is
/// a direct path.
template<typename AnyWeights>
struct Block {
    std::string_view name;
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

/// Parses JSON at most three levels deep in which no object says the same key twice.
Result<json> parseStrictly(std::string_view text, const std::string& what)
{
    constexpr int deepest = 3;
    std::array<std::set<std::string>, deepest + 2> keys;
    bool tooDeep = false;
    std::optional<std::string> repeated;
    const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
        const auto level = static_cast<std::size_t>(depth);
        if (event == json::parse_event_t::object_start || event == json::parse_event_t::array_start)
            tooDeep = tooDeep || depth >= deepest;
        if (tooDeep)
            return false;
        if (event == json::parse_event_t::object_start)
            keys.at(level + 1).clear();
        else if (event == json::parse_event_t::key &&
                 !keys.at(level).insert(parsed.get_ref<const std::string&>()).second && !repeated)
            repeated = parsed.get<std::string>();
        return true;
    };
    json parsed = json::parse(text.begin(), text.end(), watch, false);
    if (tooDeep)
        return damaged(what + " is nested too deeply");
    if (parsed.is_discarded())
        return damaged(what + " is not JSON");
    if (repeated)
        return damaged(what + " names “" + repeated->substr(0, 60) + "” twice");
    return parsed;
}

std::optional<std::vector<std::size_t>> numbersOf(const json& array, std::size_t most)
{
    if (!array.is_array() || array.size() > most)
        return std::nullopt;
    std::vector<std::size_t> numbers;
    for (const json& item : array) {
        if (!item.is_number_unsigned())
            return std::nullopt;
        numbers.push_back(item.get<std::size_t>());
    }
    return numbers;
}

struct Tensor {
    std::vector<std::size_t> shape;
    std::size_t begin = 0; ///< bytes from the start of the buffer
    std::size_t end = 0;
};

Result<Tensor> readTensor(const json& header, std::string_view name)
{
    const std::string quoted = "“" + std::string(name) + "”";
    const auto found = header.find(name);
    if (found == header.end())
        return damaged("the tensor " + quoted + " is missing");
    const json& entry = *found;
    if (!entry.is_object() || entry.size() != 3 || !entry.contains("dtype") ||
        !entry.contains("shape") || !entry.contains("data_offsets"))
        return damaged("the entry of " + quoted +
                       " must hold dtype, shape and data_offsets, and nothing else");
    if (entry["dtype"] != "F32")
        return damaged("the tensor " + quoted + " is not made of 32-bit floats (F32)");
    const auto shape = numbersOf(entry["shape"], 2);
    const auto offsets = numbersOf(entry["data_offsets"], 2);
    if (!shape || !offsets || offsets->size() != 2)
        return damaged("shape or data_offsets of " + quoted + " cannot be read");
    return Tensor{*shape, (*offsets)[0], (*offsets)[1]};
}

/// Zero weights of the sizes that the shapes of the kernels tell, within bounds.
Result<Weights> weightsOfShape(const Tensor& kernel, const Tensor& dense, bool direct,
                               GateActivation gates, std::size_t bufferSize)
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
    if (size != bufferSize)
        return damaged("its weights take " + std::to_string(bufferSize) + " bytes, but " +
                       std::to_string(size) + " belong to its shapes");
    return Weights::zeros(shape);
}

Result<Weights> readWeights(const json& header, GateActivation gates,
                            std::span<const std::uint8_t> buffer)
{
    const auto kernel = readTensor(header, "lstm.kernel");
    if (!kernel)
        return forward(kernel);
    const auto dense = readTensor(header, "dense.kernel");
    if (!dense)
        return forward(dense);
    const bool direct = header.contains(directName);
    auto weights = weightsOfShape(*kernel, *dense, direct, gates, buffer.size());
    if (!weights)
        return weights;

    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    for (auto& block : blocksOf(*weights)) {
        const auto tensor = readTensor(header, block.name);
        if (!tensor)
            return forward(tensor);
        const std::string quoted = "“" + std::string(block.name) + "”";
        if (tensor->shape != block.shape)
            return damaged("the shape of " + quoted + " does not fit the other tensors");
        const std::size_t size = block.numbers.size() * sizeof(float);
        if (tensor->begin > buffer.size() || tensor->end > buffer.size() ||
            tensor->end < tensor->begin || tensor->end - tensor->begin != size)
            return damaged("the data_offsets of " + quoted + " do not fit its shape or the file");
        std::memcpy(block.numbers.data(), buffer.data() + tensor->begin, size);
        ranges.emplace_back(tensor->begin, tensor->end);
    }
    if (header.size() != 1 + ranges.size()) // the metadata and the tensors
        return damaged("it holds tensors beside those of a model");
    std::sort(ranges.begin(), ranges.end());
    std::size_t covered = 0;
    for (const auto& [begin, end] : ranges) {
        if (begin != covered)
            return damaged("its tensors overlap or leave holes");
        covered = end;
    }
    if (covered != buffer.size())
        return damaged("there are bytes that belong to no tensor");
    if (!weights->isFinite())
        return damaged("its weights hold a number that is infinite or not a number");
    return weights;
}

Result<Vocabulary> readVocabulary(const std::string& text)
{
    const auto array = parseStrictly(text, "the vocabulary");
    if (!array)
        return forward(array);
    if (!array->is_array() || array->size() > maximumValues)
        return damaged("the vocabulary must be a list of at most 100,000 values");
    std::vector<std::string> values;
    for (const json& item : *array) {
        const auto* value = item.get_ptr<const std::string*>();
        if (value == nullptr || value->empty() || value->size() > maximumValueText)
            return damaged("a value of the vocabulary is not a text of 1 to 256 bytes");
        if (!values.empty() && *value <= values.back())
            return damaged("the vocabulary is not in order or repeats a value");
        values.push_back(*value);
    }
    return Vocabulary(std::move(values));
}

/// Everything but the weights.
struct Description {
    GateActivation gates = GateActivation::HardSigmoid;
    Vocabulary vocabulary;
    std::string profile;
    std::map<std::string, std::string> notes;
    std::array<IndexRange, lineStages> ranges;
    IndexRange character;
    std::string characters;
};

/// `[[first,last],...]` with first <= last, as many as fit in.
Result<void> readRanges(const std::string& text, const std::string& what,
                        std::span<IndexRange> ranges)
{
    const auto array = parseStrictly(text, what);
    if (!array)
        return forward(array);
    if (!array->is_array() || array->size() != ranges.size())
        return damaged(what + " must be a list of " + std::to_string(ranges.size()));
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const auto ends = numbersOf((*array)[i], 2);
        if (!ends || ends->size() != 2 || (*ends)[0] > (*ends)[1] || (*ends)[1] > maximumValues)
            return damaged(what + " must be pairs of numbers in order");
        ranges[i] = {.first = static_cast<std::int32_t>((*ends)[0]),
                     .last = static_cast<std::int32_t>((*ends)[1])};
    }
    return {};
}

std::string textOf(std::span<const IndexRange> ranges)
{
    json array = json::array();
    for (const IndexRange& range : ranges)
        array.push_back({range.first, range.last});
    return array.dump();
}

/// What only the profile "woodshed" tells; a file may lack it.
Result<void> readLineParts(std::map<std::string, std::string>& texts, Description& description)
{
    if (texts.contains("ranges"))
        if (auto read = readRanges(texts["ranges"], "the ranges", description.ranges); !read)
            return read;
    if (texts.contains("character"))
        if (auto read = readRanges(texts["character"], "the character",
                                   std::span(&description.character, 1));
            !read)
            return read;
    if (texts["characters"].size() > maximumCharacters)
        return damaged("its characters take more than 1 MiB");
    description.characters = std::move(texts["characters"]);
    return {};
}

Result<Description> readDescription(const json& header)
{
    const auto metadata = header.find("__metadata__");
    if (metadata == header.end() || !metadata->is_object())
        return fail(ErrorCode::Unsupported, "holds tensors, but no Woodshed model");
    std::map<std::string, std::string> texts;
    for (const auto& [key, value] : metadata->items()) {
        const auto* text = value.get_ptr<const std::string*>();
        if (text == nullptr)
            return damaged("its metadata holds something that is not text");
        texts.emplace(key, *text);
    }
    const auto format = texts.find("format");
    if (format == texts.end() || !format->second.starts_with("woodshed-"))
        return fail(ErrorCode::Unsupported, "holds tensors, but no Woodshed model");
    if (format->second != formatName)
        return fail(ErrorCode::Unsupported,
                    "was made by a newer Woodshed; update the program to open it");
    for (const char* needed : {"gates", "profile", "vocabulary"})
        if (!texts.contains(needed))
            return damaged("its metadata does not tell the " + std::string(needed));

    Description description;
    if (texts["gates"] == gatesName(GateActivation::Sigmoid))
        description.gates = GateActivation::Sigmoid;
    else if (texts["gates"] != gatesName(GateActivation::HardSigmoid))
        return damaged("its gates are neither hard_sigmoid nor sigmoid");
    auto vocabulary = readVocabulary(texts["vocabulary"]);
    if (!vocabulary)
        return forward(vocabulary);
    description.vocabulary = std::move(*vocabulary);
    description.profile = texts["profile"];
    if (auto read = readLineParts(texts, description); !read)
        return forward(read);
    for (auto& [key, text] : texts)
        if (key.starts_with(notePrefix))
            description.notes.emplace(key.substr(notePrefix.size()), std::move(text));
    return description;
}

} // namespace

Bytes encodeModel(const Model& model)
{
    // Text that is not UTF-8 (a note may hold a path) is written with replacement characters.
    constexpr auto replace = json::error_handler_t::replace;
    const auto values = model.vocabulary.values();
    json metadata = {
        {"format", formatName},
        {"gates", gatesName(model.weights.gates)},
        {"profile", model.profile},
        {"vocabulary", json(std::vector<std::string>(values.begin(), values.end()))
                           .dump(-1, ' ', false, replace)},
    };
    if (model.ranges != decltype(model.ranges){})
        metadata["ranges"] = textOf(model.ranges);
    if (model.character != IndexRange{})
        metadata["character"] = textOf(std::span(&model.character, 1));
    if (!model.characters.empty())
        metadata["characters"] = model.characters;
    for (const auto& [key, text] : model.notes)
        metadata[std::string(notePrefix) + key] = text;

    json header = {{"__metadata__", std::move(metadata)}};
    std::size_t offset = 0;
    for (const auto& block : blocksOf(model.weights)) {
        const std::size_t end = offset + block.numbers.size() * sizeof(float);
        header[std::string(block.name)] = {
            {"dtype", "F32"}, {"shape", block.shape}, {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text = header.dump(-1, ' ', false, replace);
    text.resize((text.size() + 7) / 8 * 8, ' ');

    Bytes bytes;
    bytes.reserve(8 + text.size() + offset);
    for (unsigned shift = 0; shift < 64; shift += 8)
        bytes.push_back(static_cast<std::uint8_t>(std::uint64_t{text.size()} >> shift));
    bytes.insert(bytes.end(), text.begin(), text.end());
    for (const auto& block : blocksOf(model.weights)) {
        const auto* data = reinterpret_cast<const std::uint8_t*>(block.numbers.data());
        bytes.insert(bytes.end(), data, data + block.numbers.size() * sizeof(float));
    }
    return bytes;
}

Result<Model> decodeModel(std::span<const std::uint8_t> bytes)
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
    const std::string_view text(reinterpret_cast<const char*>(headerBytes.data()),
                                headerBytes.size());
    if (!text.starts_with('{'))
        return damaged("its header does not begin with “{”");
    const auto header = parseStrictly(text, "the header");
    if (!header)
        return forward(header);

    auto description = readDescription(*header);
    if (!description)
        return forward(description);
    auto weights =
        readWeights(*header, description->gates, rest.subspan(static_cast<std::size_t>(length)));
    if (!weights)
        return forward(weights);
    if (description->profile == notebookProfile &&
        (weights->inputs != weights->values || !weights->directKernel.empty()))
        return damaged("the notebook's network has as many inputs as values and no direct path");
    if (description->vocabulary.size() != weights->values)
        return damaged("its vocabulary has " + std::to_string(description->vocabulary.size()) +
                       " values, its weights have " + std::to_string(weights->values));
    const auto fits = [](IndexRange range, std::size_t count) {
        return static_cast<std::size_t>(range.last) <= count;
    };
    for (const IndexRange& range : description->ranges)
        if (!fits(range, weights->values))
            return damaged("a range of values goes past the end of its vocabulary");
    if (!fits(description->character, weights->inputs))
        return damaged("the range of its character goes past the last input");
    return Model{.weights = std::move(*weights),
                 .vocabulary = std::move(description->vocabulary),
                 .profile = std::move(description->profile),
                 .notes = std::move(description->notes),
                 .ranges = description->ranges,
                 .character = description->character,
                 .characters = std::move(description->characters)};
}

Result<Model> readModel(const std::filesystem::path& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return forward(bytes);
    auto model = decodeModel(*bytes);
    if (!model)
        return fail(model.error().code, model.error().detail, path.string());
    return model;
}

Result<void> writeModel(const std::filesystem::path& path, const Model& model)
{
    // What could not be read again must not take the place of a good file.
    const Bytes bytes = encodeModel(model);
    if (bytes.size() > maximumFileSize)
        return fail(ErrorCode::TooLarge, "the model is too large for a file of 64 MiB",
                    path.string());
    const auto reread = decodeModel(bytes);
    if (!reread)
        return fail(ErrorCode::InvalidArgument,
                    "was not written, because the model " + reread.error().detail, path.string());
    if (reread->weights != model.weights || reread->vocabulary != model.vocabulary ||
        reread->characters != model.characters)
        return fail(ErrorCode::InvalidArgument,
                    "was not written, because the model's texts are not valid UTF-8",
                    path.string());
    return writeFile(path, bytes);
}

} // namespace woodshed
