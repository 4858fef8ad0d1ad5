#include <QTest>

#include <thread>

#include "core/ports/fakemidi.h"
#include "ports/midiout.h"
#include "support/random.h"

using namespace woodshed;
using namespace std::chrono_literals;
using Clock = MidiOut::Clock;

namespace
{

/// Where nothing but a hang or a loss takes longer.
constexpr int guard = 30'000;

const auto on = ChannelMessage::noteOn(0, 60, 90);
const auto off = ChannelMessage::noteOff(0, 60);

SoundingNotes soundingAfter(const std::vector<ChannelMessage>& messages)
{
    SoundingNotes notes;
    for (const ChannelMessage& message : messages)
        notes.see(message);
    return notes;
}

} // namespace

class TestMidiOut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsEverythingInOrderAndNothingBeforeItsTime()
    {
        FakeMidi midi;
        auto out = MidiOut::openVirtual(midi);
        QVERIFY(out);
        constexpr int count = 200;
        const auto start = Clock::now() + 5ms;
        // Backwards: each is earlier than what the thread waits for.
        for (int i = count - 1; i >= 0; --i)
            QVERIFY((*out)->send(start + i * 1ms, ChannelMessage::control(0, 1, i % 128)));
        QTRY_VERIFY_WITH_TIMEOUT(midi.sent().size() == count, guard);
        const auto sent = midi.sent();
        for (int i = 0; i < count; ++i) {
            const auto& each = sent[static_cast<std::size_t>(i)];
            QVERIFY(each.message == ChannelMessage::control(0, 1, i % 128));
            QVERIFY2(each.when >= start + i * 1ms, "sent before its time");
        }
        QTRY_VERIFY_WITH_TIMEOUT((*out)->lateness().sent == count, guard);
        const Lateness lateness = (*out)->lateness();
        QVERIFY(lateness.mean.count() >= 0);
        QVERIFY(lateness.worst >= lateness.mean);
        qInfo("late by %lld us on average, %lld us at worst",
              static_cast<long long>(lateness.mean.count()),
              static_cast<long long>(lateness.worst.count()));
    }

    void opensByName()
    {
        FakeMidi midi;
        midi.plug({{}, {"Keys"}, {}});
        QVERIFY(MidiOut::open(midi, "Keys"));
        const auto none = MidiOut::open(midi, "Pads");
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::NotFound);
    }

    void forgetsOnRequest()
    {
        FakeMidi midi;
        auto out = MidiOut::openVirtual(midi);
        (*out)->sendNow(on);
        (*out)->send(Clock::now() + 1h, off);
        (*out)->clear();
        (*out)->sendNow(ChannelMessage::program(0, 1));
        QTRY_VERIFY_WITH_TIMEOUT(midi.sent().size() == 2, guard);
        QVERIFY(midi.messages() == (std::vector{on, ChannelMessage::program(0, 1)}));
        out->reset();
        // The note went on sounding, so closing turned it off.
        QVERIFY(midi.messages() == (std::vector{on, ChannelMessage::program(0, 1), off}));
    }

    void panicSilencesByEveryMeans()
    {
        FakeMidi midi;
        auto out = MidiOut::openVirtual(midi);
        (*out)->sendNow(on);
        (*out)->sendNow(ChannelMessage::noteOn(9, 36, 90));
        (*out)->panic();
        std::vector<ChannelMessage> expected{on, ChannelMessage::noteOn(9, 36, 90), off,
                                             ChannelMessage::noteOff(9, 36)};
        const auto everything = panicMessages();
        expected.insert(expected.end(), everything.begin(), everything.end());
        QTRY_VERIFY_WITH_TIMEOUT(midi.sent().size() == expected.size(), guard);
        QVERIFY(midi.messages() == expected);
        out->reset();
        QCOMPARE(midi.sent().size(), expected.size());
    }

    void closingTurnsOffWhatSoundsAndWaitsForTheDriver()
    {
        FakeMidi midi;
        auto out = MidiOut::openVirtual(midi);
        (*out)->sendNow(on);
        (*out)->send(Clock::now() + 1h, ChannelMessage::noteOn(0, 61, 90));
        QTRY_VERIFY_WITH_TIMEOUT(!midi.sent().empty(), guard);
        out->reset();
        QVERIFY(midi.messages() == (std::vector{on, off}));
        QVERIFY2(Clock::now() - midi.sent().back().when >= 50ms, "closed on top of its last words");
        QCOMPARE(midi.openSenders(), 0);
    }

    void aLostConnectionIsClosedAndSaysSo()
    {
        FakeMidi midi;
        auto out = MidiOut::openVirtual(midi);
        QVERIFY(!(*out)->isLost());
        midi.lose();
        (*out)->sendNow(on);
        QTRY_VERIFY_WITH_TIMEOUT((*out)->isLost(), guard);
        QTRY_VERIFY_WITH_TIMEOUT(midi.openSenders() == 0, guard);
        QVERIFY(!(*out)->sendNow(on));
        (*out)->panic();
        (*out)->clear();
        out->reset();
        QCOMPARE(midi.sent().size(), std::size_t{1});
    }

    void aLostConnectionIsNoticedInSilence()
    {
        FakeMidi midi;
        const auto out = MidiOut::openVirtual(midi);
        midi.lose();
        QTRY_VERIFY_WITH_TIMEOUT((*out)->isLost(), guard);
        QVERIFY(midi.sent().empty());
    }

    void aDriverThatHangsHangsNoOneElse()
    {
        FakeMidi midi;
        midi.hang();
        auto out = MidiOut::openVirtual(midi);
        (*out)->sendNow(on);
        QTRY_VERIFY_WITH_TIMEOUT((*out)->isLost(), guard);
        (*out)->clear();
        (*out)->panic();
        const auto start = Clock::now();
        out->reset();
        QVERIFY(Clock::now() - start < std::chrono::milliseconds(guard));
        QCOMPARE(midi.openSenders(), 1);
        // The thread that was left behind ends in good order once it can.
        midi.release();
        QTRY_VERIFY_WITH_TIMEOUT(midi.openSenders() == 0, guard);
        QVERIFY(midi.messages() == (std::vector{on, off}));
    }

    void refusesWhatIsNoMessage()
    {
        FakeMidi midi;
        const auto out = MidiOut::openVirtual(midi);
        QVERIFY(!(*out)->sendNow({}));
    }

    void nothingSoundsAfterAnyOrderOfCommands()
    {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            FakeMidi midi;
            {
                auto out = MidiOut::openVirtual(midi);
                const auto player = [&out](std::uint64_t own) {
                    Random random(own);
                    for (int i = 0; i < 400; ++i) {
                        const auto when = Clock::now() + (random.next() % 3000) * 1us;
                        const auto pitch = static_cast<int>((random.next() % 4)) + 60;
                        switch ((random.next() % 20)) {
                        case 0:
                            (*out)->clear();
                            break;
                        case 1:
                            (*out)->panic();
                            break;
                        case 2:
                            std::this_thread::sleep_for(1ms);
                            break;
                        default:
                            (*out)->send(when, (random.next() % 2) == 0
                                                   ? ChannelMessage::noteOn(0, pitch, 90)
                                                   : ChannelMessage::noteOff(0, pitch));
                        }
                        (void)(*out)->isLost();
                        (void)(*out)->lateness();
                    }
                };
                std::jthread first([&player, seed] { player(seed); });
                std::jthread second([&player, seed] { player(seed + 100); });
                first.join();
                second.join();
            }
            QVERIFY(!soundingAfter(midi.messages()).any());
            QCOMPARE(midi.openSenders(), 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestMidiOut)
#include "tst_midiout.moc"
