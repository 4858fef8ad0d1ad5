#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include <QTest>

#include "corpus/solomeasures.h"
#include "generation/generator.h"
#include "generation/linegenerator.h"
#include "model/modelfile.h"

using namespace woodshed;

namespace
{

constexpr std::uint64_t solos = 32;
constexpr std::size_t settings = 5;
constexpr int choruses = 2;

/// A chord for every bar.
LeadSheet chart(const std::string& title, double tempo, const std::vector<std::string>& bars)
{
    LeadSheet tune;
    tune.title = title;
    tune.tempo = tempo;
    const Ticks bar = tune.barLength();
    for (const std::string& symbol : bars) {
        tune.chords.chords.push_back(
            {.start = tune.chords.length, .duration = bar, .text = symbol, .pitches = {}});
        tune.chords.length += bar;
    }
    return tune;
}

LeadSheet blues()
{
    return chart("blues", 150,
                 {"F7", "Bb7", "F7", "Cm7", "Bb7", "Bdim7", "F7", "D7b9", "Gm7", "C7", "F7", "C7"});
}

LeadSheet songForm()
{
    return chart("song", 180,
                 {"Cm7", "F7", "Bbmaj7", "Ebmaj7", "Am7b5", "D7b9", "Gm6", "G7alt", "Cm7", "F7",
                  "Bbmaj7", "Bb7", "Ebmaj7", "Ab7#11", "Gm7", "D7b9"});
}

Line lineOf(const Take& take)
{
    return woodshed::lineOf(
        Solo{.tune = take.tune, .melody = take.notes, .choruses = take.choruses, .voice = {}});
}

double chordTones(const Line& line)
{
    double tones = 0;
    for (const LineNote& note : line.notes)
        tones += line.setting.shapeAt(note.start).hasTone(note.pitch) ? 1 : 0;
    return tones / static_cast<double>(line.notes.size());
}

double meanBits(const Take& take)
{
    double bits = 0;
    for (const TakeValue& value : take.values)
        bits += value.bits;
    return bits / static_cast<double>(take.values.size());
}

/// Ranks from 1; equal numbers share theirs.
std::vector<double> ranksOf(const std::vector<double>& numbers)
{
    std::vector<std::size_t> order(numbers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return numbers[a] < numbers[b]; });
    std::vector<double> ranks(numbers.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && numbers[order[end]] == numbers[order[i]])
            ++end;
        for (std::size_t k = i; k < end; ++k)
            ranks[order[k]] = static_cast<double>(i + end + 1) / 2;
        i = end;
    }
    return ranks;
}

double meanOf(const std::vector<double>& numbers)
{
    return std::accumulate(numbers.begin(), numbers.end(), 0.0) /
           static_cast<double>(numbers.size());
}

double spearman(const std::vector<double>& a, const std::vector<double>& b)
{
    const std::vector<double> x = ranksOf(a);
    const std::vector<double> y = ranksOf(b);
    const double meanX = meanOf(x);
    const double meanY = meanOf(y);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - meanX) * (y[i] - meanY);
        xx += (x[i] - meanX) * (x[i] - meanX);
        yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / std::sqrt(xx * yy);
}

struct Dial {
    const char* name;
    std::array<double, settings> positions;
    std::function<void(GenerationOptions&, double)> turn;
    std::function<double(const Take&)> measure;
};

std::vector<Dial> dials()
{
    constexpr std::array<double, settings> both{-1, -0.5, 0, 0.5, 1};
    return {
        {"density", both, [](GenerationOptions& options, double to) { options.dials.density = to; },
         [](const Take& take) { return measured(lineOf(take)).notesPerBeat; }},
        {"range", both, [](GenerationOptions& options, double to) { options.dials.range = to; },
         [](const Take& take) { return measured(lineOf(take)).range; }},
        {"risk", both, [](GenerationOptions& options, double to) { options.dials.risk = to; },
         [](const Take& take) { return 1 - measured(lineOf(take)).scaleTones; }},
        {"harmony", both, [](GenerationOptions& options, double to) { options.dials.harmony = to; },
         [](const Take& take) { return chordTones(lineOf(take)); }},
        {"temperature",
         {0.4, 0.7, 1, 1.3, 1.6},
         [](GenerationOptions& options, double to) { options.temperature = to; },
         meanBits},
    };
}

} // namespace

class TestDials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString path =
            qEnvironmentVariable("WOODSHED_MODEL", QStringLiteral(WOODSHED_DEFAULT_MODEL));
        auto model = readModel(path.toStdString());
        QVERIFY2(model, "the model cannot be read");
        if (model->profile != woodshedProfile)
            QSKIP("the default model is not of the Woodshed profile");
        m_model = std::move(*model);
    }

    void turnedUpThereIsMore_data()
    {
        QTest::addColumn<int>("dial");
        int row = 0;
        for (const Dial& dial : dials())
            QTest::newRow(dial.name) << row++;
    }
    void turnedUpThereIsMore()
    {
        QFETCH(int, dial);
        const Dial turned = dials()[static_cast<std::size_t>(dial)];
        const std::array<LeadSheet, 2> tunes{blues(), songForm()};
        std::vector<double> positions;
        std::vector<double> amounts;
        std::vector<double> means;
        std::vector<std::vector<double>> bySolo(solos);
        for (const double position : turned.positions) {
            std::vector<double> here;
            for (std::uint64_t seed = 1; seed <= solos; ++seed) {
                GenerationOptions options{.choruses = choruses, .seed = seed};
                turned.turn(options, position);
                const auto take = generate(m_model, tunes.at(seed % tunes.size()), options);
                QVERIFY2(take, take ? "" : take.error().detail.c_str());
                here.push_back(turned.measure(*take));
                bySolo[seed - 1].push_back(here.back());
            }
            means.push_back(meanOf(here));
            for (const double amount : here) {
                positions.push_back(position);
                amounts.push_back(amount);
            }
        }
        QString said;
        for (const double mean : means)
            said += QString::number(mean, 'f', 3) + u' ';
        const std::vector<double> inOrder(turned.positions.begin(), turned.positions.end());
        double ofEach = 0;
        for (const std::vector<double>& solo : bySolo)
            ofEach += spearman(inOrder, solo) / static_cast<double>(solos);
        qInfo("%s: %s; rank correlation over %zu solos %.2f, of one seed's solos %.2f", turned.name,
              qPrintable(said), amounts.size(), spearman(positions, amounts), ofEach);
        QVERIFY2(spearman(inOrder, means) > 1 - 1e-9, qPrintable(said));
        QVERIFY2(ofEach > 0.85, qPrintable(QString::number(ofEach)));
    }

private:
    Model m_model;
};

QTEST_APPLESS_MAIN(TestDials)
#include "tst_dials.moc"
