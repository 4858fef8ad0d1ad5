#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/takesmodel.h"
#include "sampletakes.h"

using namespace woodshed;

class TestTakesModel : public QObject
{
    Q_OBJECT

private:
    static std::shared_ptr<const Take> titled(const char* title, std::uint64_t seed = 0)
    {
        Take take = *samples::zigzag(4);
        take.tune.title = title;
        take.seed = seed;
        return std::make_shared<const Take>(std::move(take));
    }

private Q_SLOTS:
    void keepsTheRulesOfModels()
    {
        TakesModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int i = 0; i < 5; ++i)
            model.add(titled("Blues"), TakesModel::Source::Generated);
        QCOMPARE(model.rowCount(), 5);
    }

    void numbersAndNamesTakes()
    {
        TakesModel model;
        model.add(titled("Blues in F"), TakesModel::Source::Demo);
        model.add(titled("Book"), TakesModel::Source::Corpus);
        const int row = model.add(titled("Blues in F", 123456), TakesModel::Source::Generated);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("Demo: Blues in F"));
        QCOMPARE(model.index(1).data().toString(), QStringLiteral("Corpus: Book"));
        QCOMPARE(model.index(row).data().toString(), QStringLiteral("1. Blues in F, seed 123456"));
        QCOMPARE(model.corpusRow(), 1);
        QCOMPARE(model.fileName(row), QStringLiteral("Blues in F - solo 1"));
        QCOMPARE(model.comment(row), std::string("seed 123456"));
        QCOMPARE(model.comment(0), std::string());
        QVERIFY(model.take(row)->seed == 123456);
        QVERIFY(!model.take(99));
        QVERIFY(!model.take(-1));
    }

    void recordedTakesHaveNumbersOfTheirOwn()
    {
        TakesModel model;
        model.add(titled("Blues"), TakesModel::Source::Generated);
        model.add(titled("Blues"), TakesModel::Source::Recorded);
        const int second = model.add(titled("Blues"), TakesModel::Source::Recorded);
        const int even = model.addQuantised(titled("Blues"), second);
        QCOMPARE(model.index(second).data().toString(), QStringLiteral("Recorded 2: Blues"));
        QCOMPARE(model.index(even).data().toString(),
                 QStringLiteral("Recorded 2, quantised: Blues"));
        QCOMPARE(model.fileName(even), QStringLiteral("Blues - recorded 2, quantised"));
        QVERIFY(model.isRecorded(second) && model.isRecorded(even));
        QVERIFY(!model.isRecorded(0) && !model.isRecorded(-1) && !model.isRecorded(99));
    }

    void newBarsStandBehindTheTakeTheyCameFrom()
    {
        TakesModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto network = std::make_shared<const Model>();
        const auto first = titled("Blues", 7);
        TakeOrigin withNetwork;
        withNetwork.model = network;
        TakeOrigin renewed = withNetwork;
        renewed.newBars = BarRange{.first = 4, .count = 4};
        model.add(titled("Book"), TakesModel::Source::Corpus);
        model.add(first, TakesModel::Source::Generated, withNetwork);
        model.add(titled("Blues", 8), TakesModel::Source::Generated);
        const int row = model.insertBehind(1, titled("Blues", 7), renewed);
        QCOMPARE(row, 2);
        QCOMPARE(model.index(row).data().toString(), QStringLiteral("3. Blues, bars 5 to 8 anew"));
        QCOMPARE(model.index(3).data().toString(), QStringLiteral("2. Blues, seed 8"));
        QCOMPARE(model.comment(row), std::string("seed 7, bars 5 to 8 anew"));
        QCOMPARE(model.origin(1).model, network);
        QVERIFY(!model.origin(0).model && !model.origin(-1).model && !model.origin(99).model);
        QCOMPARE(model.rowOf(first), 1);
        QCOMPARE(model.rowOf(titled("Blues", 7)), -1);
        QCOMPARE(model.writtenRow("Book"), 0);
        QCOMPARE(model.writtenRow("Blues"), -1);
    }

    void milestonesAreNamedByTheirEpochAndComeOnce()
    {
        TakesModel model;
        const auto take = titled("Blues", 7);
        const int untrained = model.addMilestone(titled("Blues"), 0);
        const int fifth = model.addMilestone(take, 5);
        QCOMPARE(model.index(untrained).data().toString(), QStringLiteral("Untrained: Blues"));
        QCOMPARE(model.index(fifth).data().toString(), QStringLiteral("Epoch 5: Blues"));
        QCOMPARE(model.fileName(fifth), QStringLiteral("Blues - epoch 5"));
        QCOMPARE(model.comment(fifth), std::string("seed 7"));
        QVERIFY(!model.isRecorded(fifth));
        QCOMPARE(model.addMilestone(take, 5), fifth);
        QCOMPARE(model.rowCount(), 2);
    }

    void theBinKeepsWhatIsThrownAway()
    {
        TakesModel model;
        QSignalSpy binned(&model, &TakesModel::binChanged);
        model.add(titled("Demo"), TakesModel::Source::Demo);
        const auto second = titled("Blues", 2);
        model.add(titled("Blues", 1), TakesModel::Source::Generated);
        model.add(second, TakesModel::Source::Generated);
        model.moveToBin(1);
        model.moveToBin(1);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.bin().size(), std::size_t{2});
        QCOMPARE(binned.size(), 2);
        model.moveToBin(7);
        QCOMPARE(model.bin().size(), std::size_t{2});
        // The one thrown away last comes back first, and new solos take no number twice.
        QCOMPARE(model.restoreLast(), 1);
        QCOMPARE(model.take(1), second);
        const int third = model.add(titled("Blues", 3), TakesModel::Source::Generated);
        QVERIFY(model.index(third).data().toString().startsWith(QStringLiteral("3. ")));
        model.emptyBin();
        QCOMPARE(model.restoreLast(), -1);
        QCOMPARE(binned.last().first().toInt(), 0);
        // As out of a document: the highest numbers are known again, those in the bin too.
        auto entries = model.entries();
        std::vector<TakesModel::Entry> bin{{titled("Blues", 9), TakesModel::Source::Generated, 9}};
        model.setEntries(std::move(entries), std::move(bin));
        const int tenth = model.add(titled("Blues", 10), TakesModel::Source::Generated);
        QVERIFY(model.index(tenth).data().toString().startsWith(QStringLiteral("10. ")));
    }

    void fileNamesHoldNothingThatFoldersDislike()
    {
        TakesModel model;
        QCOMPARE(model.fileName(model.add(titled("a/b\\c:d?\n"), TakesModel::Source::Demo)),
                 QStringLiteral("a-b-c-d--"));
        QCOMPARE(model.fileName(model.add(titled("  "), TakesModel::Source::Demo)),
                 QStringLiteral("Woodshed"));
    }
};

QTEST_GUILESS_MAIN(TestTakesModel)
#include "tst_takesmodel.moc"
