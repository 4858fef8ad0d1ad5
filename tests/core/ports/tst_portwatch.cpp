#include <QTest>

#include <mutex>

#include "core/ports/fakemidi.h"
#include "ports/midiout.h"
#include "ports/portwatch.h"

using namespace woodshed;
using namespace std::chrono_literals;
using Kind = PortEvent::Kind;

namespace
{

/// Where nothing but a hang or a loss takes longer.
constexpr int guard = 30'000;

using Events = std::vector<PortEvent>;

} // namespace

class TestPortWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsNewLostAndBack()
    {
        PortHistory history;
        QVERIFY(history.update({{"Keys"}, {"Keys", "Synth"}, {}}) ==
                (Events{{Kind::New, true, "Keys"},
                        {Kind::New, false, "Keys"},
                        {Kind::New, false, "Synth"}}));
        QVERIFY(history.update({{"Keys"}, {"Synth", "Keys"}, {}}).empty());
        QVERIFY(history.update({{"Keys"}, {"Synth"}, {}}) == (Events{{Kind::Lost, false, "Keys"}}));
        QVERIFY(history.update({{"Keys"}, {"Keys", "Synth"}, {}}) ==
                (Events{{Kind::Back, false, "Keys"}}));
    }

    void whatIsLostComesFirst()
    {
        PortHistory history;
        (void)history.update({{"A"}, {"A"}, {}});
        QVERIFY(history.update({{"B"}, {"B"}, {}}) == (Events{{Kind::Lost, true, "A"},
                                                              {Kind::Lost, false, "A"},
                                                              {Kind::New, true, "B"},
                                                              {Kind::New, false, "B"}}));
    }

    void aListThatCannotBeHadLosesEveryPort()
    {
        PortHistory history;
        QVERIFY(history.update({{}, {}, "no sequencer"}).empty());
        (void)history.update({{}, {"Synth"}, {}});
        QVERIFY(history.update({{}, {}, "the server has ended"}) ==
                (Events{{Kind::Lost, false, "Synth"}}));
        QVERIFY(history.update({{}, {"Synth"}, {}}) == (Events{{Kind::Back, false, "Synth"}}));
    }

    void switchesOutputsAsPortsComeAndGo()
    {
        FakeMidi midi;
        midi.plug({{}, {"Synth"}, {}});
        std::mutex mutex;
        std::unique_ptr<MidiOut> out;
        int lost = 0;
        const auto has = [&](bool expected) {
            const std::lock_guard lock(mutex);
            return (out != nullptr) == expected;
        };
        {
            const PortWatch watch(
                midi,
                [&](const PortEvent& event) {
                    const std::lock_guard lock(mutex);
                    if (event.kind == Kind::Lost) {
                        out.reset();
                        ++lost;
                    } else if (auto opened = MidiOut::open(midi, event.name)) {
                        out = std::move(*opened);
                    }
                },
                1ms);
            for (int i = 0; i < 3; ++i) {
                QTRY_VERIFY_WITH_TIMEOUT(has(true), guard);
                QCOMPARE(watch.ports().outputs.size(), std::size_t{1});
                midi.plug({{}, {}, "unplugged"});
                QTRY_VERIFY_WITH_TIMEOUT(has(false), guard);
                QTRY_VERIFY_WITH_TIMEOUT(watch.ports().why == "unplugged", guard);
                midi.plug({{}, {"Synth"}, {}});
            }
            QTRY_VERIFY_WITH_TIMEOUT(has(true), guard);
        }
        QCOMPARE(lost, 3);
    }

    void looksAtOnceAndEndsAtOnce()
    {
        FakeMidi midi;
        const auto start = std::chrono::steady_clock::now();
        {
            const PortWatch watch(
                midi, [](const PortEvent&) {}, 1h);
            QTRY_VERIFY_WITH_TIMEOUT(midi.lists() == 1, guard);
        }
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(guard));
    }
};

QTEST_GUILESS_MAIN(TestPortWatch)
#include "tst_portwatch.moc"
