#include "corpus/notebookvoices.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace woodshed
{

namespace
{

/// The overlap search goes through the elements in order. Those that overlap with the element at
/// hand join groups: each that is in none yet joins the group of the one before it in this search,
/// or a new group named after the element's start; last, the element itself joins. Two things keep
/// this linear. What overlaps with an element is a run of indices behind it plus what still sounds
/// before it, and of the latter only the last matters, because all of them are in groups already.
/// And the members of later runs are in groups up to where any earlier element reached.
class OverlapSearch
{
public:
    explicit OverlapSearch(std::span<const TimeSpan> spans)
        : m_spans(spans)
        , m_groupOf(spans.size(), nobody)
        , m_sizeOf(spans.size(), 0)
    {
    }

    std::size_t largestGroup()
    {
        for (std::size_t first = 0; first < m_spans.size();) {
            std::size_t last = first + 1;
            while (last < m_spans.size() && m_spans[last].start == m_spans[first].start)
                ++last;
            visitSameStart(first, last);
            first = last;
        }
        const auto largest = std::max_element(m_sizeOf.begin(), m_sizeOf.end());
        return largest == m_sizeOf.end() ? 1 : std::max<std::size_t>(*largest, 1);
    }

private:
    static constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

    /// Elements first .. last-1 start together. Those without duration overlap with earlier
    /// elements alone, which have seen to them.
    void visitSameStart(std::size_t first, std::size_t last)
    {
        while (!m_sounding.empty() && m_spans[m_sounding.back()].end <= m_spans[first].start)
            m_sounding.pop_back();
        std::size_t hitBefore = m_sounding.empty() ? nobody : m_sounding.back();

        std::size_t lastLong = nobody;
        for (std::size_t i = first; i < last; ++i) {
            if (hasDuration(i))
                lastLong = i;
        }
        bool isFirstLong = true;
        for (std::size_t i = first; i < last; ++i) {
            if (!hasDuration(i))
                continue;
            if (isFirstLong)
                gatherSameStart(first, i, last, hitBefore);
            isFirstLong = false;
            const std::size_t hitBeforeLater = lastLong > i ? lastLong : hitBefore;
            const std::size_t reach = gatherLater(first, i, last, hitBeforeLater);
            const std::size_t lastHit = reach > last ? reach - 1 : hitBeforeLater;
            if (lastHit != nobody)
                join(i, m_groupOf[lastHit]);
            hitBefore = i;
            m_sounding.push_back(i);
        }
    }

    /// The first long element of a start finds all others of that start; the others find nobody new
    /// there.
    void gatherSameStart(std::size_t first, std::size_t self, std::size_t last,
                         std::size_t hitBefore)
    {
        for (std::size_t j = self + 1; j < last; ++j) {
            if (!hasDuration(j))
                continue;
            join(j, hitBefore == nobody ? first : m_groupOf[hitBefore]);
            hitBefore = j;
        }
    }

    /// The elements that start while `self` sounds; returns one past the last of them.
    std::size_t gatherLater(std::size_t first, std::size_t self, std::size_t last,
                            std::size_t hitBefore)
    {
        const auto begin = m_spans.begin() + static_cast<std::ptrdiff_t>(last);
        const auto end = std::lower_bound(
            begin, m_spans.end(), m_spans[self].end,
            [](const TimeSpan& span, std::int64_t time) { return span.start < time; });
        const auto reach = static_cast<std::size_t>(end - m_spans.begin());
        for (std::size_t j = std::max(last, m_reached); j < reach; ++j) {
            const std::size_t before = j > last ? j - 1 : hitBefore;
            join(j, before == nobody ? first : m_groupOf[before]);
        }
        m_reached = std::max(m_reached, reach);
        return reach;
    }

    [[nodiscard]] bool hasDuration(std::size_t i) const
    {
        return m_spans[i].end > m_spans[i].start;
    }

    /// Groups are named by the first element that starts when the founder does.
    void join(std::size_t element, std::size_t group)
    {
        if (m_groupOf[element] != nobody)
            return;
        m_groupOf[element] = group;
        ++m_sizeOf[group];
    }

    std::span<const TimeSpan> m_spans;
    std::vector<std::size_t> m_groupOf;
    std::vector<std::size_t> m_sizeOf;
    std::vector<std::size_t>
        m_sounding; ///< earlier elements in order; the last one may have to be popped first
    std::size_t m_reached = 0; ///< all elements between the current start and here are in groups
};

/// The end of each voice so far, in a tree of minima, so that the first free voice is found in
/// O(log n).
class VoiceEnds
{
public:
    explicit VoiceEnds(std::size_t voices)
        : m_leaves(std::bit_ceil(voices))
        , m_minimum(2 * m_leaves, std::numeric_limits<std::int64_t>::max())
    {
        std::fill_n(m_minimum.begin() + static_cast<std::ptrdiff_t>(m_leaves), voices, 0);
        for (std::size_t node = m_leaves - 1; node > 0; --node)
            m_minimum[node] = std::min(m_minimum[2 * node], m_minimum[2 * node + 1]);
    }

    /// Puts a span into the first voice that has ended; VoiceSplit::dropped when there is none.
    std::int32_t place(TimeSpan span)
    {
        if (m_minimum[1] > span.start)
            return VoiceSplit::dropped;
        std::size_t node = 1;
        while (node < m_leaves)
            node = m_minimum[2 * node] <= span.start ? 2 * node : 2 * node + 1;
        const auto voice = static_cast<std::int32_t>(node - m_leaves);
        m_minimum[node] = std::max(m_minimum[node], span.end);
        for (node /= 2; node > 0; node /= 2)
            m_minimum[node] = std::min(m_minimum[2 * node], m_minimum[2 * node + 1]);
        return voice;
    }

private:
    std::size_t m_leaves;
    std::vector<std::int64_t> m_minimum;
};

} // namespace

std::size_t largestOverlapGroup(std::span<const TimeSpan> spans)
{
    return OverlapSearch(spans).largestGroup();
}

VoiceSplit splitVoices(std::span<const TimeSpan> spans)
{
    VoiceSplit split;
    const std::size_t voices = largestOverlapGroup(spans);
    if (voices == 1)
        return split;
    split.voiceOf.reserve(spans.size());
    VoiceEnds ends(voices);
    for (const TimeSpan span : spans) {
        const std::int32_t voice = ends.place(span);
        split.voiceOf.push_back(voice);
        split.voices = std::max(split.voices, static_cast<std::size_t>(voice + 1));
    }
    return split;
}

} // namespace woodshed
