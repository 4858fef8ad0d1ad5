#include "formats/chordtext.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include "formats/abckey.h"
#include "theory/chordsymbol.h"

namespace woodshed
{
namespace
{

constexpr std::size_t longestText = std::size_t{1} << 20U;
constexpr std::size_t mostBars = 1024;
constexpr std::size_t mostSymbolsInABar = 16;
constexpr double slowest = 20;
constexpr double fastest = 400;
constexpr std::string_view blanks = " \t\r";

using Bar = std::vector<std::string>;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

template<typename Number>
std::optional<Number> number(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

Unexpected malformed(int line, std::string detail)
{
    return fail(ErrorCode::Malformed, std::move(detail), "line " + std::to_string(line));
}

class Reader
{
public:
    Result<void> take(std::string_view line, int number)
    {
        line = trimmed(line);
        m_line = number;
        if (line.empty() || line.front() == '#')
            return {};
        const auto colon = line.find(':');
        const bool header =
            colon != std::string_view::npos && line.find('|') == std::string_view::npos;
        return header ? takeHeader(line.substr(0, colon), trimmed(line.substr(colon + 1)))
                      : takeBars(line);
    }

    Result<ChordTextReading> finish()
    {
        if (m_bars.empty())
            return fail(
                ErrorCode::Malformed,
                "the text holds no bars: write chords between bar lines, as in | F7 | Bb7 |");
        if (m_repeatFrom)
            return malformed(m_repeatLine, "a repeat is opened but never closed");
        ChordProgression& chords = m_reading.tune.chords;
        const Ticks bar = m_reading.tune.barLength();
        for (std::size_t i = 0; i < m_bars.size(); ++i) {
            const auto count = static_cast<std::int64_t>(m_bars[i].size());
            for (std::int64_t k = 0; k < count; ++k)
                place(m_bars[i][static_cast<std::size_t>(k)],
                      bar * static_cast<std::int64_t>(i) + Ticks{bar.count * k / count});
        }
        chords.length = bar * static_cast<std::int64_t>(m_bars.size());
        for (std::size_t i = 0; i < chords.chords.size(); ++i) {
            const Ticks end =
                i + 1 < chords.chords.size() ? chords.chords[i + 1].start : chords.length;
            chords.chords[i].duration = end - chords.chords[i].start;
        }
        return std::move(m_reading);
    }

private:
    Result<void> takeHeader(std::string_view name, std::string_view value)
    {
        std::string field(trimmed(name));
        std::transform(field.begin(), field.end(), field.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        LeadSheet& tune = m_reading.tune;
        const std::string quoted = "\"" + std::string(value.substr(0, 40)) + "\"";
        if (field == "title") {
            tune.title = value.substr(0, 200);
        } else if (field == "feel") {
            tune.feel = value.substr(0, 40);
        } else if (field == "tempo") {
            const auto tempo = number<double>(value);
            if (!tempo || !(*tempo >= slowest && *tempo <= fastest))
                return malformed(m_line,
                                 "the tempo " + quoted + " is not a number between 20 and 400");
            tune.tempo = *tempo;
        } else if (field == "key") {
            const auto key = parseAbcKey(value);
            if (value.empty() || !key)
                return malformed(m_line, "the key " + quoted +
                                             " is not understood; write F, Bbm or C minor");
            tune.key = key->name;
        } else if (field == "metre" || field == "meter" || field == "time") {
            return takeMetre(value, quoted);
        } else if (m_reading.warnings.size() < mostWarnings) {
            m_reading.warnings.push_back("line " + std::to_string(m_line) + ": the header \"" +
                                         field.substr(0, 40) + "\" is not known and is left out");
        }
        return {};
    }

    Result<void> takeMetre(std::string_view value, const std::string& quoted)
    {
        const auto slash = std::min(value.find('/'), value.size());
        const auto beats = number<int>(trimmed(value.substr(0, slash)));
        const auto unit =
            slash < value.size() ? number<int>(trimmed(value.substr(slash + 1))) : std::nullopt;
        const bool knownUnit = unit && (*unit == 2 || *unit == 4 || *unit == 8 || *unit == 16);
        if (!beats || *beats < 1 || *beats > 16 || !knownUnit)
            return malformed(m_line,
                             "the metre " + quoted + " is not understood; write 4/4, 3/4 or 6/8");
        m_reading.tune.beatsPerBar = *beats;
        m_reading.tune.beatUnit = *unit;
        return {};
    }

    /// Bar lines with what is between them; those at the ends of the line make no empty bar.
    Result<void> takeBars(std::string_view line)
    {
        std::size_t place = 0;
        while (place < line.size()) {
            const auto end = std::min(line.find('|', place), line.size());
            std::string_view content = trimmed(line.substr(place, end - place));
            // A colon after a bar line opens a repeat, one before a bar line closes it.
            const bool opens = place > 0 && content.starts_with(':');
            if (opens)
                content = trimmed(content.substr(1));
            const bool closes = end < line.size() && content.ends_with(':');
            if (closes)
                content = trimmed(content.substr(0, content.size() - 1));
            if (opens)
                openRepeat();
            const bool betweenLines = place > 0 && end < line.size() && end > place;
            if (content.empty() && betweenLines && !closes && !opens)
                return malformed(
                    m_line,
                    "a bar is empty; write % to repeat the bar before or / to hold its chord");
            if (!content.empty()) {
                if (auto taken = takeBar(content); !taken)
                    return taken;
            }
            if (closes) {
                if (auto repeated = closeRepeat(); !repeated)
                    return repeated;
            }
            place = end + 1;
        }
        return {};
    }

    void openRepeat()
    {
        m_repeatFrom = m_bars.size();
        m_repeatLine = m_line;
    }

    Result<void> closeRepeat()
    {
        const std::size_t from = m_repeatFrom.value_or(m_sectionFrom);
        const std::size_t to = m_bars.size();
        if (to + (to - from) > mostBars)
            return malformed(m_line, "the tune has more than 1024 bars");
        for (std::size_t i = from; i < to; ++i)
            m_bars.push_back(Bar(m_bars[i]));
        m_repeatFrom.reset();
        m_sectionFrom = m_bars.size();
        return {};
    }

    Result<void> takeBar(std::string_view content)
    {
        Bar bar;
        while (!content.empty()) {
            if (content.front() == '[') {
                const auto end = content.find(']');
                if (end == std::string_view::npos)
                    return malformed(m_line, "a label in brackets is not closed with ]");
                content = trimmed(content.substr(end + 1));
                continue;
            }
            const auto end = std::min(content.find_first_of(blanks), content.size());
            if (auto taken = takeSymbol(content.substr(0, end), bar); !taken)
                return taken;
            content = trimmed(content.substr(end));
        }
        if (bar.empty())
            return {}; // a label alone
        if (bar.front() == "%") {
            if (bar.size() > 1 || m_bars.empty())
                return malformed(m_line,
                                 "% repeats the bar before it and must stand alone in its bar");
            bar = m_bars.back();
        }
        if (bar.front() == "/" && m_bars.empty())
            return malformed(m_line, "/ holds the chord before it, but there is none yet");
        if (m_bars.size() >= mostBars)
            return malformed(m_line, "the tune has more than 1024 bars");
        m_bars.push_back(std::move(bar));
        return {};
    }

    Result<void> takeSymbol(std::string_view symbol, Bar& bar)
    {
        const bool sign = symbol == "%" || symbol == "/";
        if (!sign && !isNoChord(symbol)) {
            if (const auto parsed = ChordSymbol::parse(symbol); !parsed)
                return malformed(m_line, parsed.error().detail);
        }
        if (symbol == "%" && !bar.empty())
            return malformed(m_line, "% repeats the bar before it and must stand alone in its bar");
        if (bar.size() >= mostSymbolsInABar)
            return malformed(m_line, "a bar has more than 16 chords; are bar lines missing?");
        bar.emplace_back(symbol);
        return {};
    }

    void place(const std::string& symbol, Ticks start)
    {
        if (symbol == "/")
            return;
        const bool silence = isNoChord(symbol);
        m_reading.tune.chords.chords.push_back(
            {start,
             {0},
             silence ? "NC" : symbol,
             silence ? std::vector<int>{} : voicing(*ChordSymbol::parse(symbol))});
    }

    static constexpr std::size_t mostWarnings = 100;

    ChordTextReading m_reading;
    std::vector<Bar> m_bars;
    std::optional<std::size_t> m_repeatFrom;
    std::size_t m_sectionFrom = 0; ///< where a repeat without an opening sign goes back to
    int m_repeatLine = 0;
    int m_line = 0;
};

} // namespace

Result<ChordTextReading> readChordText(std::string_view text)
{
    if (text.size() > longestText)
        return fail(ErrorCode::TooLarge,
                    "the text is over 1 MiB, which is more than any tune needs");
    if (text.find('\0') != std::string_view::npos)
        return fail(ErrorCode::Malformed, "this is no text: it holds null characters");
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    Reader reader;
    for (int line = 1; !text.empty(); ++line) {
        const auto end = std::min(text.find('\n'), text.size());
        if (auto taken = reader.take(text.substr(0, end), line); !taken)
            return forward(taken);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.finish();
}

} // namespace woodshed
