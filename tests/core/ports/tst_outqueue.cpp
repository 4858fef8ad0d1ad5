#include <QTest>

#include "ports/outqueue.h"

using namespace woodshed;
using namespace std::chrono_literals;

namespace
{

using Time = OutQueue::Time;

std::vector<ChannelMessage> takeAll(OutQueue& queue, Time now)
{
    std::vector<ChannelMessage> taken;
    while (const auto entry = queue.takeDue(now))
        taken.push_back(entry->message);
    return taken;
}

const auto on = ChannelMessage::noteOn(0, 60, 90);
const auto off = ChannelMessage::noteOff(0, 60);
const auto pedal = ChannelMessage::control(0, 64, 127);

} // namespace

class TestOutQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesWhatIsDueByTime()
    {
        OutQueue queue;
        const Time start{};
        QVERIFY(!queue.next());
        QVERIFY(queue.push(start + 2ms, off));
        QVERIFY(queue.push(start + 1ms, on));
        QVERIFY(queue.push(start + 3ms, pedal));
        QVERIFY(queue.next() == start + 1ms);
        QVERIFY(takeAll(queue, start).empty());
        QVERIFY(takeAll(queue, start + 2ms) == (std::vector{on, off}));
        QVERIFY(queue.next() == start + 3ms);
        QVERIFY(takeAll(queue, start + 1h) == std::vector{pedal});
        QVERIFY(!queue.next());
    }

    void noteOffsGoFirstAtEqualTimes()
    {
        OutQueue queue;
        const Time now{};
        const auto other = ChannelMessage::noteOn(1, 61, 90);
        const auto zero = ChannelMessage::noteOn(1, 61, 0);
        for (const ChannelMessage& message : {pedal, on, other, off, zero})
            queue.push(now, message);
        QVERIFY(takeAll(queue, now) == (std::vector{off, zero, pedal, on, other}));
    }

    void panicComesAfterWhatIsDueWithIt()
    {
        OutQueue queue;
        const Time now{};
        queue.pushPanic(now);
        queue.push(now + 1ms, off);
        queue.push(now, on);
        QVERIFY(takeAll(queue, now + 1h) == (std::vector{on, ChannelMessage{}, off}));
    }

    void forgetsWhatIsNotDueAlone()
    {
        OutQueue queue;
        const Time now{};
        queue.push(now - 1ms, off);
        queue.push(now, on);
        queue.pushPanic(now);
        queue.push(now + 1ns, pedal);
        queue.forgetAfter(now);
        QVERIFY(takeAll(queue, now + 1h) == (std::vector{off, on, ChannelMessage{}}));
    }

    void isBounded()
    {
        OutQueue queue;
        const Time now{};
        for (std::size_t i = 0; i < OutQueue::capacity; ++i)
            QVERIFY(queue.push(now, on));
        QVERIFY(!queue.push(now, on));
        queue.pushPanic(now);
        QCOMPARE(takeAll(queue, now).size(), OutQueue::capacity + 1);
        QVERIFY(queue.push(now, on));
    }
};

QTEST_GUILESS_MAIN(TestOutQueue)
#include "tst_outqueue.moc"
