#include <QTest>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

#include <dlfcn.h>

#include "core/ports/dummyjack.h"
#include "ports/midiin.h"
#include "ports/midiout.h"
#include "ports/portwatch.h"
#include "ports/rtmidisystem.h"

using namespace woodshed;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace
{

std::atomic<int> jackClients{0};

} // namespace

/// Stands before libjack's own, to count who asks for a server.
extern "C" void* jack_client_open(const char* name, int options, int* status, ...);
extern "C" void* jack_client_open(const char* name, int options, int* status, ...)
{
    using Open = void* (*)(const char*, int, int*, ...);
    ++jackClients;
    const auto original = reinterpret_cast<Open>(::dlsym(RTLD_NEXT, "jack_client_open"));
    return original(name, options, status);
}

#if defined(__SANITIZE_ADDRESS__)
/// libjack forgets the ports of others that it made a note of.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:jack_client_handle_port_connection\n";
}
#endif

namespace
{

/// Where nothing but a hang or a loss takes longer.
constexpr int guard = 30'000;

std::vector<TimedMessage> receive(MidiIn& in, std::size_t count)
{
    std::vector<TimedMessage> received;
    const auto end = Clock::now() + std::chrono::milliseconds(guard);
    while (received.size() < count && Clock::now() < end) {
        while (const auto message = in.next())
            received.push_back(*message);
        std::this_thread::sleep_for(1ms);
    }
    return received;
}

/// Waits until a list of ports has this one.
bool appears(MidiSystem& system, std::vector<std::string> PortList::*side, const std::string& name)
{
    const auto end = Clock::now() + std::chrono::milliseconds(guard);
    while (Clock::now() < end) {
        const PortList list = system.list();
        if (std::find((list.*side).begin(), (list.*side).end(), name) != (list.*side).end())
            return true;
        std::this_thread::sleep_for(20ms);
    }
    return false;
}

std::vector<ChannelMessage> messagesOf(const std::vector<TimedMessage>& timed)
{
    std::vector<ChannelMessage> messages;
    for (const TimedMessage& each : timed)
        messages.push_back(each.message);
    return messages;
}

/// The events of a watch, from its thread.
class Log
{
public:
    PortWatch::Listener listener()
    {
        return [this](const PortEvent& event) {
            const std::lock_guard lock(m_mutex);
            m_events.push_back(event);
        };
    }
    bool has(PortEvent::Kind kind, const std::string& name) const
    {
        const std::lock_guard lock(m_mutex);
        return std::any_of(m_events.begin(), m_events.end(), [&](const PortEvent& event) {
            return event.kind == kind && event.name == name;
        });
    }

private:
    mutable std::mutex m_mutex;
    std::vector<PortEvent> m_events;
};

const std::string ourOutput = "Woodshed:output";
const std::string theirInput = "Receiver in:input";

/// The other program: takes what comes and says so, until it is killed.
int runReceiver()
{
    RtMidiSystem system("Receiver");
    const auto in = MidiIn::openVirtual(system);
    if (!in) {
        std::puts(in.error().detail.c_str());
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    for (;;) {
        while (const auto message = (*in)->next())
            std::printf("note %d\n", message->message.pitch());
        std::fflush(stdout);
        std::this_thread::sleep_for(1ms);
    }
}

class Receiver
{
public:
    ~Receiver() { kill(); }

    bool start()
    {
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--receive")});
        return waitFor("ready");
    }
    bool waitFor(const QByteArray& text)
    {
        QElapsedTimer timer;
        timer.start();
        while (!m_said.contains(text) && timer.elapsed() < guard) {
            m_process.waitForReadyRead(20);
            m_said += m_process.readAll();
        }
        return m_said.contains(text);
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
    QByteArray m_said;
};

} // namespace

class TestJackLoopback : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A server that dies is written to by its clients.
    void initTestCase() { (void)std::signal(SIGPIPE, SIG_IGN); }

    void withoutAServerJackIsNotAsked()
    {
        QVERIFY(!jackServerRuns());
        jackClients = 0;
        RtMidiSystem system;
        (void)system.list();
        (void)system.openOutput("somewhere");
        (void)system.openInput("somewhere", [](auto, auto) {});
        (void)system.openVirtualOutput();
        (void)system.openVirtualInput([](auto, auto) {});
        QCOMPARE(jackClients.load(), 0);
    }

    void everythingComesBackInOrder()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        jackClients = 0;
        RtMidiSystem ours;
        const auto out = MidiOut::openVirtual(ours);
        QVERIFY2(out, out ? "" : out.error().detail.c_str());
        QVERIFY2(jackClients > 0, "libjack is not called through the counter of this test");
        RtMidiSystem theirs("Listener");
        QVERIFY(appears(theirs, &PortList::inputs, ourOutput));
        const PortList own = ours.list();
        QCOMPARE(std::count(own.inputs.begin(), own.inputs.end(), ourOutput), 0);
        const auto in = MidiIn::open(theirs, ourOutput);
        QVERIFY2(in, in ? "" : in.error().detail.c_str());

        constexpr int count = 500;
        constexpr auto spacing = 4ms;
        std::vector<ChannelMessage> sent;
        const auto start = Clock::now() + 50ms;
        for (int i = 0; i < count; ++i) {
            const int pitch = 30 + (i / 2) % 64;
            sent.push_back(i % 2 == 0 ? ChannelMessage::noteOn(i % 16, pitch, 1 + i % 127)
                                      : ChannelMessage::noteOff((i - 1) % 16, pitch));
            QVERIFY((*out)->send(start + i * spacing, sent.back()));
        }
        const auto received = receive(**in, count);
        QCOMPARE(received.size(), sent.size());
        QVERIFY(messagesOf(received) == sent);
        QCOMPARE((*in)->dropped(), std::size_t{0});

        // JACK hands messages over once a period, 5.3 ms here.
        double sum = 0;
        double least = 1e9;
        double most = 0;
        for (int i = 0; i < count; ++i) {
            const double late =
                std::chrono::duration<double, std::milli>(
                    received[static_cast<std::size_t>(i)].when - (start + i * spacing))
                    .count();
            sum += late;
            least = std::min(least, late);
            most = std::max(most, late);
        }
        const Lateness lateness = (*out)->lateness();
        qInfo("sent late by %lld us on average, %lld us at worst; received after %.2f ms on "
              "average, %.2f to %.2f ms",
              static_cast<long long>(lateness.mean.count()),
              static_cast<long long>(lateness.worst.count()), sum / count, least, most);
        QVERIFY(least >= 0);
    }

