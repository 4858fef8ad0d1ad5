#include <QTest>

#include <thread>

#include "core/ports/fakemidi.h"
#include "ports/midiin.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using Time = std::chrono::steady_clock::time_point;

} // namespace

class TestMidiIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensByName()
    {
        FakeMidi midi;
        midi.plug({{"Keys"}, {}, {}});
        {
            const auto in = MidiIn::open(midi, "Keys");
            QVERIFY(in);
            QVERIFY(midi.isReceiving());
            QVERIFY(!(*in)->isLost());
            midi.lose();
            QVERIFY((*in)->isLost());
        }
        QVERIFY(!midi.isReceiving());
        const auto none = MidiIn::open(midi, "Pads");
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::NotFound);
    }

    void keepsTimeAndOrderAndIgnoresAllButChannelMessages()
    {
        FakeMidi midi;
        const auto in = MidiIn::openVirtual(midi);
        QVERIFY(!(*in)->next());
        midi.receive(Time{1ms}, {0x90, 60, 90});
        midi.receive(Time{2ms}, {0xF8});
        midi.receive(Time{3ms}, {0xF0, 1, 2, 3, 4, 0xF7});
        midi.receive(Time{4ms}, {});
        midi.receive(Time{5ms}, std::vector<std::uint8_t>(70'000, 0x42));
        midi.receive(Time{6ms}, {0x80, 60, 0});
        const auto first = (*in)->next();
        QVERIFY(first && first->when == Time{1ms});
        QVERIFY(first->message == ChannelMessage::noteOn(0, 60, 90));
        const auto second = (*in)->next();
        QVERIFY(second && second->when == Time{6ms});
        QVERIFY(second->message.isNoteOff());
        QVERIFY(!(*in)->next());
        QCOMPARE((*in)->dropped(), std::size_t{0});
    }

    void hearsThroughWhatCanBeRead()
    {
        FakeMidi midi;
        std::vector<ChannelMessage> through;
        const auto in = MidiIn::openVirtual(
            midi, [&through](const ChannelMessage& message) { through.push_back(message); });
        midi.receive({}, {0x90, 60, 90});
        midi.receive({}, {0xFE});
        midi.receive({}, {0xC0, 7});
        QVERIFY(through ==
                (std::vector{ChannelMessage::noteOn(0, 60, 90), ChannelMessage::program(0, 7)}));
    }

    void whatNoOneReadsIsCounted()
    {
        FakeMidi midi;
        const auto in = MidiIn::openVirtual(midi);
        for (int i = 0; i < 1500; ++i)
            midi.receive(Time{i * 1ms}, {0xB0, 1, static_cast<std::uint8_t>(i % 128)});
        QCOMPARE((*in)->dropped(), std::size_t{1500 - 1024});
        for (int i = 0; i < 1024; ++i) {
            const auto message = (*in)->next();
            QVERIFY(message && message->when == Time{i * 1ms});
        }
        QVERIFY(!(*in)->next());
        midi.receive(Time{2s}, {0xC0, 1});
        QVERIFY((*in)->next());
    }

    void oneThreadWritesWhileAnotherReads()
    {
        FakeMidi midi;
        const auto in = MidiIn::openVirtual(midi);
        constexpr int count = 200'000;
        std::jthread driver([&midi] {
            for (int i = 0; i < count; ++i) {
                midi.receive(Time{i * 1ns}, {0x90, static_cast<std::uint8_t>(i % 128),
                                             static_cast<std::uint8_t>(1 + i / 128 % 127)});
                if (i % 500 == 0)
                    std::this_thread::yield();
            }
        });
        int seen = 0;
        auto last = Time{-1ns};
        const auto end = std::chrono::steady_clock::now() + 60s;
        while (seen + static_cast<int>((*in)->dropped()) < count) {
            QVERIFY2(std::chrono::steady_clock::now() < end, "messages are neither read nor lost");
            const auto message = (*in)->next();
            if (!message)
                continue;
            QVERIFY(message->when > last);
            last = message->when;
            const auto number = static_cast<int>(last.time_since_epoch().count());
            QVERIFY(message->message ==
                    ChannelMessage::noteOn(0, number % 128, 1 + number / 128 % 127));
            ++seen;
        }
    }
};

QTEST_GUILESS_MAIN(TestMidiIn)
#include "tst_midiin.moc"
