#include "generation/lineindex.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <utility>

namespace woodshed
{

namespace
{

using Code = std::uint16_t;
constexpr Code phraseBreak = 0xFFFF;
constexpr int widest = 127; ///< semitones between two MIDI pitches

Code codeOf(int interval, int rhythmClass)
{
    const int step = std::clamp(interval, -widest, widest) + widest;
    return static_cast<Code>(step * rhythmClasses + std::clamp(rhythmClass, 0, rhythmClasses - 1));
}

/// A note of the corpus, and the token that leads from it to the next one. The last of a line leads
/// to a break.
struct Place {
    int line = 0;
    int bar = 0;
};

int barOf(const LineNote& note, const LineSetting& setting)
{
    const int size = std::max(1, setting.barSteps);
    const int bar = note.start / size - (note.start % size < 0 ? 1 : 0);
    return bar + 1;
}

/// A set of strings of tokens that end at the same places of the text.
struct State {
    int longest = 0; ///< of its strings, in tokens
    int link = -1;   ///< the state of the longest end of them that also ends elsewhere
    /// Where they end: the first place, and the first in another source than that (-1: nowhere).
    int end = -1;
    int endElsewhere = -1;
    int firstEdge = 0; ///< up to that of the next state
};

struct Edge {
    Code code = 0;
    int target = 0;
};

} // namespace

struct LineIndex::Data {
    std::vector<std::string> names; ///< of the lines
    std::vector<int> sources;       ///< of the lines; one number for each name
    std::map<std::string, int, std::less<>> numbers;
    std::vector<Code> text;
    std::vector<Place> places; ///< of the text
    std::vector<State> states; ///< and one past the last
    std::vector<Edge> edges;   ///< of one state after the other, sorted by code

    [[nodiscard]] int sourceAt(int place) const
    {
        return sources[static_cast<std::size_t>(places[static_cast<std::size_t>(place)].line)];
    }

    [[nodiscard]] const State& state(int index) const
    {
        return states[static_cast<std::size_t>(index)];
    }

    /// -1 where nothing goes on like this.
    [[nodiscard]] int next(int index, Code code) const
    {
        const auto first = edges.begin() + state(index).firstEdge;
        const auto last = edges.begin() + state(index + 1).firstEdge;
        const auto found = std::lower_bound(
            first, last, code, [](const Edge& edge, Code wanted) { return edge.code < wanted; });
        return found != last && found->code == code ? found->target : -1;
    }

    /// Where the strings of a state end outside that source; -1 for nowhere.
    [[nodiscard]] int endOutside(int index, int leftOut) const
    {
        const State& here = state(index);
        if (here.end < 0 || sourceAt(here.end) != leftOut)
            return here.end;
        return here.endElsewhere;
    }
};

namespace
{

/// Builds the automaton one token at a time.
class Builder
{
public:
    explicit Builder(LineIndex::Data& data)
        : m_data(data)
        , m_edges(1)
    {
        m_data.states.emplace_back();
    }

    void add(Code code, int place)
    {
        const int added = addState(m_data.states[at(m_last)].longest + 1, {});
        m_data.states[at(added)].end = place;
        int from = m_last;
        m_last = added;
        for (; from >= 0 && !edge(from, code); from = link(from))
            m_edges[at(from)].push_back({code, added});
        if (from < 0) {
            link(added) = 0;
            return;
        }
        const int target = edge(from, code)->target;
        if (m_data.states[at(target)].longest == m_data.states[at(from)].longest + 1) {
            link(added) = target;
            return;
        }
        // The shorter strings of `target` now end here too, the longer ones do not: part them.
        const int shorter =
            addState(m_data.states[at(from)].longest + 1, std::vector<Edge>(m_edges[at(target)]));
        link(shorter) = link(target);
        link(target) = shorter;
        link(added) = shorter;
        for (; from >= 0; from = link(from)) {
            Edge* const leading = edge(from, code);
            if (!leading || leading->target != target)
                break;
            leading->target = shorter;
        }
    }

    void finish()
    {
        shareEnds();
        for (std::size_t i = 0; i < m_edges.size(); ++i) {
            auto& edges = m_edges[i];
            std::sort(edges.begin(), edges.end(),
                      [](const Edge& a, const Edge& b) { return a.code < b.code; });
            m_data.states[i].firstEdge = static_cast<int>(m_data.edges.size());
            m_data.edges.insert(m_data.edges.end(), edges.begin(), edges.end());
        }
        m_data.states.emplace_back().firstEdge = static_cast<int>(m_data.edges.size());
    }

private:
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }

    int addState(int longest, std::vector<Edge> edges)
    {
        m_data.states.emplace_back().longest = longest;
        m_edges.push_back(std::move(edges));
        return static_cast<int>(m_data.states.size()) - 1;
    }

    int& link(int state) { return m_data.states[at(state)].link; }

    Edge* edge(int state, Code code)
    {
        auto& edges = m_edges[at(state)];
        const auto found = std::find_if(edges.begin(), edges.end(),
                                        [&](const Edge& each) { return each.code == code; });
        return found == edges.end() ? nullptr : &*found;
    }

