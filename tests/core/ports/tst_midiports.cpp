#include <QTest>

#include <unistd.h>

#include "ports/midiports.h"

using namespace woodshed;

class TestMidiPorts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
};

QTEST_GUILESS_MAIN(TestMidiPorts)
#include "tst_midiports.moc"
