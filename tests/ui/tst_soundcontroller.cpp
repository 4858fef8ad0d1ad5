#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "controllers/soundcontroller.h"
#include "dialogs/soundsettings.h"
#include "samplestudio.h"

using namespace woodshed;

namespace
{

const OutputChoice port{OutputChoice::Kind::MidiPort, "Synth 1"};

} // namespace

class TestSoundController : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<samples::FakeSound> m_player;
    std::unique_ptr<SoundController> m_sound;

    template<typename T>
    static T* find(const QObject& parent, const char* name)
    {
        T* found = parent.findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    static void pick(QComboBox* combo, const QString& text)
    {
        const int index = combo->findText(text);
        QVERIFY2(index >= 0, qPrintable(text));
        combo->setCurrentIndex(index);
        Q_EMIT combo->activated(index); // what Qt does when the user picks it
    }

private Q_SLOTS:
    void init()
    {
        m_player = std::make_shared<samples::FakeSound>();
        m_sound = std::make_unique<SoundController>(m_player);
    }
    void cleanup() { m_sound.reset(); }

    void whatIsChosenBeforeTheSoundIsOpenIsChosenThen()
    {
        QSignalSpy chosen(m_sound.get(), &SoundController::outputChosen);
        m_sound->choose(port);
        m_sound->noteOn(60, 90);
        QVERIFY(m_player->chosen().empty() && m_player->pitches.empty());
        m_sound->begin(m_player->status());
        QTRY_COMPARE(chosen.size(), 1);
        QCOMPARE(m_player->chosen(), std::vector<OutputChoice>{port});
        QCOMPARE(m_sound->status().output, port);
    }

    void theLatestChoiceOfManyWins()
    {
        m_sound->begin(m_player->status());
        for (int i = 0; i < 20; ++i)
            m_sound->choose({OutputChoice::Kind::MidiPort, "Synth " + std::to_string(i)});
        QTRY_COMPARE(m_sound->status().output.name, std::string("Synth 19"));
        QVERIFY2(m_player->chosen().size() <= 3, "every step was opened");
    }

    void portsThatComeAndGoAreSeen()
    {
        m_sound->begin(m_player->status());
        QSignalSpy changed(m_sound.get(), &SoundController::changed);
        m_sound->look();
        QCOMPARE(changed.size(), 0);
        m_player->offer({{}, port, {OutputChoice::Kind::MidiPort, "Synth 2"}});
        QTRY_COMPARE(changed.size(), 1); // by itself
        QCOMPARE(m_sound->outputs().size(), std::size_t{3});
    }

    void aVanishedPortIsToldOnceAndSoIsItsReturn()
    {
        m_sound->begin(m_player->status());
        QSignalSpy troubled(m_sound.get(), &SoundController::troubled);
        QSignalSpy recovered(m_sound.get(), &SoundController::recovered);
        m_sound->choose(port);
        QTRY_COMPARE(m_sound->status().output, port);
        m_player->happen({}, "Synth 1 has gone; playing through the built-in synth until it is "
                             "back.");
        m_sound->look();
        m_sound->look();
        QCOMPARE(troubled.size(), 1);
        QVERIFY(troubled.first().first().toString().contains(QStringLiteral("until it is back")));
        m_player->happen(port, "");
        m_sound->look();
        QCOMPARE(recovered.size(), 1);
        QCOMPARE(recovered.first().first().toString(),
                 QStringLiteral("Playing through Synth 1 again."));
    }

    void aGapIsToldOnce()
    {
        m_sound->begin(m_player->status());
        QSignalSpy faltered(m_sound.get(), &SoundController::faltered);
        m_sound->look();
        QCOMPARE(faltered.size(), 0);
        m_player->leaveOut();
        m_sound->look();
        m_sound->look();
        QCOMPARE(faltered.size(), 1);
        m_player->leaveOut();
        m_sound->look();
        QCOMPARE(faltered.size(), 2);
    }

    void aRefusedOutputIsTold()
    {
        m_sound->begin(m_player->status());
        QSignalSpy troubled(m_sound.get(), &SoundController::troubled);
        m_sound->choose({OutputChoice::Kind::MidiPort, "Broken"});
        QTRY_COMPARE(troubled.size(), 1);
        QCOMPARE(m_sound->status().output, OutputChoice{});
    }

    void aBadSoundFontIsRefusedAndTheOldOneStays()
    {
        m_sound->begin(m_player->status());
        QSignalSpy failed(m_sound.get(), &SoundController::failed);
        QSignalSpy fonts(m_sound.get(), &SoundController::soundFontChosen);
        m_sound->chooseSoundFont("/music/letter.txt");
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(m_sound->status().soundFont, std::string("sample.sf2"));
        m_sound->chooseSoundFont("/fonts/other.sf2");
        QTRY_COMPARE(fonts.size(), 1);
        QCOMPARE(m_sound->status().soundFont, std::string("other.sf2"));
    }

    void listensToAnInputThatCanBeHad()
    {
        m_sound->begin(m_player->status());
        QSignalSpy failed(m_sound.get(), &SoundController::failed);
        m_sound->listenTo("Keys 61");
        QTRY_COMPARE(m_sound->input(), std::string("Keys 61"));
        QCOMPARE(m_player->listening(), std::string("Keys 61"));
        m_sound->listenTo("Deaf");
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(m_sound->input(), std::string("Keys 61"));
    }

    void theSettingsShowWhatIsInForce()
    {
        SoundStatus status = m_player->status();
        status.driver = "alsa";
        status.latencyMs = 34.7;
        status.attempts = {"pulseaudio: no server", "alsa: in use"};
        m_player->report(status);
        m_sound->begin(status);
        SoundSettings settings(m_sound.get(), {});
        QCOMPARE(find<QComboBox>(settings, "comboDriver")->currentText(),
                 QStringLiteral("Automatic (now ALSA)"));
        QCOMPARE(find<QComboBox>(settings, "comboSoundFont")->currentText(),
                 QStringLiteral("sample.sf2"));
        QCOMPARE(find<QComboBox>(settings, "comboInput")->currentText(), QStringLiteral("None"));
        QCOMPARE(find<QLabel>(settings, "latencyText")->text(), QStringLiteral("about 35 ms"));
        QCOMPARE(find<QPlainTextEdit>(settings, "attemptsText")->toPlainText(),
                 QStringLiteral("pulseaudio: no server\nalsa: in use"));
        QVERIFY(!find<QLabel>(settings, "soundTrouble")->isVisibleTo(&settings));
        QVERIFY(!settings.isModal());
        find<QPushButton>(settings, "btnTestTone")->click();
        QCOMPARE(m_player->tones, 1);
    }

    void theSettingsAct()
    {
        m_sound->begin(m_player->status());
        SoundSettings settings(m_sound.get(),
                               [](QWidget*) { return QStringLiteral("/home/fonts/mine.sf2"); });
        pick(find<QComboBox>(settings, "comboDriver"), QStringLiteral("ALSA"));
        QTRY_COMPARE(m_sound->status().wanted, (OutputChoice{OutputChoice::Kind::Synth, "alsa"}));
        QCOMPARE(find<QComboBox>(settings, "comboDriver")->currentText(), QStringLiteral("ALSA"));
        pick(find<QComboBox>(settings, "comboDriver"), QStringLiteral("Silent"));
        QTRY_COMPARE(m_sound->status().wanted.kind, OutputChoice::Kind::Silent);
        pick(find<QComboBox>(settings, "comboSoundFont"), QStringLiteral("other.sf2"));
        QTRY_COMPARE(m_sound->status().soundFont, std::string("other.sf2"));
        find<QPushButton>(settings, "btnChooseSoundFont")->click();
        QTRY_COMPARE(find<QComboBox>(settings, "comboSoundFont")->currentText(),
                     QStringLiteral("mine.sf2"));
        pick(find<QComboBox>(settings, "comboInput"), QStringLiteral("Keys 61"));
        QTRY_COMPARE(m_sound->input(), std::string("Keys 61"));
    }

    void theSettingsSayWhyAndFallBack()
    {
        m_sound->begin(m_player->status());
        SoundSettings settings(m_sound.get(),
                               [](QWidget*) { return QStringLiteral("/home/letter.txt"); });
        settings.show();
        auto* trouble = find<QLabel>(settings, "soundTrouble");
        pick(find<QComboBox>(settings, "comboInput"), QStringLiteral("Deaf"));
        QTRY_COMPARE(trouble->text(), QStringLiteral("Another program holds it (Deaf)."));
        QVERIFY(trouble->isVisible());
        QCOMPARE(find<QComboBox>(settings, "comboInput")->currentText(), QStringLiteral("None"));
        find<QPushButton>(settings, "btnChooseSoundFont")->click();
        QTRY_VERIFY(trouble->text().startsWith(QStringLiteral("This is not a soundfont")));
        QCOMPARE(find<QComboBox>(settings, "comboSoundFont")->currentText(),
                 QStringLiteral("sample.sf2"));
        // A trouble of the status is shown as well, and goes with it.
        m_sound->choose({OutputChoice::Kind::MidiPort, "Broken"});
        QTRY_VERIFY(trouble->text().startsWith(QStringLiteral("Broken cannot be opened")));
        m_sound->choose({});
        QTRY_VERIFY(!trouble->isVisible());
    }

    void theSettingsAreReachedByKeysAndSayTheirNames()
    {
        m_sound->begin(m_player->status());
        SoundSettings settings(m_sound.get(), {});
        settings.show();
        settings.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&settings));
        QStringList order;
        QWidget* first = QApplication::focusWidget();
        for (int i = 0; i < 8; ++i) {
            QWidget* at = QApplication::focusWidget();
            QVERIFY2(!at->accessibleName().isEmpty() && !at->toolTip().isEmpty() &&
                         !at->statusTip().isEmpty(),
                     qPrintable(at->objectName()));
            order << at->objectName();
            QTest::keyClick(at, Qt::Key_Tab);
            if (QApplication::focusWidget() == first)
                break;
        }
        QCOMPARE(order.join(QLatin1Char(' ')),
                 QStringLiteral("comboDriver comboSoundFont btnChooseSoundFont comboInput "
                                "attemptsText btnTestTone btnCloseSound"));
        QTest::keyClick(&settings, Qt::Key_Escape);
        QVERIFY(!settings.isVisible());
    }
};

QTEST_MAIN(TestSoundController)
#include "tst_soundcontroller.moc"
