#include <QTest>

#include <array>

#include "ports/channelmessage.h"

using namespace woodshed;

namespace
{

std::optional<ChannelMessage> parsed(std::vector<std::uint8_t> bytes)
{
    return channelMessage(bytes);
}

} // namespace

class TestChannelMessage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesEveryChannelMessage()
    {
        for (unsigned status = 0x80; status < 0xF0; ++status) {
            const bool isShort = (status & 0xF0U) == 0xC0 || (status & 0xF0U) == 0xD0;
            std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(status), 1};
            QCOMPARE(parsed(bytes).has_value(), isShort);
            bytes.push_back(2);
            QCOMPARE(parsed(bytes).has_value(), !isShort);
        }
        QCOMPARE(parsed({0x93, 60, 90}).value(), ChannelMessage::noteOn(3, 60, 90));
        QCOMPARE(parsed({0xC9, 5}).value(), ChannelMessage::program(9, 5));
    }

    void refusesAllElse_data()
    {
        QTest::addColumn<std::vector<std::uint8_t>>("bytes");
        const auto row = [](const char* name, std::vector<std::uint8_t> bytes) {
            QTest::newRow(name) << std::move(bytes);
        };
        row("nothing", {});
        row("clock", {0xF8});
        row("system exclusive", {0xF0, 0x7E, 0xF7});
        row("running status", {60, 90});
        row("cut", {0x90, 60});
        row("too long", {0x90, 60, 90, 0});
        row("first data byte", {0x90, 0x80, 90});
        row("second data byte", {0x90, 60, 0xFF});
        row("endless", std::vector<std::uint8_t>(100'000, 0x90));
    }

    void refusesAllElse()
    {
        QFETCH(std::vector<std::uint8_t>, bytes);
        QVERIFY(!channelMessage(bytes));
    }

    void panicReachesEveryChannel()
    {
        const auto messages = panicMessages();
        QCOMPARE(messages.size(), std::size_t{16 * 4});
        for (int channel = 0; channel < 16; ++channel) {
            for (const int controller : {64, 120, 123})
                QVERIFY(std::count(messages.begin(), messages.end(),
                                   ChannelMessage::control(channel, controller, 0)) == 1);
            const ChannelMessage centre{{static_cast<std::uint8_t>(0xE0 + channel), 0, 64}, 3};
            QVERIFY(std::count(messages.begin(), messages.end(), centre) == 1);
        }
        for (const ChannelMessage& message : messages)
            QVERIFY(channelMessage(message.data()));
    }

    void knowsWhatSounds()
    {
        SoundingNotes notes;
        QVERIFY(!notes.any());
        notes.see(ChannelMessage::noteOn(0, 60, 90));
        notes.see(ChannelMessage::noteOn(15, 127, 1));
        notes.see(ChannelMessage::noteOn(1, 60, 90));
        notes.see(ChannelMessage::noteOn(1, 60, 0));
        notes.see(ChannelMessage::noteOn(2, 61, 90));
        notes.see(ChannelMessage::noteOff(2, 61));
        notes.see(ChannelMessage::noteOff(0, 61));
        notes.see(ChannelMessage::control(0, 60, 0));
        QVERIFY(notes.any());
        const auto offs = notes.release();
        QVERIFY(offs ==
                (std::vector{ChannelMessage::noteOff(0, 60), ChannelMessage::noteOff(15, 127)}));
        QVERIFY(!notes.any());
        QVERIFY(notes.release().empty());
    }
};

QTEST_GUILESS_MAIN(TestChannelMessage)
#include "tst_channelmessage.moc"
