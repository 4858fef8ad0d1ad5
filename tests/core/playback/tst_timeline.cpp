#include <cmath>

#include <QTest>

#include "playback/timeline.h"
#include "support/random.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

/// Microseconds.
constexpr double tickLength = 60e6 / (120 * 480);

double tickAt(const Timeline& timeline, ClockTime now)
{
    return timeline.placeAt(now).tick;
}

} // namespace

class TestTimeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTempoAndJumps()
    {
        Timeline timeline;
        timeline.begin(1s, {480, {480}}, tickLength);
        QCOMPARE(tickAt(timeline, 0s), 480.0);
        QCOMPARE(tickAt(timeline, 1500ms), 960.0);
        QCOMPARE(timeline.timeOf({1440}), ClockTime(2s));
        timeline.changeTempo(1500ms, tickLength / 2);
        QCOMPARE(tickAt(timeline, 1250ms), 720.0);
        QCOMPARE(tickAt(timeline, 1750ms), 1440.0);
        QCOMPARE(timeline.timeOf({1440}), ClockTime(1750ms));
        QCOMPARE(timeline.timeOf({600}), ClockTime(1500ms)); // before the stretch: its start
        timeline.jump({1440}, {0});
        QCOMPARE(timeline.timeOf({480}), ClockTime(2s));
        QCOMPARE(tickAt(timeline, 1749ms), 1438.08);
        QCOMPARE(tickAt(timeline, 1750ms), 0.0);
        QCOMPARE(timeline.nextJump(0s), std::optional<ClockTime>(1750ms));
        QCOMPARE(timeline.nextJump(1750ms), std::nullopt);
        QCOMPARE(timeline.timeWithoutJump({1920}, 1s), ClockTime(2s));
        QCOMPARE(timeline.timeWithoutJump({720}, 1s), ClockTime(1250ms));
        timeline.forgetBefore(1600ms);
        QCOMPARE(tickAt(timeline, 1625ms), 1200.0);
        timeline.cutAt(1750ms);
        QCOMPARE(timeline.timeOf({1920}), ClockTime(2s));
    }

    void knowsWhereMusicIsCountedIn()
    {
        Timeline timeline;
        timeline.begin(0s, {-480, {0}}, tickLength);
        QVERIFY(timeline.placeAt(100ms).tick < 0);
        QCOMPARE(timeline.placeAt(100ms).entry, Ticks{});
        timeline.jump({960}, {240});
        QCOMPARE(timeline.placeAt(1500ms).entry, Ticks{240});
    }

    // Whoever asks for the first tick from a time on must get each event once, although times are
    // rounded.
    void theFirstTickFromATimeIsTheFirstThatSoundsThen()
    {
        Random random(1);
        for (int round = 0; round < 2000; ++round) {
            Timeline timeline;
            const double length = random.index(2) == 0
                                      ? 12.5 * static_cast<double>(1 + random.index(40))
                                      : 12.5 + 1000 * random.uniform();
            timeline.begin(ClockTime(random.index(1000)), {100 * random.uniform(), {}}, length);
            for (std::int64_t tick = 200; tick < 230; ++tick) {
                const ClockTime at = timeline.timeOf({tick});
                QCOMPARE(timeline.firstTickFrom(at), Ticks{tick});
                QCOMPARE(timeline.firstTickFrom(at + ClockTime(1)), Ticks{tick + 1});
            }
        }
    }

    void loopsDoNotDrift()
    {
        Timeline timeline;
        const double length = 60e6 / (239.0 * 480);
        timeline.begin(0s, {}, length);
        for (int lap = 1; lap <= 10000; ++lap) {
            timeline.jump({480}, {0});
            const double exact = lap * 60e6 / 239;
            const auto start = static_cast<double>(timeline.timeOf({0}).count());
            QVERIFY(std::abs(start - exact) < 0.6);
        }
    }
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