    /// What ends somewhere, its ends end there too.
    void shareEnds()
    {
        std::vector<int> order(m_data.states.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = static_cast<int>(i);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
            return m_data.states[at(a)].longest > m_data.states[at(b)].longest;
        });
        for (const int index : order) {
            const State& state = m_data.states[at(index)];
            if (state.link > 0)
                share(m_data.states[at(state.link)], state);
        }
    }

    void share(State& shorter, const State& longer) const
    {
        std::array<int, 4> ends{shorter.end, shorter.endElsewhere, longer.end, longer.endElsewhere};
        std::sort(ends.begin(), ends.end());
        shorter.end = -1;
        shorter.endElsewhere = -1;
        for (const int end : ends) {
            if (end < 0)
                continue;
            if (shorter.end < 0)
                shorter.end = end;
            else if (shorter.endElsewhere < 0 &&
                     m_data.sourceAt(end) != m_data.sourceAt(shorter.end))
                shorter.endElsewhere = end;
        }
    }

    LineIndex::Data& m_data;
    std::vector<std::vector<Edge>> m_edges; ///< of every state
    int m_last = 0;
};

} // namespace

int rhythmClass(int steps)
{
    // In quarters: .22 .29 .4 .75 1.25 1.75 2.5
    constexpr std::array<int, rhythmClasses - 1> edges{3, 4, 5, 9, 15, 21, 30};
    return static_cast<int>(std::upper_bound(edges.begin(), edges.end(), steps) - edges.begin());
}

std::optional<LineToken> tokenBetween(const LineNote& before, const LineNote& note)
{
    const int steps = note.start - before.start;
    if (steps - before.length >= stepsPerQuarter || steps >= 3 * stepsPerQuarter)
        return std::nullopt;
    return LineToken{note.pitch - before.pitch, rhythmClass(steps)};
}

std::vector<std::optional<LineToken>> tokensOf(std::span<const LineNote> notes)
{
    std::vector<std::optional<LineToken>> tokens;
    for (std::size_t i = 1; i < notes.size(); ++i)
        tokens.push_back(tokenBetween(notes[i - 1], notes[i]));
    return tokens;
}

LineIndex::LineIndex(std::span<const Line> corpus)
{
    auto data = std::make_shared<Data>();
    for (const Line& line : corpus) {
        const auto number =
            data->numbers.emplace(line.name, static_cast<int>(data->numbers.size())).first->second;
        const int index = static_cast<int>(data->names.size());
        data->names.push_back(line.name);
        data->sources.push_back(number);
        for (std::size_t i = 0; i < line.notes.size(); ++i) {
            const LineNote& note = line.notes[i];
            std::optional<LineToken> token;
            if (i + 1 < line.notes.size())
                token = tokenBetween(note, line.notes[i + 1]);
            data->text.push_back(token ? codeOf(token->interval, token->rhythm) : phraseBreak);
            data->places.push_back({index, barOf(note, line.setting)});
        }
    }
    Builder builder(*data);
    for (std::size_t i = 0; i < data->text.size(); ++i)
        builder.add(data->text[i], static_cast<int>(i));
    builder.finish();
    m_data = std::move(data);
}

RunWatch::RunWatch(const LineIndex& index)
    : m_data(index.m_data.get())
{
}

RunWatch::RunWatch(const LineIndex& index, std::string_view leftOut)
    : m_data(index.m_data.get())
{
    const auto found = m_data->numbers.find(leftOut);
    if (found != m_data->numbers.end())
        m_leftOut = found->second;
}

RunWatch::Match RunWatch::after(int interval, int rhythmClass) const
{
    const Code code = codeOf(interval, rhythmClass);
    Match match = m_here;
    int next = m_data->next(match.state, code);
    while (next < 0 && match.state > 0) {
        match.state = m_data->state(match.state).link;
        match.matched = m_data->state(match.state).longest;
        next = m_data->next(match.state, code);
    }
    if (next < 0)
        return {};
    match = {next, match.matched + 1};
    // A shorter end of it may stand where the longer does not.
    while (match.state > 0 && m_data->endOutside(match.state, m_leftOut) < 0) {
        match.state = m_data->state(match.state).link;
        match.matched = m_data->state(match.state).longest;
    }
    return match;
}

int RunWatch::lengthWith(int interval, int rhythmClass) const
{
    return after(interval, rhythmClass).matched + 1;
}

void RunWatch::take(int interval, int rhythmClass)
{
    m_here = after(interval, rhythmClass);
}

void RunWatch::breakPhrase()
{
    m_here = {};
}

std::optional<RunPlace> RunWatch::place() const
{
    if (m_here.matched == 0)
        return std::nullopt;
    const int end = m_data->endOutside(m_here.state, m_leftOut);
    const Place& begin = m_data->places[static_cast<std::size_t>(end - m_here.matched + 1)];
    return RunPlace{m_data->names[static_cast<std::size_t>(begin.line)], begin.bar};
}

} // namespace woodshed
