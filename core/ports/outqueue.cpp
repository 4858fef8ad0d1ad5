#include "ports/outqueue.h"

namespace woodshed
{
namespace
{

constexpr int noteOffRank = 0;
constexpr int otherRank = 1;
constexpr int panicRank = 2;

} // namespace

bool OutQueue::push(Time when, const ChannelMessage& message)
{
    if (m_entries.size() >= capacity)
        return false;
    m_entries.emplace(Key{when, message.isNoteOff() ? noteOffRank : otherRank}, message);
    return true;
}

void OutQueue::pushPanic(Time when)
{
    m_entries.emplace(Key{when, panicRank}, ChannelMessage{});
}

std::optional<OutQueue::Time> OutQueue::next() const
{
    if (m_entries.empty())
        return std::nullopt;
    return m_entries.begin()->first.first;
}

std::optional<OutQueue::Entry> OutQueue::takeDue(Time now)
{
    if (m_entries.empty() || m_entries.begin()->first.first > now)
        return std::nullopt;
    const auto node = m_entries.extract(m_entries.begin());
    return Entry{node.key().first, node.mapped()};
}

void OutQueue::forgetAfter(Time now)
{
    m_entries.erase(m_entries.upper_bound(Key{now, panicRank}), m_entries.end());
}

} // namespace woodshed
