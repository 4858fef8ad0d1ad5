#include "model/modelfile.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "model/safetensors.h"
#include "model/strictjson.h"
#include "model/weightblocks.h"

namespace woodshed
{

namespace
{

using nlohmann::json;

constexpr std::size_t maximumValues = 100'000;
constexpr std::size_t maximumValueText = 256;
constexpr std::size_t maximumCharacters = std::size_t{1} << 20U;
constexpr std::string_view notePrefix = "note.";
constexpr std::string_view formatName = "woodshed-1";
constexpr std::string_view notebookProfile = "notebook";

Unexpected damaged(const std::string& how)
{
    return fail(ErrorCode::Malformed, "is damaged or not a model: " + how);
}

Result<Vocabulary> readVocabulary(const std::string& text)
{
    const auto array = parseStrictly(text, "the vocabulary");
    if (!array)
        return damaged(array.error().detail);
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
        return damaged(array.error().detail);
    if (!array->is_array() || array->size() != ranges.size())
        return damaged(what + " must be a list of " + std::to_string(ranges.size()));
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const auto ends = wholeNumbersOf((*array)[i], 2);
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

Result<Description> readDescription(std::map<std::string, std::string> texts)
{
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
    const auto gates = gatesNamed(texts["gates"]);
    if (!gates)
        return damaged(gates.error().detail);
    description.gates = *gates;
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
    const auto values = model.vocabulary.values();
    std::map<std::string, std::string> metadata = {
        {"format", std::string(formatName)},
        {"gates", gatesName(model.weights.gates)},
        {"profile", model.profile},
        {"vocabulary", json(std::vector<std::string>(values.begin(), values.end()))
                           .dump(-1, ' ', false, json::error_handler_t::replace)},
    };
    if (model.ranges != decltype(model.ranges){})
        metadata["ranges"] = textOf(model.ranges);
    if (model.character != IndexRange{})
        metadata["character"] = textOf(std::span(&model.character, 1));
    if (!model.characters.empty())
        metadata["characters"] = model.characters;
    for (const auto& [key, text] : model.notes)
        metadata[std::string(notePrefix) + key] = text;
    return encodeTensors(metadata, tensorsOf(model.weights, {}));
}

Result<Model> decodeModel(std::span<const std::uint8_t> bytes)
{
    auto file = decodeTensors(bytes);
    if (!file)
        return damaged(file.error().detail);
    auto description = readDescription(std::move(file->metadata));
    if (!description)
        return forward(description);
    auto weights = weightsIn(*file, {}, description->gates);
    if (!weights)
        return damaged(weights.error().detail);
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
