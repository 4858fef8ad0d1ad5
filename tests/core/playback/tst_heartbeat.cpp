#include <QTest>

#include "playback/audiotap.h"
#include "playback/heartbeat.h"

using namespace woodshed;
using namespace std::chrono_literals;

class TestHeartbeat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClockThatStandsStillIsNoticed()
    {
        Heartbeat heart;
        const Heartbeat::Time start{1h};
        QVERIFY(heart.beats(0us, start));
        QVERIFY(heart.beats(5ms, start + 900ms));
        QVERIFY(heart.beats(5ms, start + 1800ms)); // 900 ms without a beat
        QVERIFY(!heart.beats(5ms, start + 1901ms));
        QVERIFY(heart.beats(6ms, start + 1950ms));
    }

    void theLoudestSampleIsKeptUntilItIsRead()
    {
        AudioTap tap;
        QCOMPARE(tap.blockFrames(), 0);
        const std::vector<float> quiet{0.1F, -0.2F, 0.05F};
        const std::vector<float> loud{0.1F, -1.25F, 0.5F};
        tap.pass(quiet, loud);
        tap.pass(quiet, quiet);
        const Meter meter = tap.take();
        QCOMPARE(meter.peak, 1.25F);
        QVERIFY(meter.clipped);
        QCOMPARE(tap.take().peak, 0.0F);
        tap.pass(quiet, quiet);
        QVERIFY(!tap.take().clipped);
        QCOMPARE(tap.blockFrames(), 3);
    }
};

QTEST_GUILESS_MAIN(TestHeartbeat)
#include "tst_heartbeat.moc"
