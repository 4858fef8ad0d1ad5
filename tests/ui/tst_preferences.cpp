#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "studio/preferences.h"

using namespace woodshed;

class TestPreferences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeBackInTheNextRun()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("new/woodshed.ini"));
        SoundPreferences sound;
        sound.volume = 0.35;
        sound.metronome = true;
        sound.countIn = true;
        sound.output = {OutputChoice::Kind::MidiPort, "Bühne, \"links\" %20;x"};
        sound.soundFont = "/fonts/für alle.sf2";
        sound.input = "Keys 61";
        {
            Preferences preferences(file);
            QCOMPARE(preferences.sound(), SoundPreferences{});
            preferences.setSound(sound);
        }
        QCOMPARE(Preferences(file).sound(), sound);
    }

    void withoutAFileNothingIsKept()
    {
        Preferences preferences({});
        SoundPreferences sound;
        sound.volume = 0.1;
        preferences.setSound(sound);
        QCOMPARE(preferences.sound(), SoundPreferences{});
    }

    void nonsenseIsAsOnTheFirstDay_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("values") << QByteArray("[sound]\nvolume=loud\noutput=telepathy\n"
                                              "metronome=perhaps\ncountIn=\n");
        QTest::newRow("not a number") << QByteArray("[sound]\nvolume=nan\n");
        QTest::newRow("no settings at all") << QByteArray("\x00\xff\x01 hello [", 12);
    }

    void nonsenseIsAsOnTheFirstDay()
    {
        QFETCH(const QByteArray, text);
        QTemporaryDir folder;
        const QString name = folder.filePath(QStringLiteral("woodshed.ini"));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QCOMPARE(Preferences(name).sound(), SoundPreferences{});
    }

    void aVolumeOutOfRangeIsMended()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("woodshed.ini"));
        Preferences preferences(file);
        SoundPreferences sound;
        sound.volume = 17;
        preferences.setSound(sound);
        QCOMPARE(preferences.sound().volume, 1.0);
    }
};

QTEST_APPLESS_MAIN(TestPreferences)
#include "tst_preferences.moc"
