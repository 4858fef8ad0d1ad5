#include <cmath>

#include <QTest>

#include "midi/tempomap.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

MidiEvent tempo(std::int64_t tick, int microseconds)
{
    const auto byte = [&](unsigned shift) {
        return static_cast<std::uint8_t>(static_cast<unsigned>(microseconds) >> shift);
    };
    return {tick, 0xFF, meta::tempo, 0, {byte(16), byte(8), byte(0)}};
}

MidiEvent metre(std::int64_t tick, int beats, int power)
{
    return {tick,
            0xFF,
            meta::timeSignature,
            0,
            {static_cast<std::uint8_t>(beats), static_cast<std::uint8_t>(power), 24, 8}};
}

MidiFile fileOf(std::vector<MidiEvent> events, int ticksPerQuarter = 480)
{
    MidiFile file;
    file.ticksPerQuarter = ticksPerQuarter;
    file.tracks.resize(1);
    file.tracks[0].events = std::move(events);
    return file;
}

void addNote(MidiFile& file, std::int64_t start, std::int64_t end)
{
    MidiTrack& track = file.tracks.emplace_back();
    track.events = {{start, 0x90, 60, 90, {}}, {end, 0x80, 60, 0, {}}};
    track.end = end;
}

} // namespace

class TestTempoMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaultsTo120And44()
    {
        const TempoMap map(fileOf({}));
        QCOMPARE(map.secondsAt(960), 1.0);
        QCOMPARE(map.tickAtSeconds(1.0), 960.0);
        QCOMPARE(map.quartersAt(720), 1.5);
        QCOMPARE(map.tempi().front().beatsPerMinute(), 120.0);
        QCOMPARE(map.timeSignatureAt(123), (TimeSignature{0, 4, 4}));
    }

    void addsUpTheTempi()
    {
        // 120 for a quarter (0.5 s), then 60 for two (2 s), then 240.
        const TempoMap map(fileOf({tempo(480, 1'000'000), tempo(1440, 250'000)}));
        QCOMPARE(map.secondsAt(480), 0.5);
        QCOMPARE(map.secondsAt(960), 1.5);
        QCOMPARE(map.secondsAt(1440), 2.5);
        QCOMPARE(map.secondsAt(1920), 2.75);
        QCOMPARE(map.tickAtSeconds(1.0), 720.0);
        QCOMPARE(map.tickAtSeconds(-3), 0.0);
        QCOMPARE(map.tempoAt(1439).microsecondsPerQuarter, 1'000'000);
    }

    void theLastTempoAtATickCounts()
    {
        const TempoMap map(fileOf({tempo(0, 250'000), tempo(0, 1'000'000), tempo(0, 0)}));
        QCOMPARE(map.tempi().size(), std::size_t{1});
        QCOMPARE(map.secondsAt(480), 1.0);
    }

    void secondsAndTicksAreInverse()
    {
        Random random(5);
        std::vector<MidiEvent> events;
        std::int64_t now = 0;
        for (int i = 0; i < 200; ++i)
            events.push_back(tempo(now += static_cast<std::int64_t>(random.index(3000)),
                                   1 + static_cast<int>(random.index(0xFFFFFF))));
        const TempoMap map(fileOf(events, 96));
        for (std::int64_t tick = 0; tick < now + 1000; tick += 137)
            QVERIFY(std::abs(map.tickAtSeconds(map.secondsAt(tick)) - static_cast<double>(tick)) <
                    1e-3);
    }

    void ticksAreExactWhereTheyDivide()
    {
        QCOMPARE(TempoMap(fileOf({}, 96)).ticksAt(7), Ticks{35});
        QCOMPARE(TempoMap(fileOf({}, 960)).ticksAt(7), Ticks{4});
        QCOMPARE(TempoMap(fileOf({}, 960)).ticksAt(6), Ticks{3});
        QCOMPARE(TempoMap(fileOf({}, 960)).ticksAt(-7), Ticks{-3});
        QCOMPARE(TempoMap(fileOf({}, 1)).ticksAt(maximumMidiTick), Ticks{maximumMidiTick * 480});
    }

    void roundsTempiAsPeopleWriteThem()
    {
        QCOMPARE(roundTempo(461'538), 130.0);
        QCOMPARE(roundTempo(500'000), 120.0);
        QCOMPARE(roundTempo(535'714), 112.0);
        QCOMPARE(roundTempo(200'000), 300.0);
        QCOMPARE(roundTempo(459'770), 130.5);
        QCOMPARE(roundTempo(16'777'215), 3.576);
        for (int tempo = 20; tempo <= 400; ++tempo)
            QCOMPARE(roundTempo(static_cast<int>(std::lround(60e6 / tempo))), double(tempo));
    }

    void countsBars_data()
    {
        QTest::addColumn<QVector<int>>("metres"); // tick, beats, power of two
        QTest::addColumn<int>("tick");
        QTest::addColumn<int>("bars");
        QTest::newRow("start") << QVector<int>{} << 0 << 0;
        QTest::newRow("first tick") << QVector<int>{} << 1 << 1;
        QTest::newRow("end of bar 1") << QVector<int>{} << 1920 << 1;
        QTest::newRow("bar 2") << QVector<int>{} << 1921 << 2;
        QTest::newRow("waltz") << QVector<int>{0, 3, 2} << 1921 << 2;
        QTest::newRow("waltz, bar 3") << QVector<int>{0, 3, 2} << 2881 << 3;
        QTest::newRow("6/8") << QVector<int>{0, 6, 3} << 1440 << 1;
        QTest::newRow("change on a bar line") << QVector<int>{0, 4, 2, 1920, 3, 2} << 3361 << 3;
        QTest::newRow("change inside a bar") << QVector<int>{0, 4, 2, 960, 3, 2} << 961 << 2;
        QTest::newRow("late first metre") << QVector<int>{3840, 5, 2} << 6240 << 3;
        QTest::newRow("change after the end") << QVector<int>{0, 4, 2, 9600, 1, 7} << 1920 << 1;
    }

    void countsBars()
    {
        QFETCH(QVector<int>, metres);
        QFETCH(int, tick);
        QFETCH(int, bars);
        std::vector<MidiEvent> events;
        for (qsizetype i = 0; i < metres.size(); i += 3)
            events.push_back(metre(metres[i], metres[i + 1], metres[i + 2]));
        QCOMPARE(TempoMap(fileOf(events)).barsUntil(tick), bars);
    }

    void barsOfOneTickDoNotOverflow()
    {
        QCOMPARE(TempoMap(fileOf({metre(0, 1, 7)}, 1)).barsUntil(maximumMidiTick),
                 maximumMidiTick * 32);
    }

    void measuresEndWithTheLastNote()
    {
        const auto measures = [](std::int64_t start, std::int64_t end) {
            MidiFile file = fileOf({metre(0, 4, 2)});
            file.tracks[0].end = 96'000; // silence after the music does not count
            addNote(file, start, end);
            return countMeasures(file);
        };
        QCOMPARE(countMeasures(fileOf({})), 0);
        QCOMPARE(measures(0, 480), 1);
        QCOMPARE(measures(0, 1920), 1);
        QCOMPARE(measures(1440, 1920 + 479), 1); // rings over the bar line
        QCOMPARE(measures(1440, 1920 + 480), 2); // is held into bar 2
        QCOMPARE(measures(1920, 1921), 2);
        QCOMPARE(measures(1920, 1920), 2);
        QCOMPARE(measures(0, 19'200), 10);
    }
};

QTEST_GUILESS_MAIN(TestTempoMap)
#include "tst_tempomap.moc"
