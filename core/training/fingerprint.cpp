#include "training/checkpoint.h"

#include <bit>
#include <string_view>
#include <type_traits>

namespace woodshed
{

namespace
{

/// Takes in numbers and texts in order. Everything of changing length is preceded by its length, so
/// that no two runs give the same bytes.
class Fingerprint
{
public:
    explicit Fingerprint(std::string_view profile) { add(profile); }

    void add(std::uint64_t number)
    {
        for (unsigned shift = 0; shift < 64; shift += 8)
            m_bytes.push_back(static_cast<std::uint8_t>(number >> shift));
        // A large corpus is folded on the way: it need not be held twice.
        if (m_bytes.size() >= foldAt)
            fold();
    }
    void add(int number) { add(static_cast<std::uint64_t>(std::int64_t{number})); }
    void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
    void add(std::string_view text)
    {
        add(std::uint64_t{text.size()});
        m_bytes.insert(m_bytes.end(), text.begin(), text.end());
    }
    template<typename Number>
    void add(const std::vector<Number>& numbers)
    {
        add(std::uint64_t{numbers.size()});
        for (const Number number : numbers)
            if constexpr (std::is_enum_v<Number>)
                add(static_cast<int>(number));
            else if constexpr (std::is_unsigned_v<Number>)
                add(std::uint64_t{number});
            else
                add(number);
    }
    void add(IndexRange range)
    {
        add(range.first);
        add(range.last);
    }
    void add(const Vocabulary& vocabulary)
    {
        add(std::uint64_t{vocabulary.size()});
        for (const std::string& value : vocabulary.values())
            add(std::string_view(value));
    }
    void add(const std::vector<LineSequence>& sequences)
    {
        add(std::uint64_t{sequences.size()});
        for (const LineSequence& sequence : sequences) {
            add(sequence.offsets);
            add(sequence.inputs);
            add(sequence.labels);
            add(sequence.stages);
        }
    }

    [[nodiscard]] std::string text() const { return md5Hex(m_bytes); }

private:
    static constexpr std::size_t foldAt = std::size_t{1} << 20U;

    void fold()
    {
        const std::string folded = md5Hex(m_bytes);
        m_bytes.assign(folded.begin(), folded.end());
    }

    Bytes m_bytes;
};

} // namespace

std::string runFingerprint(const Dataset& dataset, const TrainingOptions& options)
{
    Fingerprint print("notebook 1");
    print.add(dataset.vocabulary);
    print.add(dataset.examples);
    print.add(dataset.steps);
    print.add(dataset.inputs);
    print.add(dataset.labels);
    print.add(options.hidden);
    print.add(static_cast<int>(options.gates));
    print.add(options.batchSize);
    print.add(options.learningRate);
    print.add(options.decay);
    print.add(options.seed);
    return print.text();
}

std::string runFingerprint(const LineDataset& dataset, const LineTrainingOptions& options)
{
    Fingerprint print("woodshed 1");
    print.add(dataset.vocabulary);
    print.add(dataset.inputs);
    for (const IndexRange range : dataset.ranges)
        print.add(range);
    print.add(dataset.character);
    print.add(dataset.training);
    print.add(dataset.validation);
    print.add(options.hidden);
    print.add(options.epochs);
    print.add(options.steps);
    print.add(options.batchSize);
    print.add(options.learningRate);
    print.add(options.dropout);
    print.add(options.weightDecay);
    print.add(options.gradientLimit);
    print.add(options.characterDropout);
    print.add(options.patience);
    print.add(static_cast<int>(options.keepsLast));
    print.add(options.seed);
    return print.text();
}

} // namespace woodshed
