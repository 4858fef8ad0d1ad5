#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "ports/channelmessage.h"

namespace woodshed
{

/// Messages that wait for their time: pure, without a clock of its own.
class OutQueue
{
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Entry {
        Time when;
        ChannelMessage message; ///< of size 0: everything off
    };

    /// Far more than a player's horizon holds; a caller gone wrong must not fill the memory.
    static constexpr std::size_t capacity = 65'536;

    /// False where the queue is full.
    bool push(Time when, const ChannelMessage& message);
    /// "Everything off" at a time; comes after what was pushed for the same time. Always fits.
    void pushPanic(Time when);

    /// When the next is due.
    [[nodiscard]] std::optional<Time> next() const;
    /// The next of those that are due, by time; at equal times note-offs first, the rest as pushed.
    [[nodiscard]] std::optional<Entry> takeDue(Time now);
    /// Forgets what is not due.
    void forgetAfter(Time now);
    void clear() { m_entries.clear(); }

private:
    using Key = std::pair<Time, int>;
    std::multimap<Key, ChannelMessage> m_entries; ///< equal keys stay in the order of insertion
};

} // namespace woodshed
