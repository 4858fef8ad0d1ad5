#include <QTest>

#include "theory/interval.h"
#include "theory/pitchname.h"

using namespace woodshed;

class TestInterval : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesIntervals_data()
    {
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("semitones");
        QTest::addColumn<QString>("name");
        const auto row = [](int steps, int semitones, const char* name) {
            QTest::newRow(name) << steps << semitones << QString::fromLatin1(name);
        };
        row(0, 0, "P1");
        row(0, 1, "A1");
        row(0, -1, "d1");
        row(1, 1, "m2");
        row(1, 3, "A2");
        row(1, 0, "d2");
        row(2, 4, "M3");
        row(2, 2, "d3");
        row(3, 5, "P4");
        row(3, 6, "A4");
        row(4, 5, "dd5");
        row(5, 7, "d6");
        row(7, 12, "P8");
        row(10, 17, "P11");
        row(-2, -3, "m-3");
        row(-3, -5, "P-4");
        row(-3, -6, "A-4");
        row(-7, -11, "d-8");
        row(-1, 0, "d-2");
        row(-1, 1, "dd-2");
        row(1, -1, "dd2");
    }
    void namesIntervals()
    {
        QFETCH(int, steps);
        QFETCH(int, semitones);
        QFETCH(QString, name);
        const DirectedInterval interval{steps, semitones};
        QCOMPARE(interval.text(), name.toStdString());
        QCOMPARE(DirectedInterval::parse(name.toStdString()), std::optional(interval));
    }

    void readsBackEveryIntervalOfTwoPitches()
    {
        for (int from = 0; from < 128; ++from) {
            for (int to = 0; to < 128; ++to) {
                for (const auto interval : {DirectedInterval::between(from, to) + minorThird,
                                            DirectedInterval::between(from, to) - minorThird}) {
                    const auto read = DirectedInterval::parse(interval.text());
                    QVERIFY2(read.has_value(), interval.text().c_str());
                    QCOMPARE(*read, interval);
                }
            }
        }
    }

    void refusesWhatIsNoInterval()
    {
        for (const char* text : {"", "3", "m", "P3", "M5", "m4", "Ad4", "m0", "d-1", "m-", "m3x",
                                 "m 3", "m100", "x3", "AAAAAAAAA4", "m99999999999", "m+3", "m--3"})
            QVERIFY2(!DirectedInterval::parse(text).has_value(), text);
    }
};

QTEST_GUILESS_MAIN(TestInterval)
#include "tst_interval.moc"
