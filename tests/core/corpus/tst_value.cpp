#include <QTest>

#include "corpus/value.h"

using namespace woodshed;

class TestValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatItWrites()
    {
        for (const char* text : {"C,0.250", "S,0.250,<M3,m-2>", "A,0.333,<d1,P-5>",
                                 "X,0.667,<dd5,d1>", "R,71.000", "C,0.25", "C,1", "C,10000.000"}) {
            const auto value = Value::parse(text);
            QVERIFY2(value.has_value(), text);
            QCOMPARE(value->text(), std::string(text));
        }
    }

    void takesAValueApart()
    {
        const auto value = Value::parse("S,0.250,<M3,m-2>");
        QCOMPARE(value->kind, ValueKind::ScaleTone);
        QCOMPARE(value->duration, std::string("0.250"));
        QCOMPARE(value->interval->first, std::string("M3"));
        QCOMPARE(value->interval->second, std::string("m-2"));
        QVERIFY(!Value::parse("R,0.250")->interval.has_value());
    }

    void measuresInTwelfths_data()
    {
        QTest::addColumn<QString>("duration");
        QTest::addColumn<qint64>("ticks");
        QTest::newRow("sixteenth") << "0.250" << qint64{120};
        QTest::newRow("triplet eighth") << "0.333" << qint64{160};
        QTest::newRow("triplet quarter") << "0.667" << qint64{320};
        QTest::newRow("twelfth") << "0.083" << qint64{40};
        QTest::newRow("dotted") << "0.75" << qint64{360};
        QTest::newRow("nothing") << "0.0" << qint64{0};
        QTest::newRow("long") << "71.000" << qint64{71 * 480};
    }
    void measuresInTwelfths()
    {
        QFETCH(QString, duration);
        QFETCH(qint64, ticks);
        QCOMPARE(qint64{Value::parse("C," + duration.toStdString())->ticks().count}, ticks);
    }

    void keepsThousandthsAsWritten()
    {
        QCOMPARE(Value::parse("C,0.333")->thousandths(), std::int64_t{333});
        QCOMPARE(Value::parse("C,1.5")->thousandths(), std::int64_t{1500});
        QCOMPARE(Value::parse("C,12.05")->thousandths(), std::int64_t{12050});
    }

    void refusesAnythingElse()
    {
        for (const char* text : {"",
                                 "C",
                                 "C,",
                                 "Q,0.250",
                                 "CC,0.250",
                                 "c,0.250",
                                 ",0.250",
                                 "C,-0.250",
                                 "C,0.2500",
                                 "C,.250",
                                 "C,0.",
                                 "C,1e3",
                                 "C,nan",
                                 "C,0,250",
                                 "C,10000.001",
                                 "C,99999999999999999999",
                                 "C, 0.250",
                                 "C,0.250 ",
                                 "C,0.250,",
                                 "C,0.250,M3,m-2",
                                 "C,0.250,<M3>",
                                 "C,0.250,<M3,m-2",
                                 "C,0.250,<M3,m-2>x",
                                 "C,0.250,<M3,m-2,P1>",
                                 "C,0.250,<,>",
                                 "C,0.250,<",
                                 "C,0.250,<>",
                                 "C,0.250,<H3,m-2>",
                                 "R,0.250,<M3,m-2>"}) {
            const auto value = Value::parse(text);
            QVERIFY2(!value.has_value(), text);
            QCOMPARE(value.error().code, ErrorCode::Malformed);
            QVERIFY(value.error().detail.find("is not a value") != std::string::npos);
        }
    }

    void corpusGivesItsTokensInOrder()
    {
        const ValueCorpus corpus{{{1, {"C,0.250", "S,0.250"}}, {2, {}}, {3, {"A,0.500"}}}, {}};
        QCOMPARE(corpus.tokens(), (std::vector<std::string>{"C,0.250", "S,0.250", "A,0.500"}));
    }
};

QTEST_GUILESS_MAIN(TestValue)
#include "tst_value.moc"
