#include <array>
#include <bit>
#include <cstring>
#include <functional>
#include <limits>

#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "model/modelfile.h"
#include "support/random.h"

using namespace woodshed;
using nlohmann::json;
namespace fs = std::filesystem;

namespace
{

Model someModel(std::size_t values = 12, std::size_t hidden = 5)
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < values; ++i)
        texts.push_back("S,0." + std::to_string(100 + i) + ",<M3,m-2>");
    return {.weights = initialWeights(values, hidden, GateActivation::Sigmoid, 9),
            .vocabulary = Vocabulary(texts),
            .profile = "woodshed",
            .notes = {{"epochs", "100"}, {"corpus", "a \"quoted\" naïve name"}}};
}

/// A model as the Woodshed profile has it: more inputs than values, a direct path, ranges.
Model lineModel(bool direct = true)
{
    Model model = someModel(12, 5);
    model.weights = initialLineWeights({.values = 12,
                                        .inputs = 30,
                                        .hidden = 5,
                                        .gates = GateActivation::Sigmoid,
                                        .direct = direct},
                                       9);
    for (std::size_t i = 0; i < model.weights.directKernel.size(); ++i)
        model.weights.directKernel[i] = static_cast<float>(i) * 0.25F;
    model.ranges = {{{0, 4}, {4, 7}, {7, 12}}};
    model.character = {20, 28};
    model.characters = "{\"solos\":[\"naïve\"]}";
    return model;
}

bool sameModel(const Model& a, const Model& b)
{
    return a.weights == b.weights && a.vocabulary == b.vocabulary && a.profile == b.profile &&
           a.notes == b.notes && a.ranges == b.ranges && a.character == b.character &&
           a.characters == b.characters;
}

/// A model file taken apart, to be damaged and put together again.
struct Parts {
    std::string header;
    Bytes buffer;

    static Parts of(const Bytes& bytes)
    {
        std::uint64_t length = 0;
        std::memcpy(&length, bytes.data(), 8);
        const auto end = bytes.begin() + 8 + static_cast<std::ptrdiff_t>(length);
        return {std::string(bytes.begin() + 8, end), Bytes(end, bytes.end())};
    }

    Bytes joined() const
    {
        const std::uint64_t length = header.size();
        Bytes bytes(8 + header.size() + buffer.size());
        std::memcpy(bytes.data(), &length, 8);
        std::copy(header.begin(), header.end(), bytes.begin() + 8);
        std::copy(buffer.rbegin(), buffer.rend(), bytes.rbegin());
        return bytes;
    }
};

/// The good file after `change` has worked on its header as JSON.
Bytes withHeader(const std::function<void(json&)>& change, const Model& model = someModel())
{
    Parts parts = Parts::of(encodeModel(model));
    json header = json::parse(parts.header);
    change(header);
    parts.header = header.dump();
    return parts.joined();
}

Bytes withText(const std::string& from, const std::string& to)
{
    Parts parts = Parts::of(encodeModel(someModel()));
    const auto at = parts.header.find(from);
    if (at == std::string::npos)
        qFatal("the header does not hold %s", from.c_str());
    parts.header.replace(at, from.size(), to);
    return parts.joined();
}

Bytes withNumber(float number)
{
    Parts parts = Parts::of(encodeModel(someModel()));
    std::memcpy(parts.buffer.data() + 40, &number, sizeof number);
    return parts.joined();
}

} // namespace

class TestModelFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas()
    {
        const Model model = someModel();
        const auto decoded = decodeModel(encodeModel(model));
        QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().detail.c_str());
        QVERIFY(sameModel(*decoded, model));
    }

    void manyInputsComeBackWithAndWithoutADirectPath()
    {
        for (const bool direct : {true, false}) {
            const Model model = lineModel(direct);
            const Bytes bytes = encodeModel(model);
            const auto decoded = decodeModel(bytes);
            QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().detail.c_str());
            QVERIFY(sameModel(*decoded, model));
            const json header = json::parse(Parts::of(bytes).header);
            QCOMPARE(header.contains("dense.direct_kernel"), direct);
            QCOMPARE(header.size(), std::size_t{direct ? 7U : 6U});
        }
    }

    void filesWithoutRangesAreStillRead()
    {
        const Bytes bytes = withHeader(
            [](json& header) {
                for (const char* key : {"ranges", "character", "characters"})
                    header["__metadata__"].erase(key);
            },
            lineModel());
        const auto decoded = decodeModel(bytes);
        QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().detail.c_str());
        QVERIFY(decoded->ranges == Model{}.ranges);
        QVERIFY(decoded->character == IndexRange{});
        QVERIFY(decoded->characters.empty());
    }

    void followsSafetensors()
    {
        const Model model = someModel();
        const Bytes bytes = encodeModel(model);
        const Parts parts = Parts::of(bytes);
        QCOMPARE(parts.header.front(), '{');
        QCOMPARE(parts.header.size() % 8, std::size_t{0});
        const json header = json::parse(parts.header);
        QCOMPARE(header.size(), std::size_t{6});
        QCOMPARE(header["lstm.kernel"].dump(),
                 std::string("{\"data_offsets\":[0,960],\"dtype\":\"F32\",\"shape\":[12,20]}"));
        for (const auto& [key, value] : header["__metadata__"].items())
            QVERIFY2(value.is_string(), key.c_str());
        float third = 0;
        std::memcpy(&third, parts.buffer.data() + 8, 4);
        QCOMPARE(third, model.weights.kernel[2]);
    }

    void theNotebooksModelHolds41678Numbers()
    {
        const Parts parts = Parts::of(encodeModel(someModel(78, 64)));
        QCOMPARE(parts.buffer.size(), std::size_t{41'678 * 4});
    }

    void takesTensorsInAnyOrderAndTrailingSpaces()
    {
        // As another program may write them: dense.bias first in the buffer.
        const Model model = someModel();
        Parts parts = Parts::of(encodeModel(model));
        json header = json::parse(parts.header);
        const std::size_t end = parts.buffer.size();
        const std::size_t size = 12 * sizeof(float);
        std::rotate(parts.buffer.begin(), parts.buffer.end() - static_cast<std::ptrdiff_t>(size),
                    parts.buffer.end());
        for (auto& [name, entry] : header.items()) {
            if (!entry.contains("data_offsets"))
                continue;
            for (auto& offset : entry["data_offsets"])
                offset = offset.get<std::size_t>() + size;
        }
        header["dense.bias"]["data_offsets"] = {0, size};
        parts.header = header.dump() + "     ";
        const auto decoded = decodeModel(parts.joined());
        QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().detail.c_str());
        QVERIFY(sameModel(*decoded, model));
        QCOMPARE(end, parts.buffer.size());
    }

    void refusesDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto add = [](const char* name, const Bytes& bytes) {
            QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                              static_cast<qsizetype>(bytes.size()));
        };
        const Bytes good = encodeModel(someModel());
        add("empty", {});
        add("seven bytes", Bytes(7));
        add("length 0", Bytes(8));
        Bytes bytes = good;
        std::fill_n(bytes.begin(), 8, std::uint8_t{0xff});
        add("length 2^64-1", bytes);
        bytes = good;
        bytes[3] = 0x7f;
        add("length past the end", bytes);
        add("one byte short", Bytes(good.begin(), good.end() - 1));
        bytes = good;
        bytes.push_back(0);
        add("one byte more", bytes);
        bytes.resize(good.size() + 4);
        add("four bytes more", bytes);

        Parts parts = Parts::of(good);
        parts.header.front() = '[';
        add("not an object", parts.joined());
        parts = Parts::of(good);
        parts.header.insert(0, " ");
        add("space before the brace", parts.joined());
        parts.header = std::string(1'000'000, '[');
        parts.header.front() = '{';
        add("nested without end", parts.joined());
        parts.header = "{\"a\":" + std::string(500'000, '[');
        add("arrays nested without end", parts.joined());
        parts.header = "{}";
        add("empty header", parts.joined());

        add("repeated key", withText("{\"__metadata__\":", "{\"dense.bias\":1,\"__metadata__\":"));
        add("repeated key inside",
            withText("\"dtype\":\"F32\",", "\"dtype\":\"F32\",\"dtype\":\"F32\","));
        add("other type", withText("F32", "F64"));
        add("negative size", withText("[5,12]", "[-5,12]"));
        add("fractional size", withText("[5,12]", "[5.0,12]"));
        add("enormous size", withText("[5,12]", "[4294967296,4294967296]"));
        add("size over 64 bits", withText("[5,12]", "[99999999999999999999,12]"));
        add("too many dimensions", withText("[5,12]", "[5,12,1]"));
        add("zero hidden", withText("[5,12]", "[0,12]"));
        add("too many hidden", withText("[5,12]", "[4097,12]"));
        add("too many values", withText("[5,12]", "[5,100001]"));
        add("turned shape", withText("[5,12]", "[12,5]"));
        add("text for a shape", withText("[5,12]", "\"5,12\""));
        add("overlap", withText("[0,960]", "[4,964]"));
        add("offsets backwards", withText("[0,960]", "[960,0]"));
        add("offsets past the end", withText("[0,960]", "[99999999,100000959]"));
        add("offset near 2^64", withText("[0,960]", "[18446744073709551615,959]"));
        add("three offsets", withText("[0,960]", "[0,960,960]"));

        for (const char* name : {"lstm.kernel", "lstm.recurrent_kernel", "lstm.bias",
                                 "dense.kernel", "dense.bias", "__metadata__"})
            add((std::string("without ") + name).c_str(),
                withHeader([name](json& header) { header.erase(name); }));
        add("sixth tensor", withHeader([](json& header) {
                header["more"] = {{"dtype", "F32"}, {"shape", {0}}, {"data_offsets", {0, 0}}};
            }));
        add("extra field", withHeader([](json& h) { h["lstm.bias"]["device"] = "cpu"; }));
        add("tensor is a number", withHeader([](json& h) { h["lstm.bias"] = 1; }));
        add("metadata not text", withHeader([](json& h) { h["__metadata__"]["x"] = 1; }));
        const auto metadata = [&](const char* name, const char* key, const std::string& text) {
            add(name, withHeader([&](json& h) { h["__metadata__"][key] = text; }));
        };
        metadata("foreign format", "format", "pt");
        metadata("newer format", "format", "woodshed-2");
        metadata("unknown gates", "gates", "relu");
        metadata("vocabulary not JSON", "vocabulary", "S,0.250");
        metadata("vocabulary no list", "vocabulary", "{}");
        metadata("vocabulary of numbers", "vocabulary", "[1,2]");
        metadata("vocabulary too short", "vocabulary", "[\"a\"]");
        metadata("vocabulary unsorted", "vocabulary",
                 "[\"b\",\"a\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\"]");
        metadata("vocabulary repeats", "vocabulary",
                 "[\"a\",\"a\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\"]");
        metadata("empty value", "vocabulary",
                 "[\"\",\"a\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\"]");
        metadata("enormous value", "vocabulary",
                 "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l" +
                     std::string(300, 'x') + "\"]");
        metadata("nested vocabulary", "vocabulary", std::string(100'000, '['));
        for (const char* key : {"format", "gates", "profile", "vocabulary"})
            add((std::string("without ") + key).c_str(),
                withHeader([key](json& h) { h["__metadata__"].erase(key); }));

        const auto line = [&](const char* name, const std::function<void(json&)>& change) {
            add(name, withHeader(change, lineModel()));
        };
        line("direct kernel turned", [](json& h) { h["dense.direct_kernel"]["shape"] = {12, 30}; });
        line("direct kernel too small", [](json& h) {
            h["dense.direct_kernel"]["shape"] = {29, 12};
        });
        line("direct kernel over another", [](json& h) {
            h["dense.direct_kernel"]["data_offsets"] = {0, 1440};
        });
        line("direct kernel backwards", [](json& h) {
            h["dense.direct_kernel"]["data_offsets"] = {1440, 0};
        });
        line("bytes of a direct kernel that is gone",
             [](json& h) { h.erase("dense.direct_kernel"); });
        line("direct kernel is text", [](json& h) { h["dense.direct_kernel"] = "none"; });
        line("tensor beside the direct kernel", [](json& h) {
            h["more"] = {{"dtype", "F32"}, {"shape", {0}}, {"data_offsets", {0, 0}}};
        });
        line("fewer inputs", [](json& h) { h["lstm.kernel"]["shape"] = {29, 20}; });
        line("no inputs", [](json& h) { h["lstm.kernel"]["shape"] = {0, 20}; });
        line("too many inputs", [](json& h) { h["lstm.kernel"]["shape"] = {100'001, 20}; });
        line("enormous inputs", [](json& h) {
            h["lstm.kernel"]["shape"] = {4'611'686'018'427'387'904U, 20};
        });
        line("one dimension", [](json& h) { h["lstm.kernel"]["shape"] = {600}; });
        line("many inputs in the notebook's profile",
             [](json& h) { h["__metadata__"]["profile"] = "notebook"; });
        const auto lineText = [&](const char* name, const char* key, const std::string& text) {
            line(name, [&](json& h) { h["__metadata__"][key] = text; });
        };
        lineText("ranges past the end", "ranges", "[[0,4],[4,7],[7,13]]");
        lineText("range backwards", "ranges", "[[4,0],[4,7],[7,12]]");
        lineText("negative range", "ranges", "[[-1,4],[4,7],[7,12]]");
        lineText("range over 32 bits", "ranges", "[[0,4294967300],[4,7],[7,12]]");
        lineText("two ranges", "ranges", "[[0,4],[4,12]]");
        lineText("range of one number", "ranges", "[[0],[4,7],[7,12]]");
        lineText("ranges of text", "ranges", "[\"a\",[4,7],[7,12]]");
        lineText("ranges not JSON", "ranges", "0-4");
        lineText("ranges without end", "ranges", std::string(10'000, '['));
        lineText("character past the last input", "character", "[[20,31]]");
        lineText("two characters", "character", "[[20,28],[28,30]]");
        lineText("endless characters", "characters", std::string((1U << 20U) + 1, 'x'));

        add("not a number", withNumber(std::numeric_limits<float>::quiet_NaN()));
        add("infinite", withNumber(std::numeric_limits<float>::infinity()));
    }

    void refusesDamage()
    {
        QFETCH(QByteArray, bytes);
        const auto decoded = decodeModel({reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                                          static_cast<std::size_t>(bytes.size())});
        QVERIFY2(!decoded.has_value(), "was taken for a good model");
        QVERIFY(decoded.error().detail.size() > 10);
        QVERIFY(!decoded.error().detail.ends_with('.'));
    }

    void survivesMutants()
    {
        // What is read after all must be a whole model; everything else a sentence. Never a crash.
        const std::array<Bytes, 2> good{encodeModel(someModel()), encodeModel(lineModel())};
        Random random(77);
        int refused = 0;
        for (int round = 0; round < 4000; ++round) {
            Bytes bytes = good[static_cast<std::size_t>(round % 2)];
            const std::size_t headerEnd = bytes.size() - Parts::of(bytes).buffer.size();
            for (std::size_t edits = 1 + random.index(3); edits > 0 && !bytes.empty(); --edits) {
                // Mostly in the header, where all the structure is.
                const std::size_t at =
                    random.index(std::min(bytes.size(), round % 4 == 0 ? bytes.size() : headerEnd));
                const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
                switch (random.index(5)) {
                case 0:
                    *place = static_cast<std::uint8_t>(random.next());
                    break;
                case 1:
                    *place = static_cast<std::uint8_t>(*place ^ (1U << random.index(8)));
                    break;
                case 2:
                    bytes.erase(place);
                    break;
                case 3:
                    bytes.insert(place,
                                 static_cast<std::uint8_t>("0123456789[]{},:\""[random.index(17)]));
                    break;
                default:
                    bytes.resize(at);
                    break;
                }
            }
            const auto decoded = decodeModel(bytes);
            if (!decoded) {
                ++refused;
                QVERIFY(decoded.error().detail.size() > 10);
                continue;
            }
            QVERIFY(decoded->weights.isConsistent());
            QVERIFY(decoded->weights.isFinite());
            QCOMPARE(decoded->vocabulary.size(), decoded->weights.values);
            for (const IndexRange& range : decoded->ranges)
                QVERIFY(range.first >= 0 && range.first <= range.last && range.last <= 12);
            QVERIFY(decoded->character.last <= static_cast<int>(decoded->weights.inputs));
        }
        // Edits inside a note, a value's text or the numbers make another, whole model.
        QVERIFY2(refused > 1500, qPrintable(QString::number(refused)));
    }

    void refusesEveryTruncation()
    {
        const Bytes good = encodeModel(someModel());
        for (std::size_t size = 0; size < good.size(); ++size) {
            const auto decoded = decodeModel(std::span(good).first(size));
            QVERIFY2(!decoded.has_value(), qPrintable(QString::number(size)));
        }
    }

    void writesAndReadsFiles()
    {
        const QTemporaryDir folder;
        const fs::path path = fs::path(folder.path().toStdString()) / "my model.safetensors";
        QVERIFY(writeModel(path, someModel()).has_value());
        const auto read = readModel(path);
        QVERIFY(read.has_value());
        QVERIFY(sameModel(*read, someModel()));
        QCOMPARE(readModel(path.parent_path() / "none").error().code, ErrorCode::NotFound);
        QVERIFY(writeFile(path, std::string_view("{}")).has_value());
        QCOMPARE(readModel(path).error().code, ErrorCode::Malformed);
        QCOMPARE(readModel(path).error().where, path.string());
    }

    void keepsTheOldFileWhenTheModelCouldNotBeReadAgain()
    {
        const QTemporaryDir folder;
        const fs::path path = fs::path(folder.path().toStdString()) / "kept.safetensors";
        QVERIFY(writeModel(path, someModel()).has_value());
        std::vector<Model> bad(7, someModel());
        bad[0].weights.bias[3] = std::numeric_limits<float>::quiet_NaN();
        bad[1].vocabulary = Vocabulary({"one"});
        bad[2].weights.kernel.pop_back();
        auto values = std::vector<std::string>(bad[3].vocabulary.values().begin(),
                                               bad[3].vocabulary.values().end());
        values.back() = "\xff\xfe not UTF-8";
        bad[3].vocabulary = Vocabulary(values);
        bad[4] = lineModel();
        bad[4].ranges[2] = {7, 13};
        bad[5] = lineModel();
        bad[5].character = {-3, 5};
        bad[6] = lineModel();
        bad[6].characters = "\xff\xfe not UTF-8";
        for (const Model& model : bad)
            QCOMPARE(writeModel(path, model).error().code, ErrorCode::InvalidArgument);
        QVERIFY(sameModel(*readModel(path), someModel()));
    }

    void notesThatAreNotUtf8AreStillWritten()
    {
        Model model = someModel();
        model.notes["corpus"] = "solo\xff.mid";
        const auto decoded = decodeModel(encodeModel(model));
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->notes.at("corpus"), std::string("solo\xEF\xBF\xBD.mid"));
    }
};

QTEST_GUILESS_MAIN(TestModelFile)
#include "tst_modelfile.moc"
