#include "ports/midiout.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "ports/outqueue.h"

namespace woodshed
{
namespace
{

using Clock = MidiOut::Clock;

/// A driver may drop what it was given right before it is closed.
constexpr auto lastWords = std::chrono::milliseconds(50);
/// JACK's takes a second to close where its server has died.
constexpr auto patience = std::chrono::seconds(2);
constexpr auto longestSend = std::chrono::seconds(1);
constexpr auto checkInterval = std::chrono::seconds(1);

} // namespace

struct MidiOut::State {
    explicit State(std::unique_ptr<MidiSender> port)
        : sender(std::move(port))
    {
    }

    // Of the thread alone.
    std::unique_ptr<MidiSender> sender;
    SoundingNotes sounding;

    std::atomic<bool> isLost{false};
    std::atomic<Clock::rep> sendingSince{0}; ///< while the driver has a message, else 0

    std::mutex mutex; ///< of what follows
    std::condition_variable_any wake;
    std::condition_variable ended;
    OutQueue queue;
    std::size_t sent = 0;
    Clock::duration late{}; ///< of all together
    Clock::duration worst{};
    bool hasEnded = false;

    void transmit(const ChannelMessage& message)
    {
        if (isLost)
            return;
        sounding.see(message);
        sendingSince = Clock::now().time_since_epoch().count();
        const bool isSent = sender->send(message);
        sendingSince = 0;
        if (!isSent)
            giveUp();
    }

    /// A dead connection is worse than none: JACK's library keeps a thread busy with it.
    void giveUp()
    {
        isLost = true;
        sender.reset();
    }

    void silence()
    {
        for (const ChannelMessage& off : sounding.release())
            transmit(off);
    }

    void carryOut(const OutQueue::Entry& entry)
    {
        if (entry.message.size != 0) {
            transmit(entry.message);
            return;
        }
        silence();
        for (const ChannelMessage& message : panicMessages())
            transmit(message);
    }

    void close()
    {
        const bool hasSpoken = sent > 0;
        silence();
        if (hasSpoken && !isLost)
            std::this_thread::sleep_for(lastWords);
        sender.reset();
    }
};

void MidiOut::run(const std::stop_token& stop, State& state)
{
    auto nextCheck = Clock::now() + checkInterval;
    std::unique_lock lock(state.mutex);
    while (!stop.stop_requested()) {
        if (state.isLost) {
            state.queue.clear();
            state.wake.wait(lock, stop, [] { return false; });
            break;
        }
        const auto now = Clock::now();
        if (now >= nextCheck) {
            nextCheck = now + checkInterval;
            lock.unlock();
            if (!state.sender->isConnected())
                state.giveUp();
            lock.lock();
            continue;
        }
        const auto due = state.queue.next();
        if (!due || *due > now) {
            state.wake.wait_until(lock, stop, due ? std::min(*due, nextCheck) : nextCheck,
                                  [&state, &due] { return state.queue.next() != due; });
            continue;
        }
        const auto entry = state.queue.takeDue(now);
        lock.unlock();
        const auto late = Clock::now() - *due;
        state.carryOut(*entry);
        lock.lock();
        ++state.sent;
        state.late += late;
        state.worst = std::max(state.worst, late);
    }
    state.queue.clear();
    lock.unlock();
    state.close();
    lock.lock();
    state.hasEnded = true;
    state.ended.notify_all();
}

MidiOut::MidiOut(std::unique_ptr<MidiSender> sender)
    : m_state(std::make_shared<State>(std::move(sender)))
    , m_thread([state = m_state](const std::stop_token& stop) { run(stop, *state); })
{
}

Result<std::unique_ptr<MidiOut>> MidiOut::open(MidiSystem& system, const std::string& name)
{
    auto sender = system.openOutput(name);
    if (!sender)
        return forward(sender);
    return std::make_unique<MidiOut>(std::move(*sender));
}

Result<std::unique_ptr<MidiOut>> MidiOut::openVirtual(MidiSystem& system)
{
    auto sender = system.openVirtualOutput();
    if (!sender)
        return forward(sender);
    return std::make_unique<MidiOut>(std::move(*sender));
}

MidiOut::~MidiOut()
{
    m_thread.request_stop();
    std::unique_lock lock(m_state->mutex);
    if (!m_state->ended.wait_until(lock, Clock::now() + patience,
                                   [this] { return m_state->hasEnded; }))
        m_thread.detach();
}

bool MidiOut::send(Clock::time_point when, const ChannelMessage& message)
{
    if (m_state->isLost || message.size == 0)
        return false;
    {
        const std::lock_guard lock(m_state->mutex);
        if (!m_state->queue.push(when, message))
            return false;
    }
    m_state->wake.notify_one();
    return true;
}

void MidiOut::clear()
{
    const std::lock_guard lock(m_state->mutex);
    m_state->queue.forgetAfter(Clock::now());
}

void MidiOut::panic()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->queue.pushPanic(Clock::now());
    }
    m_state->wake.notify_one();
}

bool MidiOut::isLost() const
{
    const Clock::time_point since{Clock::duration{m_state->sendingSince}};
    return m_state->isLost || (since != Clock::time_point{} && Clock::now() - since > longestSend);
}

Lateness MidiOut::lateness() const
{
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    const std::lock_guard lock(m_state->mutex);
    if (m_state->sent == 0)
        return {};
    return {m_state->sent,
            duration_cast<microseconds>(m_state->late / static_cast<Clock::rep>(m_state->sent)),
            duration_cast<microseconds>(m_state->worst)};
}

} // namespace woodshed
