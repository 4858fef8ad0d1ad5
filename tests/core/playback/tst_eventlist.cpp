#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include <QTest>

#include "playback/eventlist.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

using Kind = SoundEvent::Kind;

Performance withNotes(std::vector<Note> notes, int channel = 0)
{
    Performance performance;
    performance.parts.push_back({"Solo", channel, 66, std::move(notes)});
    performance.length = Ticks::fromQuarters(16);
    return performance;
}

/// The events in a line of text: "0+60 480-60".
QString drawn(const std::vector<SoundEvent>& events)
{
    QStringList words;
    for (const SoundEvent& event : events)
        words << QString::number(event.at.count) +
                     QLatin1String(event.kind == Kind::NoteOn ? "+" : "-") +
                     QString::number(event.number);
    return words.join(QLatin1Char(' '));
}

} // namespace

class TestEventList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void putsNoteOffsFirstAtEqualTimes()
    {
        const auto list = eventList(
            withNotes({{{0}, {480}, 60, 80}, {{480}, {480}, 60, 80}, {{480}, {480}, 55, 80}}));
        QCOMPARE(drawn(list.notes), QStringLiteral("0+60 480-60 480+55 480+60 960-55 960-60"));
        QCOMPARE(list.length, Ticks::fromQuarters(16));
        QCOMPARE(list.end, list.length);
    }

    void aNoteStruckAgainEndsThere()
    {
        const auto list = eventList(withNotes({{{0}, {960}, 60, 80}, {{480}, {960}, 60, 90}}));
        QCOMPARE(drawn(list.notes), QStringLiteral("0+60 480-60 480+60 1440-60"));
    }

    void theSameNoteTwiceAtOnceIsOne()
    {
        const auto list = eventList(withNotes({{{0}, {240}, 60, 100}, {{0}, {960}, 60, 80}}));
        QCOMPARE(drawn(list.notes), QStringLiteral("0+60 960-60"));
        QCOMPARE(int(list.notes[0].value), 100);
    }

    void aNoteWithoutLengthLastsATick()
    {
        const auto list = eventList(withNotes({{{480}, {0}, 60, 80}, {{960}, {-5}, 61, 0}}));
        QCOMPARE(drawn(list.notes), QStringLiteral("480+60 481-60 960+61 961-61"));
        QCOMPARE(int(list.notes[2].value), 1);
    }

    void notesMayRingOverTheForm()
    {
        auto performance = withNotes({{Ticks::fromQuarters(15), Ticks::fromQuarters(3), 60, 80}});
        const auto list = eventList(performance);
        QCOMPARE(list.length, Ticks::fromQuarters(16));
        QCOMPARE(list.end, Ticks::fromQuarters(18));
    }

    void setsUpEveryChannelInUseOnce()
    {
        Performance performance = withNotes({{{0}, {480}, 60, 80}});
        performance.parts.push_back({"Drums", 9, 0, {{{0}, {10}, 36, 90}}});
        performance.parts.push_back({"Silent", 4, 33, {}});
        const auto list = eventList(performance);
        int programs = 0;
        for (const SoundEvent& event : list.setUp) {
            QVERIFY(event.channel == 0 || event.channel == 9);
            const bool isBankSelect = event.kind == Kind::Control && event.number == 0;
            QVERIFY2(!isBankSelect || event.channel != 9,
                     "a bank select would take the drums away");
            programs += event.kind == Kind::Program ? 1 : 0;
            if (event.kind == Kind::Program && event.channel == 0)
                QCOMPARE(int(event.number), 66);
        }
        QCOMPARE(programs, 2);
    }

    void partsThatShareAChannelKeepTheirInstruments()
    {
        Performance performance = withNotes({{{0}, {480}, 60, 80}});
        performance.parts.push_back({"Piano", 0, 0, {{{0}, {480}, 60, 70}}});
        performance.parts.push_back({"Bass", 1, 32, {{{0}, {480}, 36, 70}}});
        const auto list = eventList(performance);
        std::map<int, int> programOf;
        for (const SoundEvent& event : list.setUp) {
            if (event.kind == Kind::Program)
                programOf[event.channel] = event.number;
        }
        QCOMPARE(programOf, (std::map<int, int>{{0, 66}, {1, 32}, {2, 0}}));
        QCOMPARE(list.notes.size(), std::size_t{6});
    }

    void partsThatShareAChannelKeepTheirNotes()
    {
        Performance performance = withNotes({{{0}, {480}, 60, 80}, {{960}, {240}, 60, 80}});
        performance.parts.push_back({"Double", 0, 66, {{{240}, {480}, 60, 70}}});
        performance.parts.back().notes.push_back({{960}, {480}, 60, 70});
        const auto list = eventList(performance);
        QCOMPARE(drawn(list.notes),
                 QStringLiteral("0+60 240+60 480-60 720-60 960+60 960+60 1200-60 1440-60"));
        QCOMPARE(int(list.notes[1].part), 1);
        QCOMPARE(int(list.notes[2].part), 0);
        QCOMPARE(int(list.notes[4].part), 1); // the longer one
        QCOMPARE(drawn(withoutUnisons(list.notes)),
                 QStringLiteral("0+60 240-60 240+60 720-60 960+60 1440-60"));
    }

    void tellsPartsAndTheirPlaceInTheMix()
    {
        Performance performance = withNotes({{{0}, {480}, 60, 80}});
        performance.parts[0].volume = 90;
        performance.parts[0].pan = 200;
        performance.parts.push_back({"Piano", 0, 0, {{{0}, {480}, 60, 70}}});
        performance.parts.push_back({"Silent", 4, 33, {}});
        const auto list = eventList(performance);
        const std::vector<ListedPart> expected{
            {"Solo", 0, 90, 127}, {"Piano", 1, 100, 64}, {"Silent", -1, 100, 64}};
        QCOMPARE(list.parts, expected);
        std::map<std::pair<int, int>, int> controls;
        for (const SoundEvent& event : list.setUp) {
            if (event.kind == Kind::Control)
                controls[{event.channel, event.number}] = event.value;
        }
        QCOMPARE(controls[std::pair(0, 7)], 90);
        QCOMPARE(controls[std::pair(0, 10)], 127);
        QCOMPARE(controls[std::pair(1, 7)], 100);
    }

    void takesAnyMetre()
    {
        auto performance = withNotes({{{0}, {480}, 60, 80}});
        performance.beatsPerBar = 6;
        performance.beatUnit = 8;
        QCOMPARE(eventList(performance).beatsPerBar, 6);
        QCOMPARE(eventList(performance).beat, Ticks{240});
        performance.beatsPerBar = 0;
        performance.beatUnit = -3;
        QCOMPARE(eventList(performance).beatsPerBar, 4);
        QCOMPARE(eventList(performance).beat, Ticks{480});
    }

    void dropsAndCountsWhatNoInstrumentPlays()
    {
        auto performance = withNotes({{{0}, {480}, 128, 80},
                                      {{0}, {480}, -1, 80},
                                      {{-10}, {480}, 60, 80},
                                      {{std::numeric_limits<std::int64_t>::max()}, {480}, 60, 80}});
        performance.parts.push_back({"Nowhere", 16, 0, {{{0}, {480}, 60, 80}}});
        const auto list = eventList(performance);
        QCOMPARE(list.dropped, 5);
        QVERIFY(list.notes.empty());
    }

    void anyTempoIsPlayable()
    {
        for (const double tempo :
             {0.0, -3.0, std::nan(""), std::numeric_limits<double>::infinity(), 1e300, 1e-300}) {
            auto performance = withNotes({{{0}, {480}, 60, 80}});
            performance.tempo = tempo;
            const double seconds = eventList(performance).secondsPerTick();
            QVERIFY2(std::isfinite(seconds) && seconds > 0, qPrintable(QString::number(tempo)));
        }
    }

    void onsAndOffsAlternateInAnyHeapOfNotes()
    {
        Random random(11);
        for (int round = 0; round < 300; ++round) {
            Performance performance;
            for (int part = 0; part < 3; ++part) {
                Part made{
                    "P", static_cast<int>(random.index(2)), static_cast<int>(random.index(2)), {}};
                for (std::size_t i = random.index(40); i > 0; --i) {
                    const auto start = static_cast<std::int64_t>(random.index(30));
                    const auto length = static_cast<std::int64_t>(random.index(12));
                    made.notes.push_back({{start},
                                          {length},
                                          60 + static_cast<int>(random.index(3)),
                                          static_cast<int>(random.index(128))});
                }
                performance.parts.push_back(std::move(made));
            }
            const auto list = eventList(performance);
            QCOMPARE(eventList(performance).notes, list.notes);
            for (const bool isPerPart : {true, false}) {
                std::map<std::tuple<int, int, int>, bool> isDown;
                Ticks last;
                for (const SoundEvent& event :
                     isPerPart ? list.notes : withoutUnisons(list.notes)) {
                    QVERIFY(event.at >= last);
                    last = event.at;
                    const int part = isPerPart ? event.part : 0;
                    bool& down = isDown[{part, event.channel, event.number}];
                    QCOMPARE(down, event.kind == Kind::NoteOff);
                    down = !down;
                }
                for (const auto& [key, down] : isDown)
                    QVERIFY(!down);
                QVERIFY(list.end >= last);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestEventList)
#include "tst_eventlist.moc"
