#include "training/checkpoint.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "model/safetensors.h"
#include "model/weightblocks.h"

namespace woodshed
{

namespace
{

constexpr const char* formatName = "woodshed-resume-1";
constexpr std::int64_t maximumEpochs = 1'000'000;
constexpr std::size_t progressNumbers = 4; ///< epoch, best epoch, runaway epochs, updates
constexpr std::size_t reportNumbers = 5;   ///< of EpochReport, without epoch

Unexpected damaged(const std::string& how)
{
    return fail(ErrorCode::Malformed, "is damaged or no training to resume: " + how);
}

template<typename Number>
FileTensor tensorOf(const char* name, const char* type, std::vector<std::size_t> shape,
                    const std::vector<Number>& numbers)
{
    return {.name = name,
            .type = type,
            .shape = std::move(shape),
            .bytes = {reinterpret_cast<const std::uint8_t*>(numbers.data()),
                      numbers.size() * sizeof(Number)}};
}

template<typename Number>
FileTensor tensorOf(const char* name, const char* type, const std::vector<Number>& numbers)
{
    return tensorOf(name, type, {numbers.size()}, numbers);
}

/// The numbers of a tensor with rows of that length; with 1 it is a plain list.
template<typename Number>
Result<std::vector<Number>> numbersIn(const TensorFile& file, const char* name, const char* type,
                                      std::size_t rowLength = 1)
{
    const auto tensor = tensorNamed(file, name, type);
    if (!tensor)
        return forward(tensor);
    const std::size_t rowSize = rowLength * sizeof(Number);
    const std::size_t rows = tensor->bytes.size() / rowSize;
    const std::vector<std::size_t> shape =
        rowLength == 1 ? std::vector{rows} : std::vector{rows, rowLength};
    if (tensor->bytes.size() % rowSize != 0 || tensor->shape != shape)
        return fail(ErrorCode::Malformed,
                    "the shape of “" + std::string(name) + "” does not fit its bytes");
    std::vector<Number> numbers(rows * rowLength);
    if (!numbers.empty())
        std::memcpy(numbers.data(), tensor->bytes.data(), tensor->bytes.size());
    return numbers;
}

/// MD5 over all that a file says, so that no flipped bit goes unnoticed.
std::string digestOf(const std::string& run, const std::string& gates,
                     const std::map<std::string, FileTensor, std::less<>>& tensors)
{
    std::string text = run + '\n' + gates + '\n';
    for (const auto& [name, tensor] : tensors) {
        text += name + ' ' + tensor.type;
        for (const std::size_t size : tensor.shape)
            text += ' ' + std::to_string(size);
        text += ' ' + md5Hex(tensor.bytes) + '\n';
    }
    return md5Hex({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

/// Fills `history`; false where a flag is neither 0 nor 1, or a number stands where none belongs.
bool readHistory(const std::vector<double>& numbers, const std::vector<std::uint8_t>& validated,
                 std::vector<EpochReport>& history)
{
    if (numbers.size() != validated.size() * reportNumbers)
        return false;
    for (std::size_t i = 0; i < validated.size(); ++i) {
        const double* row = numbers.data() + i * reportNumbers;
        if (validated[i] > 1 || (validated[i] == 0 && row[2] != 0))
            return false;
        EpochReport report;
        report.epoch = static_cast<int>(i) + 1;
        report.loss = row[0];
        report.accuracy = row[1];
        if (validated[i] == 1)
            report.validationLoss = row[2];
        report.learningRate = row[3];
        report.seconds = row[4];
        history.push_back(report);
    }
    return true;
}

/// Moves what was read to where it belongs, or says why it could not be read.
template<typename Value>
Result<void> take(Result<Value> read, Value& into)
{
    if (!read)
        return forward(read);
    into = std::move(*read);
    return {};
}

/// The progress as whole numbers, each within an int but the updates.
Result<void> readProgress(const TensorFile& file, TrainingCheckpoint& checkpoint)
{
    const auto progress = numbersIn<std::int64_t>(file, "progress", "I64");
    if (!progress)
        return forward(progress);
    const auto loss = numbersIn<double>(file, "loss", "F64");
    if (!loss)
        return forward(loss);
    if (progress->size() != progressNumbers || loss->size() != 1)
        return fail(ErrorCode::Malformed, "its progress has another length");
    for (std::size_t i = 0; i + 1 < progressNumbers; ++i)
        if ((*progress)[i] < 0 || (*progress)[i] > maximumEpochs)
            return fail(ErrorCode::Malformed, "it tells an epoch that cannot be");
    checkpoint.epoch = static_cast<int>((*progress)[0]);
    checkpoint.bestEpoch = static_cast<int>((*progress)[1]);
    checkpoint.runawayEpochs = static_cast<int>((*progress)[2]);
    checkpoint.updates = (*progress)[3];
    checkpoint.bestLoss = loss->front();
    return {};
}

Result<void> readAll(const TensorFile& file, GateActivation gates, TrainingResume& resume)
{
    TrainingCheckpoint& checkpoint = resume.checkpoint;
    std::vector<double> numbers;
    std::vector<std::uint8_t> validated;
    if (auto done = readProgress(file, checkpoint); !done)
        return done;
    if (auto done = take(weightsIn(file, "now.", gates), checkpoint.now); !done)
        return done;
    if (auto done = take(weightsIn(file, "best.", gates), checkpoint.best); !done)
        return done;
    if (auto done = take(numbersIn<float>(file, "moment.first", "F32"), checkpoint.firstMoment);
        !done)
        return done;
    if (auto done = take(numbersIn<float>(file, "moment.second", "F32"), checkpoint.secondMoment);
        !done)
        return done;
    if (auto done = take(numbersIn<std::uint64_t>(file, "random", "U64"), checkpoint.random); !done)
        return done;
    if (auto done = take(numbersIn<std::uint32_t>(file, "order", "U32"), checkpoint.order); !done)
        return done;
    if (auto done = take(numbersIn<double>(file, "history", "F64", reportNumbers), numbers); !done)
        return done;
    if (auto done = take(numbersIn<std::uint8_t>(file, "validated", "U8"), validated); !done)
        return done;
    if (!readHistory(numbers, validated, resume.history))
        return fail(ErrorCode::Malformed, "its history cannot be read");
    return checkResume(resume);
}

} // namespace

Bytes encodeResume(const TrainingResume& resume)
{
    const TrainingCheckpoint& checkpoint = resume.checkpoint;
    const std::vector<std::int64_t> progress{checkpoint.epoch, checkpoint.bestEpoch,
                                             checkpoint.runawayEpochs, checkpoint.updates};
    const std::vector<double> loss{checkpoint.bestLoss};
    std::vector<double> numbers;
    std::vector<std::uint8_t> validated;
    for (const EpochReport& report : resume.history) {
        numbers.insert(numbers.end(),
                       {report.loss, report.accuracy, report.validationLoss.value_or(0),
                        report.learningRate, report.seconds});
        validated.push_back(report.validationLoss ? 1 : 0);
    }

    // The widest numbers first, so that each stands at a multiple of its size.
    std::vector<FileTensor> tensors{
        tensorOf("progress", "I64", progress),
        tensorOf("loss", "F64", loss),
        tensorOf("random", "U64", checkpoint.random),
        tensorOf("history", "F64", {validated.size(), reportNumbers}, numbers),
        tensorOf("moment.first", "F32", checkpoint.firstMoment),
        tensorOf("moment.second", "F32", checkpoint.secondMoment),
        tensorOf("order", "U32", checkpoint.order),
    };
    for (const auto& [weights, prefix] :
         {std::pair(&checkpoint.now, "now."), std::pair(&checkpoint.best, "best.")}) {
        auto blocks = tensorsOf(*weights, prefix);
        tensors.insert(tensors.end(), blocks.begin(), blocks.end());
    }
    tensors.push_back(tensorOf("validated", "U8", validated));

    std::map<std::string, FileTensor, std::less<>> named;
    for (const FileTensor& tensor : tensors)
        named.emplace(tensor.name, tensor);
    const std::string gates = gatesName(checkpoint.now.gates);
    return encodeTensors({{"format", formatName},
                          {"gates", gates},
                          {"run", checkpoint.run},
                          {"md5", digestOf(checkpoint.run, gates, named)}},
                         tensors);
}

Result<TrainingResume> decodeResume(std::span<const std::uint8_t> bytes)
{
    auto file = decodeTensors(bytes);
    if (!file)
        return damaged(file.error().detail);
    auto& texts = file->metadata;
    if (!texts["format"].starts_with("woodshed-resume-"))
        return damaged("it is another file");
    if (texts["format"] != formatName)
        return fail(ErrorCode::Unsupported,
                    "was made by a newer Woodshed; update the program to resume it");
    if (texts["md5"] != digestOf(texts["run"], texts["gates"], file->tensors))
        return damaged("its digest does not fit what it holds");
    constexpr std::size_t otherTensors = 8;
    const auto weights =
        std::count_if(file->tensors.begin(), file->tensors.end(), [](const auto& tensor) {
            return tensor.first.starts_with("now.") || tensor.first.starts_with("best.");
        });
    if (file->tensors.size() != static_cast<std::size_t>(weights) + otherTensors)
        return damaged("it holds tensors that do not belong to it");
    const auto gates = gatesNamed(texts["gates"]);
    if (!gates)
        return damaged(gates.error().detail);
    TrainingResume resume;
    resume.checkpoint.run = texts["run"];
    if (auto read = readAll(*file, *gates, resume); !read)
        return damaged(read.error().detail);
    return resume;
}

} // namespace woodshed
