#include <QTest>

#include "controllers/taptempo.h"
#include "playback/transport.h"

using namespace woodshed;

class TestTapTempo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoTapsAreATempo()
    {
        TapTempo taps;
        QVERIFY(!taps.tap(1000));
        QCOMPARE(taps.tap(1500), std::optional(120.0));
    }

    void unevenTapsAreEvened()
    {
        TapTempo taps;
        std::optional<double> tempo;
        for (const int at : {0, 480, 1000, 1500, 2000})
            tempo = taps.tap(at);
        QCOMPARE(tempo, std::optional(120.0));
    }

    void onlyTheLatestCount()
    {
        TapTempo taps;
        std::int64_t at = 0;
        std::optional<double> tempo;
        for (int i = 0; i < 10; ++i)
            tempo = taps.tap(at += 1000);
        QCOMPARE(tempo, std::optional(60.0));
        for (int i = 0; i < 5; ++i)
            tempo = taps.tap(at += 250);
        QCOMPARE(tempo, std::optional(240.0));
    }

    void aPauseBeginsAnew()
    {
        TapTempo taps;
        (void)taps.tap(0);
        (void)taps.tap(500);
        QVERIFY(!taps.tap(9000));
        QCOMPARE(taps.tap(10000), std::optional(60.0));
    }

    void staysWithinThePlayersLimits()
    {
        TapTempo fast;
        (void)fast.tap(0);
        QCOMPARE(fast.tap(10), std::optional(fastestTempo));
        TapTempo slow;
        (void)slow.tap(0);
        QCOMPARE(slow.tap(1900), std::optional(slowestTempo));
        QVERIFY(!TapTempo().tap(5));
        TapTempo still;
        (void)still.tap(7);
        QVERIFY(!still.tap(7)); // a clock that stands still is no beat
    }
};

QTEST_APPLESS_MAIN(TestTapTempo)
#include "tst_taptempo.moc"
