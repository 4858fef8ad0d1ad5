#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <set>

#include <QTest>

#include <nlohmann/json.hpp>

#include "linedata.h"
#include "support/random.h"
#include "training/checkpoint.h"
#include "trainingdata.h"

using namespace woodshed;
using nlohmann::json;

namespace
{

constexpr float infinite = std::numeric_limits<float>::infinity();
constexpr float nan32 = std::numeric_limits<float>::quiet_NaN();

Weights someWeights(Random& random, bool direct)
{
    Weights weights = Weights::zeros({.values = 6,
                                      .inputs = direct ? 11U : 6U,
                                      .hidden = 3,
                                      .gates = GateActivation::Sigmoid,
                                      .direct = direct});
    for (auto* numbers : {&weights.kernel, &weights.recurrentKernel, &weights.bias,
                          &weights.denseKernel, &weights.denseBias, &weights.directKernel})
        for (float& number : *numbers)
            number = static_cast<float>(random.normal());
    return weights;
}

TrainingResume someResume(bool direct = true)
{
    Random random(9);
    TrainingResume resume;
    TrainingCheckpoint& checkpoint = resume.checkpoint;
    checkpoint.run = md5Hex({});
    checkpoint.epoch = 5;
    checkpoint.now = someWeights(random, direct);
    checkpoint.best = someWeights(random, direct);
    checkpoint.bestEpoch = 4;
    checkpoint.runawayEpochs = 1;
    checkpoint.updates = 12'345'678'901;
    for (std::size_t i = 0; i < checkpoint.now.parameterCount(); ++i) {
        checkpoint.firstMoment.push_back(static_cast<float>(random.normal()));
        checkpoint.secondMoment.push_back(static_cast<float>(std::abs(random.normal())));
    }
    for (const std::uint64_t seed : {1U, 2U}) {
        const auto state = Random(seed).state();
        checkpoint.random.insert(checkpoint.random.end(), state.begin(), state.end());
    }
    checkpoint.order = {2, 0, 3, 1};
    for (int epoch = 1; epoch <= 5; ++epoch) {
        EpochReport report;
        report.epoch = epoch;
        report.loss = 1.0 / 3 / epoch;
        report.accuracy = random.uniform();
        if (epoch % 2 == 0)
            report.validationLoss = std::nextafter(2.0 / epoch, 0);
        report.learningRate = 0.1 + 1e-17;
        report.seconds = 0.7 * epoch;
        resume.history.push_back(report);
    }
    checkpoint.bestLoss = *resume.history[3].validationLoss;
    return resume;
}

bool same(const TrainingResume& a, const TrainingResume& b)
{
    return a.checkpoint == b.checkpoint && a.history == b.history;
}

/// Whether the file is refused with a sentence.
bool refused(std::span<const std::uint8_t> bytes)
{
    const auto decoded = decodeResume(bytes);
    return !decoded && decoded.error().detail.size() > 10 && !decoded.error().detail.ends_with('.');
}

/// The good file after `change` has worked on its header as JSON.
Bytes withHeader(const std::function<void(json&)>& change)
{
    const Bytes good = encodeResume(someResume());
    std::uint64_t length = 0;
    std::memcpy(&length, good.data(), 8);
    const auto end = good.begin() + 8 + static_cast<std::ptrdiff_t>(length);
    json header = json::parse(good.begin() + 8, end);
    change(header);
    const std::string text = header.dump();
    length = text.size();
    Bytes bytes(8);
    std::memcpy(bytes.data(), &length, 8);
    bytes.insert(bytes.end(), text.begin(), text.end());
    bytes.insert(bytes.end(), end, good.end());
    return bytes;
}

} // namespace

