#include <QAccessible>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

#include "panels/mixerpanel.h"
#include "widgets/levelmeter.h"

using namespace woodshed;

class TestMixerPanel : public QObject
{
    Q_OBJECT

private:
    template<typename T>
    static T* find(const QObject& parent, const QString& name)
    {
        T* found = parent.findChild<T*>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<PartMix>(); }

    void everyPartHasItsStrip_data()
    {
        QTest::addColumn<QString>("part");
        for (const char* part : {"Solo", "Piano", "Bass", "Drums"})
            QTest::newRow(part) << QString::fromLatin1(part);
    }

    void everyPartHasItsStrip()
    {
        QFETCH(const QString, part);
        MixerPanel mixer;
        mixer.show();
        QSignalSpy changed(&mixer, &MixerPanel::mixChanged);
        const auto last = [&changed] { return changed.last().at(1).value<PartMix>(); };
        find<QSlider>(mixer, QStringLiteral("sliderVolume") + part)->setValue(40);
        QCOMPARE(last(), (PartMix{.volume = 0.4}));
        find<QSlider>(mixer, QStringLiteral("sliderPan") + part)->setValue(-50);
        QCOMPARE(last(), (PartMix{.volume = 0.4, .pan = -0.5}));
        auto* mute = find<QToolButton>(mixer, QStringLiteral("btnMute") + part);
        QTest::keyClick(mute, Qt::Key_Space);
        QCOMPARE(last(), (PartMix{.volume = 0.4, .pan = -0.5, .muted = true}));
        QTest::mouseClick(find<QToolButton>(mixer, QStringLiteral("btnSolo") + part),
                          Qt::LeftButton);
        QCOMPARE(last(), (PartMix{.volume = 0.4, .pan = -0.5, .muted = true, .soloed = true}));
        for (const auto& call : changed)
            QCOMPARE(call.first().toString(), part);
        QCOMPARE(changed.size(), 4);
    }

    void lettersMuteAndSoloThePartInFocus()
    {
        MixerPanel mixer;
        mixer.show();
        auto* volume = find<QSlider>(mixer, QStringLiteral("sliderVolumeBass"));
        QTest::keyClick(volume, Qt::Key_M);
        QVERIFY(find<QToolButton>(mixer, QStringLiteral("btnMuteBass"))->isChecked());
        QTest::keyClick(volume, Qt::Key_S);
        QVERIFY(find<QToolButton>(mixer, QStringLiteral("btnSoloBass"))->isChecked());
        QVERIFY(!find<QToolButton>(mixer, QStringLiteral("btnMuteDrums"))->isChecked());
        QTest::keyClick(volume, Qt::Key_M);
        QVERIFY(!find<QToolButton>(mixer, QStringLiteral("btnMuteBass"))->isChecked());
    }

    void reverbIsAskedForButNotWhenShown()
    {
        MixerPanel mixer;
        QSignalSpy reverb(&mixer, &MixerPanel::reverbChanged);
        mixer.showReverb(0.3);
        QCOMPARE(find<QSlider>(mixer, QStringLiteral("sliderReverb"))->value(), 30);
        QVERIFY(reverb.isEmpty());
        find<QSlider>(mixer, QStringLiteral("sliderReverb"))->setValue(75);
        QCOMPARE(reverb.first().first().toDouble(), 0.75);
    }

    void theMeterRisesAtOnceAndFallsSlowly()
    {
        LevelMeter meter;
        QCOMPARE(meter.valueText(), QStringLiteral("silent"));
        meter.setLevel({0.5F, false});
        QVERIFY(std::abs(meter.decibels() + 6.02) < 0.01);
        QCOMPARE(meter.valueText(), QStringLiteral("-6 dB"));
        meter.setLevel({0, false});
        QVERIFY(meter.decibels() > -12 && meter.decibels() < -6.02);
        for (int i = 0; i < 100; ++i)
            meter.setLevel({0, false});
        QCOMPARE(meter.decibels(), LevelMeter::quietest);
        meter.setLevel({7, false});
        QCOMPARE(meter.decibels(), 0.0);
    }

    void theClipMarkStaysUntilItIsTakenAway()
    {
        LevelMeter meter;
        meter.resize(200, 24);
        meter.show();
        const QImage before = meter.grab().toImage();
        meter.setLevel({1.2F, true});
        meter.setLevel({0.5F, false});
        QVERIFY(meter.hasClipped());
        QVERIFY(meter.grab().toImage() != before);
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&meter);
        QCOMPARE(accessible->text(QAccessible::Name), QStringLiteral("Level"));
        QVERIFY2(accessible->text(QAccessible::Value).endsWith(QStringLiteral("has been too loud")),
                 qPrintable(accessible->text(QAccessible::Value)));
        QTest::keyClick(&meter, Qt::Key_Space);
        QVERIFY(!meter.hasClipped());
        meter.setLevel({1.2F, true});
        QTest::mouseClick(&meter, Qt::LeftButton);
        QVERIFY(!meter.hasClipped());
    }
};

QTEST_MAIN(TestMixerPanel)
#include "tst_mixerpanel.moc"
