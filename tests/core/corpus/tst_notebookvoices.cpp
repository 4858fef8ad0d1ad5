#include <algorithm>
#include <map>
#include <optional>

#include <QTest>

#include "corpus/notebookvoices.h"
#include "support/random.h"

using namespace woodshed;

namespace
{

bool overlap(TimeSpan one, TimeSpan other)
{
    if (std::pair(other.start, other.end) < std::pair(one.start, one.end))
        std::swap(one, other);
    return other.start < one.end;
}

/// The rule of the overlap groups, pair by pair.
std::size_t largestGroupByTheRule(const std::vector<TimeSpan>& spans)
{
    std::map<std::size_t, std::int64_t> groupOf;
    std::map<std::int64_t, std::size_t> sizes;
    const auto join = [&](std::size_t element, std::int64_t group) {
        groupOf[element] = group;
        ++sizes[group];
    };
    for (std::size_t i = 0; i < spans.size(); ++i) {
        std::optional<std::int64_t> target;
        bool overlaps = false;
        for (std::size_t j = 0; j < spans.size(); ++j) {
            if (j == i || !overlap(spans[i], spans[j]))
                continue;
            overlaps = true;
            if (groupOf.contains(j)) {
                target = groupOf[j];
            } else {
                target = target.value_or(spans[i].start);
                join(j, *target);
            }
        }
        if (overlaps && !groupOf.contains(i))
            join(i, target.value_or(spans[i].start));
    }
    std::size_t largest = 1;
    for (const auto& [group, size] : sizes)
        largest = std::max(largest, size);
    return largest;
}

std::vector<std::int32_t> firstFitByTheRule(const std::vector<TimeSpan>& spans, std::size_t voices)
{
    std::vector<std::int64_t> ends(voices, 0);
    std::vector<std::int32_t> voiceOf;
    for (const TimeSpan span : spans) {
        const auto free = std::find_if(ends.begin(), ends.end(),
                                       [&](std::int64_t end) { return end <= span.start; });
        voiceOf.push_back(free == ends.end() ? VoiceSplit::dropped
                                             : static_cast<std::int32_t>(free - ends.begin()));
        if (free != ends.end())
            *free = std::max(*free, span.end);
    }
    return voiceOf;
}

} // namespace

class TestNotebookVoices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingOverlapsNoVoices()
    {
        const std::vector<TimeSpan> line{{0, 3}, {3, 6}, {6, 6}, {6, 9}};
        QCOMPARE(splitVoices(line).voices, std::size_t{0});
        QCOMPARE(splitVoices({}).voices, std::size_t{0});
    }

    void splitsAHeldNoteFromALine()
    {
        const std::vector<TimeSpan> spans{{0, 12}, {3, 6}, {6, 9}, {12, 15}};
        const auto split = splitVoices(spans);
        QCOMPARE(split.voiceOf, (std::vector<std::int32_t>{0, 1, 1, 0}));
        QCOMPARE(split.voices, std::size_t{2});
    }

    void followsTheRuleOnRandomMusic()
    {
        Random random(11);
        for (int round = 0; round < 4000; ++round) {
            const std::size_t count = 1 + random.index(40);
            const std::size_t range = 1 + random.index(60);
            const std::size_t longest = 1 + random.index(20);
            std::vector<TimeSpan> spans(count);
            for (TimeSpan& span : spans) {
                span.start = static_cast<std::int64_t>(random.index(range));
                span.end = span.start + static_cast<std::int64_t>(random.index(longest));
            }
            std::stable_sort(spans.begin(), spans.end(), [](const TimeSpan& a, const TimeSpan& b) {
                return a.start < b.start;
            });
            const auto largest = largestGroupByTheRule(spans);
            QCOMPARE(largestOverlapGroup(spans), largest);
            if (largest > 1)
                QCOMPARE(splitVoices(spans).voiceOf, firstFitByTheRule(spans, largest));
        }
    }

    void copesWithHundredThousandsOfOverlaps()
    {
        // Pair by pair this would be 10^11 comparisons.
        std::vector<TimeSpan> spans;
        for (int i = 0; i < 300'000; ++i)
            spans.push_back({i / 3, 1'000'000 + i});
        const auto split = splitVoices(spans);
        QCOMPARE(split.voices, std::size_t{300'000});
    }
};

QTEST_GUILESS_MAIN(TestNotebookVoices)
#include "tst_notebookvoices.moc"