/// What a training run goes on from, as a file.
class TestCheckpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackBitForBit()
    {
        for (const bool direct : {true, false}) {
            TrainingResume resume = someResume(direct);
            if (!direct)
                resume.checkpoint.order.clear();
            const auto decoded = decodeResume(encodeResume(resume));
            QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().detail.c_str());
            QVERIFY(same(*decoded, resume));
            QVERIFY(encodeResume(*decoded) == encodeResume(resume));
        }
    }

    void refusesWhatIsCutOff()
    {
        const Bytes good = encodeResume(someResume());
        for (std::size_t length = 0; length < good.size(); ++length)
            QVERIFY2(refused(std::span(good).first(length)), qPrintable(QString::number(length)));
        Bytes longer = good;
        longer.push_back(0);
        QVERIFY(refused(longer));
    }

    void noticesEveryFlippedBit()
    {
        const TrainingResume resume = someResume();
        const Bytes good = encodeResume(resume);
        Random random(3);
        int found = 0;
        for (int round = 0; round < 2000; ++round) {
            Bytes bytes = good;
            // Every other one in the header, where the structure is.
            const std::size_t at = random.index(
                round % 2 == 0 ? std::min<std::size_t>(1500, bytes.size()) : bytes.size());
            bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ (1U << random.index(8)));
            const auto decoded = decodeResume(bytes);
            if (!decoded)
                ++found;
            else
                QVERIFY2(same(*decoded, resume), qPrintable(QString::number(at)));
        }
        QVERIFY2(found > 1900, qPrintable(QString::number(found)));
    }

    void refusesImpossibleNumbers_data()
    {
        using Change = std::function<void(TrainingResume&)>;
        QTest::addColumn<Change>("change");
        const auto row = [](const char* name, Change change) {
            QTest::newRow(name) << std::move(change);
        };
        row("moment is not a number", [](auto& r) { r.checkpoint.firstMoment[7] = nan32; });
        row("moment is infinite", [](auto& r) { r.checkpoint.secondMoment[7] = infinite; });
        row("negative second moment", [](auto& r) { r.checkpoint.secondMoment[7] = -1; });
        row("weight is not a number", [](auto& r) { r.checkpoint.now.kernel[2] = nan32; });
        row("best weight is infinite", [](auto& r) { r.checkpoint.best.bias[2] = infinite; });
        row("moments too short", [](auto& r) { r.checkpoint.firstMoment.pop_back(); });
        row("moments too long", [](auto& r) { r.checkpoint.secondMoment.push_back(0); });
        row("no moments", [](auto& r) { r.checkpoint.firstMoment.clear(); });
        row("different shapes",
            [](auto& r) { r.checkpoint.best = Weights::zeros(6, 3, GateActivation::Sigmoid); });
        row("loss is not a number", [](auto& r) { r.history[1].loss = double{nan32}; });
        row("learning rate is infinite",
            [](auto& r) { r.history[1].learningRate = double{infinite}; });
        row("validation is not a number",
            [](auto& r) { r.history[3].validationLoss = double{nan32}; });
        row("time runs backwards", [](auto& r) { r.history[0].seconds = -1; });
        row("history too short", [](auto& r) { r.history.pop_back(); });
        row("history too long", [](auto& r) { r.history.push_back(r.history.back()); });
        row("no epoch", [](auto& r) {
            r.checkpoint.epoch = 0;
            r.history.clear();
        });
        row("negative epoch", [](auto& r) { r.checkpoint.epoch = -1; });
        row("endless epochs", [](auto& r) { r.checkpoint.epoch = INT32_MAX; });
        row("best epoch to come", [](auto& r) { r.checkpoint.bestEpoch = 6; });
        row("no best epoch", [](auto& r) { r.checkpoint.bestEpoch = 0; });
        row("best loss of another epoch", [](auto& r) { r.checkpoint.bestLoss = 0.5; });
        row("best loss is not a number", [](auto& r) { r.checkpoint.bestLoss = double{nan32}; });
        row("negative updates", [](auto& r) { r.checkpoint.updates = -1; });
        row("endless updates", [](auto& r) { r.checkpoint.updates = INT64_MAX; });
        row("runaway epochs", [](auto& r) { r.checkpoint.runawayEpochs = 6; });
        row("half a generator", [](auto& r) { r.checkpoint.random.resize(6); });
        row("generator that cannot be", [](auto& r) { r.checkpoint.random[5] = 2; });
        row("order past the end", [](auto& r) { r.checkpoint.order[1] = 4; });
        row("order with a repeat", [](auto& r) { r.checkpoint.order[1] = 2; });
    }

    void refusesImpossibleNumbers()
    {
        using Change = std::function<void(TrainingResume&)>;
        QFETCH(Change, change);
        TrainingResume resume = someResume();
        QVERIFY(checkResume(resume).has_value());
        change(resume);
        QVERIFY(!checkResume(resume).has_value());
        QVERIFY(refused(encodeResume(resume)));
    }

    void refusesOtherShapesAndSizes()
    {
        const auto changed = [](const std::function<void(json&)>& change) {
            return refused(withHeader(change));
        };
        QVERIFY(!changed([](json&) {}));
        const json header = [] {
            json seen;
            (void)withHeader([&](json& h) { seen = h; });
            return seen;
        }();
        constexpr auto huge = std::uint64_t{1} << 62U;
        for (const auto& [name, entry] : header.items()) {
            QVERIFY(changed([&](json& h) { h.erase(name); }));
            if (name == "__metadata__")
                continue;
            QVERIFY(changed([&](json& h) { h[name]["shape"] = {huge, huge}; }));
            QVERIFY(changed([&](json& h) { h[name]["shape"] = {huge}; }));
            QVERIFY(changed([&](json& h) { h[name]["shape"] = {1}; }) ||
                    entry["shape"] == json({1}));
            QVERIFY(changed([&](json& h) { h[name]["shape"] = json::array(); }));
            QVERIFY(changed([&](json& h) { h[name]["data_offsets"] = {0, huge}; }));
            QVERIFY(changed([&](json& h) { h[name]["dtype"] = "F16"; }));
        }
        for (const char* key : {"format", "run", "gates", "md5"}) {
            QVERIFY(changed([&](json& h) { h["__metadata__"].erase(key); }));
            QVERIFY(changed([&](json& h) { h["__metadata__"][key] = "else"; }));
        }
        QVERIFY(changed([](json& h) { h["__metadata__"]["format"] = "woodshed-resume-2"; }));
        QVERIFY(changed([](json& h) {
            h["more"] = {{"dtype", "F32"}, {"shape", {0}}, {"data_offsets", {0, 0}}};
        }));
        QVERIFY(refused({}));
        QVERIFY(refused(Bytes(100, 0xff)));
    }

    void notebookFingerprintKnowsEveryOption()
    {
        const Dataset dataset = testing::notebookSizedDataset(1);
        const TrainingOptions options;
        const auto print = runFingerprint(dataset, options);
        QCOMPARE(print.size(), std::size_t{32});
        QCOMPARE(runFingerprint(dataset, options), print);
        std::set<std::string> prints{print};
        const auto option = [&](auto change) {
            TrainingOptions other;
            change(other);
            return prints.insert(runFingerprint(dataset, other)).second;
        };
        QVERIFY(option([](auto& o) { o.hidden = 65; }));
        QVERIFY(option([](auto& o) { o.gates = GateActivation::Sigmoid; }));
        QVERIFY(option([](auto& o) { o.batchSize = 33; }));
        QVERIFY(option([](auto& o) { o.learningRate = std::nextafter(o.learningRate, 1); }));
        QVERIFY(option([](auto& o) { o.decay = 0; }));
        QVERIFY(option([](auto& o) { o.seed = 1; }));
        QVERIFY(!option([](auto& o) { o.epochs = 101; })); // it can be prolonged
        const auto data = [&](auto change) {
            Dataset other = dataset;
            change(other);
            return prints.insert(runFingerprint(other, options)).second;
        };
        QVERIFY(data([](auto& d) { d.inputs[70] ^= 1; }));
        QVERIFY(data([](auto& d) { d.labels[70] ^= 1; }));
        QVERIFY(data([](auto& d) { d.vocabulary = Vocabulary(testing::numberedValues(79)); }));
        QVERIFY(data([](auto& d) { std::swap(d.examples, d.steps); }));
    }

    void lineFingerprintKnowsEveryOption()
    {
        const LineDataset dataset = testing::smallLines();
        const LineTrainingOptions options;
        std::set<std::string> prints{runFingerprint(dataset, options)};
        QVERIFY(!prints.insert(runFingerprint(dataset, options)).second);
        const auto option = [&](auto change) {
            LineTrainingOptions other;
            change(other);
            return prints.insert(runFingerprint(dataset, other)).second;
        };
        QVERIFY(option([](auto& o) { o.hidden = 161; }));
        QVERIFY(option([](auto& o) { o.epochs = 25; }));
        QVERIFY(option([](auto& o) { o.steps = 65; }));
        QVERIFY(option([](auto& o) { o.batchSize = 33; }));
        QVERIFY(option([](auto& o) { o.learningRate = 4e-3; }));
        QVERIFY(option([](auto& o) { o.dropout = 0.31; }));
        QVERIFY(option([](auto& o) { o.weightDecay = 2e-4; }));
        QVERIFY(option([](auto& o) { o.gradientLimit = 2; }));
        QVERIFY(option([](auto& o) { o.characterDropout = 0.2; }));
        QVERIFY(option([](auto& o) { o.patience = 1; }));
        QVERIFY(option([](auto& o) { o.keepsLast = true; }));
        QVERIFY(option([](auto& o) { o.seed = 1; }));
        const auto data = [&](auto change) {
            LineDataset other = dataset;
            change(other);
            return prints.insert(runFingerprint(other, options)).second;
        };
        QVERIFY(data([](auto& d) { d.training[2].inputs[5] ^= 1; }));
        QVERIFY(data([](auto& d) { d.training[2].labels[5] ^= 1; }));
        QVERIFY(data([](auto& d) { d.training[2].offsets[5] ^= 1; }));
        QVERIFY(data([](auto& d) { d.training[2].stages[5] = LineStage{5}; }));
        QVERIFY(data([](auto& d) { d.validation.pop_back(); }));
        QVERIFY(data([](auto& d) { d.ranges[1].last = 8; }));
        QVERIFY(data([](auto& d) { d.character.last = 19; }));
        QVERIFY(data([](auto& d) { d.inputs = 41; }));
        // A solo that changes sides.
        QVERIFY(data([](auto& d) {
            d.training.push_back(d.validation.front());
            d.validation.erase(d.validation.begin());
        }));
    }

    void aLargeCorpusIsFoldedNotCut()
    {
        LineDataset large = testing::smallLines();
        LineSequence sequence = large.training.front();
        while (large.training.size() < 600)
            large.training.push_back(sequence);
        const auto print = runFingerprint(large, LineTrainingOptions{});
        for (const std::size_t place : {0U, 300U, 599U}) {
            LineDataset other = large;
            other.training[place].labels.front() ^= 1;
            QVERIFY(runFingerprint(other, LineTrainingOptions{}) != print);
        }
    }
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
