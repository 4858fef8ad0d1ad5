#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>

namespace woodshed
{

/// A queue from one thread to one other that neither locks nor allocates. What finds it full is
/// left out and counted.
template<typename T, std::size_t capacity>
class MessageRing
{
    static_assert((capacity & (capacity - 1)) == 0, "indexes wrap around with the integer");

public:
    /// The writing thread.
    bool push(const T& value)
    {
        const std::size_t tail = m_tail.load(std::memory_order_relaxed);
        if (tail - m_head.load(std::memory_order_acquire) == capacity) {
            m_dropped.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        m_values[tail % capacity] = value;
        m_tail.store(tail + 1, std::memory_order_release);
        return true;
    }

    /// The reading thread.
    [[nodiscard]] std::optional<T> pop()
    {
        const std::size_t head = m_head.load(std::memory_order_relaxed);
        if (head == m_tail.load(std::memory_order_acquire))
            return std::nullopt;
        const T value = m_values[head % capacity];
        m_head.store(head + 1, std::memory_order_release);
        return value;
    }

    /// Any thread.
    [[nodiscard]] std::size_t dropped() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    std::array<T, capacity> m_values{};
    alignas(64) std::atomic<std::size_t> m_tail{0};
    alignas(64) std::atomic<std::size_t> m_head{0};
    std::atomic<std::size_t> m_dropped{0};
};

} // namespace woodshed
