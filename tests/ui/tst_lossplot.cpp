#include <cmath>
#include <limits>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "widgets/decimate.h"
#include "widgets/losschart.h"
#include "widgets/lossplot.h"

using namespace woodshed;

namespace
{

std::vector<EpochReport> falling(int epochs)
{
    std::vector<EpochReport> history;
    for (int i = 1; i <= epochs; ++i) {
        EpochReport report;
        report.epoch = i;
        report.loss = 126 * std::exp(-i * 3.0 / epochs);
        report.accuracy = 1 - std::exp(-i * 3.0 / epochs);
        history.push_back(report);
    }
    return history;
}

} // namespace

class TestLossPlot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replacesWhatWasThere()
    {
        LossPlot plot;
        plot.resize(600, 250);
        plot.setPoints(falling(100));
        QCOMPARE(plot.drawnPoints(), 100);
        plot.setPoints(falling(7));
        QCOMPARE(plot.drawnPoints(), 7);
        QVERIFY(plot.readout().contains(QStringLiteral("Epoch 7")));
        plot.setPoints({});
        QCOMPARE(plot.drawnPoints(), 0);
    }

    void readoutIsTheData()
    {
        LossPlot plot;
        auto history = falling(20);
        history.back().loss = 6.186;
        history.back().accuracy = 0.955;
        plot.setPoints(history);
        QCOMPARE(plot.readout(), QStringLiteral("Epoch 20: loss 6.19, accuracy 95.5 %"));
    }

    void readoutOfLinesHasValidationAndTheBest()
    {
        LossPlot plot;
        auto history = falling(3);
        for (EpochReport& report : history)
            report.validationLoss = report.epoch == 2 ? 3.25 : 4.0;
        history.back().loss = 3.5;
        plot.setPoints(history);
        QCOMPARE(plot.readout(),
                 QStringLiteral("Epoch 3: training 3.50, validation 4.00; best 3.25 at epoch 2"));
    }

    void marksCanBeClicked()
    {
        LossPlot plot;
        plot.resize(600, 250);
        plot.setUnit(LossUnit::Note);
        plot.setPoints(falling(40));
        plot.setMarks({0, 1, 2, 5, 20});
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        QSignalSpy clicked(&plot, &LossPlot::markClicked);
        for (const int epoch : {0, 5, 20}) {
            const auto place = plot.markPlace(epoch);
            QVERIFY(place);
            QTest::mouseClick(plot.markArea(), Qt::LeftButton, {}, place->toPoint());
            QCOMPARE(clicked.takeLast().front().toInt(), epoch);
        }
        QVERIFY(!plot.markPlace(7));
        const QPointF between = (*plot.markPlace(5) + *plot.markPlace(20)) / 2;
        QTest::mouseClick(plot.markArea(), Qt::LeftButton, {}, between.toPoint());
        QVERIFY(clicked.isEmpty());
        plot.setMarks({});
        QVERIFY(!plot.markPlace(5));
    }

    void thinningKeepsTheExtremes()
    {
        std::vector<QPointF> points;
        for (int i = 0; i < 100000; ++i)
            points.emplace_back(i, std::sin(i * 0.01));
        points[54321].setY(99);
        points[76543].setY(-99);
        const auto kept = decimated(points, 1000);
        QVERIFY(kept.size() <= 1002);
        QVERIFY(kept.contains(QPointF(54321, 99)));
        QVERIFY(kept.contains(QPointF(76543, -99)));
        QCOMPARE(kept.first(), points.front());
        QCOMPARE(kept.last(), points.back());
        for (qsizetype i = 1; i < kept.size(); ++i)
            QVERIFY(kept[i - 1].x() < kept[i].x());
    }

    void fewPointsStayAsTheyAre()
    {
        const std::vector<QPointF> points{{1, 3}, {2, 1}, {3, 2}};
        QCOMPARE(decimated(points, 100), QList<QPointF>(points.begin(), points.end()));
        QVERIFY(decimated({}, 100).isEmpty());
    }

    void valuesThatAreNotFiniteAreLeftOut()
    {
        auto history = falling(10);
        history[3].loss = std::numeric_limits<double>::quiet_NaN();
        history[5].loss = std::numeric_limits<double>::infinity();
        LossPlot plot;
        plot.resize(500, 200);
        plot.setPoints(history);
        QCOMPARE(plot.drawnPoints(), 8);
        QVERIFY(!plot.grab().isNull());
    }

    void logarithmIsRefusedForZero()
    {
        LossPlot plot;
        plot.setPoints(falling(10));
        QVERIFY(plot.setLogarithmic(true));
        QVERIFY(plot.isLogarithmic());
        auto history = falling(10);
        history[4].loss = 0;
        plot.setPoints(history);
        QVERIFY(!plot.isLogarithmic());
        QVERIFY(!plot.setLogarithmic(true));
        QVERIFY(plot.readout().contains(QStringLiteral("zero or less")));
        QVERIFY(plot.setLogarithmic(false));
    }

    void savesAPictureThatShowsTheCurve()
    {
        QTemporaryDir folder;
        LossPlot plot;
        plot.resize(500, 200);
        plot.setPoints(falling(50));
        const QString path = folder.filePath(QStringLiteral("loss.png"));
        QVERIFY(plot.savePng(path));
        QCOMPARE(QImage(path).size(), plot.grab().toImage().size());
        QVERIFY(!plot.savePng(folder.filePath(QStringLiteral("no/such/folder.png"))));
        const QImage with = renderLossPlot(falling(50), {500, 200});
        QCOMPARE(with.size(), QSize(500, 200) * with.devicePixelRatio());
        QVERIFY(with != renderLossPlot(falling(2), {500, 200}));
    }

    void benchmarkAHundredThousandPoints()
    {
        LossPlot plot;
        plot.resize(900, 250);
        const auto history = falling(100000);
        QBENCHMARK
        {
            plot.setPoints(history);
        }
    }
};

QTEST_MAIN(TestLossPlot)
#include "tst_lossplot.moc"
