#include <QTest>

#include <unistd.h>

#include "ports/midiports.h"
#include "ports/portnames.h"
#include "ports/rtmidisystem.h"

using namespace woodshed;

class TestMidiPorts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Whatever JACK server this machine runs is none of this test's.
    void initTestCase() { qputenv("JACK_DEFAULT_SERVER", "woodshed-test-without"); }

    void listsOrExplains()
    {
        const PortList list = listMidiPorts();
        if (::access("/dev/snd/seq", R_OK | W_OK) != 0) {
            QVERIFY(list.inputs.empty() && list.outputs.empty());
            QVERIFY2(!list.why.empty(), "without a sequencer the list has to say why it is empty");
        } else if (!list.why.empty()) {
            QVERIFY(list.inputs.empty() && list.outputs.empty());
        }
        for (const std::string& name : list.outputs)
            QVERIFY(!name.empty());
    }

    void opensNothingThatIsNotThere()
    {
        RtMidiSystem system;
        const auto output = system.openOutput("no such port");
        QVERIFY(!output);
        QVERIFY(!output.error().detail.empty());
        const auto input = system.openInput("", [](auto, auto) {});
        QVERIFY(!input);
        if (!system.hasVirtualPorts()) {
            QCOMPARE(output.error().code, ErrorCode::Unavailable);
            QVERIFY(!system.openVirtualOutput());
            QVERIFY(!system.openVirtualInput([](auto, auto) {}));
        }
    }

    void namesComeWithoutTheirAddress_data()
    {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, const char* expected) {
            QTest::newRow(name) << std::string(name) << std::string(expected);
        };
        row("Keystation 49:Keystation 49 MIDI 1 24:0", "Keystation 49:Keystation 49 MIDI 1");
        row("FLUID Synth (1234):Synth input port (1234:0) 128:0",
            "FLUID Synth (1234):Synth input port (1234:0)");
        row("Keys:MIDI 1", "Keys:MIDI 1");
        row("Keys:1", "Keys:1");
        row("Keys 24:", "Keys 24:");
        row("Keys :0", "Keys :0");
        row(" 24:0", " 24:0");
        row("24:0", "24:0");
        row("", "");
    }

    void namesComeWithoutTheirAddress()
    {
        QFETCH(std::string, name);
        QFETCH(std::string, expected);
        QCOMPARE(withoutAddress(name), expected);
    }

    void equalNamesAreToldApart()
    {
        std::vector<std::string> names{"Keys", "", "Pads", "Keys", "", "Keys"};
        tellApart(names);
        QVERIFY(names ==
                (std::vector<std::string>{"Keys", "", "Pads", "Keys (2)", "", "Keys (3)"}));
    }

    void knowsOurOwn()
    {
        QVERIFY(isPortOf("Woodshed", "Woodshed:output"));
        QVERIFY(isPortOf("Woodshed", "Woodshed-01:output"));
        QVERIFY(isPortOf("Woodshed", "Woodshed in:input"));
        QVERIFY(!isPortOf("Woodshed", "Woodshed"));
        QVERIFY(!isPortOf("Woodshed", "Woodsheds:output"));
        QVERIFY(!isPortOf("Woodshed", "Keys:Woodshed"));
    }
};

QTEST_GUILESS_MAIN(TestMidiPorts)
#include "tst_midiports.moc"