    void aBurstIsSpreadUntilAllOfItFits()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        RtMidiSystem ours;
        const auto out = MidiOut::openVirtual(ours);
        QVERIFY2(out, out ? "" : out.error().detail.c_str());
        RtMidiSystem theirs("Listener");
        QVERIFY(appears(theirs, &PortList::inputs, ourOutput));
        const auto in = MidiIn::open(theirs, ourOutput);
        QVERIFY2(in, in ? "" : in.error().detail.c_str());
        std::vector<ChannelMessage> sent;
        for (int i = 0; i < 1000; ++i) {
            sent.push_back(ChannelMessage::control(i / 128, i % 128, i % 100));
            (*out)->sendNow(sent.back());
        }
        QVERIFY(messagesOf(receive(**in, sent.size())) == sent);
    }

    void panicAndClosingTurnOffWhatSounds()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        RtMidiSystem ours;
        auto out = MidiOut::openVirtual(ours);
        QVERIFY2(out, out ? "" : out.error().detail.c_str());
        RtMidiSystem theirs("Listener");
        QVERIFY(appears(theirs, &PortList::inputs, ourOutput));
        const auto in = MidiIn::open(theirs, ourOutput);
        QVERIFY2(in, in ? "" : in.error().detail.c_str());

        constexpr int notes = 40;
        const auto strike = [&] {
            for (int i = 0; i < notes; ++i)
                (*out)->sendNow(ChannelMessage::noteOn(i % 16, 40 + i, 90));
        };
        strike();
        (*out)->panic();
        SoundingNotes sounding;
        const std::size_t expected = notes + notes + panicMessages().size();
        auto received = messagesOf(receive(**in, expected));
        QCOMPARE(received.size(), expected);
        for (const ChannelMessage& message : received)
            sounding.see(message);
        QVERIFY(!sounding.any());
        const auto tail = panicMessages();
        QVERIFY(std::equal(tail.begin(), tail.end(),
                           received.end() - static_cast<std::ptrdiff_t>(tail.size())));

        strike();
        (*out)->send(Clock::now() + 1h, ChannelMessage::noteOff(0, 40));
        received = messagesOf(receive(**in, notes));
        out->reset();
        for (const TimedMessage& each : receive(**in, notes))
            received.push_back(each.message);
        QCOMPARE(received.size(), std::size_t{2 * notes});
        for (const ChannelMessage& message : received)
            sounding.see(message);
        QVERIFY(!sounding.any());
    }

    void aReceiverThatIsKilledIsNoticedAndFoundAgain()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        Receiver receiver;
        QVERIFY(receiver.start());
        RtMidiSystem system;
        Log log;
        const PortWatch watch(system, log.listener(), 100ms);
        QTRY_VERIFY_WITH_TIMEOUT(log.has(PortEvent::Kind::New, theirInput), guard);
        auto out = MidiOut::open(system, theirInput);
        QVERIFY2(out, out ? "" : out.error().detail.c_str());
        (*out)->sendNow(ChannelMessage::noteOn(0, 61, 90));
        QVERIFY(receiver.waitFor("note 61\n"));

        // In mid-play: more than RtMidi's buffer holds, for as long as it takes to notice.
        for (int i = 0; i < 5000; ++i)
            (*out)->send(Clock::now() + i * 100us, ChannelMessage::noteOn(0, 30 + i % 64, 90));
        receiver.kill();
        QTRY_VERIFY_WITH_TIMEOUT(log.has(PortEvent::Kind::Lost, theirInput), guard);
        out->reset();

        Receiver again;
        QVERIFY(again.start());
        QTRY_VERIFY_WITH_TIMEOUT(log.has(PortEvent::Kind::Back, theirInput), guard);
        out = MidiOut::open(system, theirInput);
        QVERIFY2(out, out ? "" : out.error().detail.c_str());
        (*out)->sendNow(ChannelMessage::noteOn(0, 62, 90));
        QVERIFY(again.waitFor("note 62\n"));
    }

    void aServerThatIsKilledTakesNothingAlong()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        RtMidiSystem ours;
        RtMidiSystem theirs("Listener");
        Log log;
        auto out = MidiOut::openVirtual(ours);
        QVERIFY2(out, out ? "" : out.error().detail.c_str());
        const PortWatch watch(theirs, log.listener(), 100ms);
        QTRY_VERIFY_WITH_TIMEOUT(log.has(PortEvent::Kind::New, ourOutput), guard);
        auto in = MidiIn::open(theirs, ourOutput);
        QVERIFY2(in, in ? "" : in.error().detail.c_str());

        // Many times what RtMidi's buffer holds: it spins when that is full and no one fetches.
        constexpr int count = 20'000;
        for (int i = 0; i < count; ++i)
            (*out)->send(Clock::now() + i * 50us, ChannelMessage::noteOn(0, 30 + i % 64, 90));
        QVERIFY(receive(**in, 100).size() >= 100);
        jack.kill();
        const auto killed = Clock::now();
        QTRY_VERIFY_WITH_TIMEOUT((*out)->isLost(), guard);
        QVERIFY(!(*out)->sendNow(ChannelMessage::noteOn(0, 60, 90)));
        QVERIFY2((*out)->lateness().sent < count / 2, "messages went on to a dead server");
        QTRY_VERIFY_WITH_TIMEOUT(log.has(PortEvent::Kind::Lost, ourOutput), guard);
        qInfo("noticed after %.0f ms",
              std::chrono::duration<double, std::milli>(Clock::now() - killed).count());
        const auto closing = Clock::now();
        out->reset();
        in->reset();
        const auto closed = Clock::now() - closing;
        qInfo("closed in %.0f ms", std::chrono::duration<double, std::milli>(closed).count());
        QVERIFY(closed < std::chrono::milliseconds(guard));

        QVERIFY(jack.start().isEmpty());
        out = MidiOut::openVirtual(ours);
        QVERIFY2(out, out ? "" : out.error().detail.c_str());
        QTRY_VERIFY_WITH_TIMEOUT(log.has(PortEvent::Kind::Back, ourOutput), guard);
        in = MidiIn::open(theirs, ourOutput);
        QVERIFY2(in, in ? "" : in.error().detail.c_str());
        (*out)->sendNow(ChannelMessage::noteOn(0, 63, 90));
        QCOMPARE(receive(**in, 1).size(), std::size_t{1});
    }

    void aServerThatHangsHangsNoPlayer()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        RtMidiSystem ours;
        auto out = MidiOut::openVirtual(ours);
        QVERIFY2(out, out ? "" : out.error().detail.c_str());
        RtMidiSystem theirs("Listener");
        QVERIFY(appears(theirs, &PortList::inputs, ourOutput));
        jack.suspend();
        for (int i = 0; i < 5000; ++i)
            (*out)->sendNow(ChannelMessage::noteOn(0, 30 + i % 64, 90));
        const bool isNoticed = QTest::qWaitFor([&out] { return (*out)->isLost(); }, guard);
        const auto closing = Clock::now();
        out->reset();
        const auto closed = Clock::now() - closing;
        jack.resume();
        QVERIFY(isNoticed);
        QVERIFY(closed < std::chrono::milliseconds(guard));
        // What was left behind ends in good order once it can.
        QTRY_VERIFY_WITH_TIMEOUT(theirs.list().inputs.empty(), guard);
    }

    void aServerThatIsReplacedShowsAsAGap()
    {
        DummyJack jack;
        if (const QString why = jack.start(); !why.isEmpty())
            QSKIP(qPrintable(why));
        RtMidiSystem ours;
        RtMidiSystem theirs("Listener");
        auto out = MidiOut::openVirtual(ours);
        QVERIFY(out);
        QVERIFY(appears(theirs, &PortList::inputs, ourOutput));
        jack.kill();
        QVERIFY(jack.start().isEmpty());
        auto another = MidiOut::openVirtual(ours);
        QVERIFY(another);
        QVERIFY(theirs.list().inputs.empty());
        QVERIFY(appears(theirs, &PortList::inputs, ourOutput));
        // What is connected to the server before does not take the new one for it.
        QTRY_VERIFY_WITH_TIMEOUT(!(*out)->sendNow(ChannelMessage::noteOn(0, 60, 90)), guard);
    }
};

int main(int argc, char** argv)
{
    if (argc > 1 && std::string_view(argv[1]) == "--receive")
        return runReceiver();
    DummyJack::claimName();
    QCoreApplication application(argc, argv);
    TestJackLoopback test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_jackloopback.moc"
