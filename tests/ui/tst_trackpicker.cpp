#include <QComboBox>
#include <QDoubleSpinBox>
#include <QTableWidget>
#include <QTest>

#include "dialogs/trackpicker.h"

using namespace woodshed;

class TestTrackPicker : public QObject
{
    Q_OBJECT

private:
    static CorpusScan scan()
    {
        CorpusScan scan;
        scan.tracks = {{0, "Piano", 300, 36, 72}, {1, "Guitar", 200, 55, 88}, {2, "", 40, 60, 60}};
        scan.guess = {1, 0, 476, 548};
        scan.quarters = 600;
        return scan;
    }

private Q_SLOTS:
    void ourGuessIsChosenAndEnterTakesIt()
    {
        TrackPicker picker(scan(), QStringLiteral("a.mid"));
        picker.show();
        QVERIFY(QTest::qWaitForWindowActive(&picker));
        auto* table = picker.findChild<QTableWidget*>(QStringLiteral("tableTracks"));
        QCOMPARE(table->rowCount(), 3);
        QCOMPARE(table->item(1, 3)->text(), QStringLiteral("G3 to E6"));
        QCOMPARE(table->item(1, 4)->text(), QStringLiteral("melody"));
        QCOMPARE(table->item(0, 4)->text(), QStringLiteral("chords"));
        QVERIFY(table->hasFocus());
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(picker.result(), static_cast<int>(QDialog::Accepted));
        const TrackChoice choice = picker.choice();
        QCOMPARE(choice.melody, 1);
        QCOMPARE(choice.chords, std::optional(0));
        QCOMPARE(choice.from, 476.0);
        QCOMPARE(choice.to, 548.0);
    }

    void everythingCanBeChosenOtherwise()
    {
        TrackPicker picker(scan(), QStringLiteral("a.mid"));
        picker.findChild<QTableWidget*>(QStringLiteral("tableTracks"))->setCurrentCell(2, 1);
        picker.findChild<QComboBox*>(QStringLiteral("comboChords"))->setCurrentIndex(0);
        auto* from = picker.findChild<QDoubleSpinBox*>(QStringLiteral("spinFrom"));
        auto* to = picker.findChild<QDoubleSpinBox*>(QStringLiteral("spinTo"));
        from->setValue(10);
        to->setValue(20);
        from->setValue(30); // the range never turns round
        const TrackChoice choice = picker.choice();
        QCOMPARE(choice.melody, 2);
        QCOMPARE(choice.chords, std::nullopt);
        QCOMPARE(choice.to, 20.0);
        QVERIFY(choice.from <= choice.to);
    }

    void aFileWithoutTracksIsNoTrouble()
    {
        TrackPicker picker({}, QStringLiteral("a.mid"));
        QCOMPARE(picker.choice().melody, 0);
        QCOMPARE(picker.choice().chords, std::nullopt);
    }
};

QTEST_MAIN(TestTrackPicker)
#include "tst_trackpicker.moc"
