#include "formats/abcmusic.h"

#include <algorithm>
#include <utility>

namespace woodshed
{
namespace
{

constexpr std::size_t mostNotesInABar = 512;

} // namespace

AbcMusic::AbcMusic(AbcFields& fields, std::vector<std::string>& warnings)
    : m_fields(fields)
    , m_warnings(warnings)
{
    m_accidentals.fill(noAccidental);
}

char AbcMusic::next(std::size_t ahead) const
{
    return m_place + ahead < m_line.size() ? m_line[m_place + ahead] : '\0';
}

Unexpected AbcMusic::refuse(const std::string& why) const
{
    return fail(ErrorCode::Malformed, why,
                "line " + std::to_string(m_lineNumber) + ", column " + std::to_string(m_place + 1));
}

void AbcMusic::warnOnce(bool& said, const char* sentence)
{
    if (!std::exchange(said, true))
        warn(m_warnings, m_lineNumber, sentence);
}

Result<void> AbcMusic::readLine(std::string_view line, int number)
{
    m_line = line;
    m_lineNumber = number;
    m_place = 0;
    while (m_place < m_line.size()) {
        if (auto read = readItem(); !read)
            return read;
        if (m_bars.size() > mostBars || m_bar.notes.size() > mostNotesInABar)
            return refuse("the tune is longer than Woodshed reads");
    }
    return {};
}

Result<void> AbcMusic::readItem()
{
    const char c = next();
    if (c == '[' && next(1) != '\0' && next(2) == ':' && !(next(1) == '|' || next(1) == ':'))
        return readInlineField();
    if (m_hasMainVoice && m_fields.voice != m_mainVoice) {
        warnOnce(m_saidVoices, "only the first voice is read");
        ++m_place;
        return {};
    }
    if (isNoteLetter(c) || c == '^' || c == '_' || c == '=') {
        const auto pitch = readPitch();
        if (!pitch)
            return forward(pitch);
        return addNote(pitch->midi, pitch->tied, pitch->length);
    }
    switch (c) {
    case '%':
        m_place = m_line.size();
        return {};
    case '"':
        return readQuoted();
    case '{':
        return readGraces();
    case '!':
    case '+':
        return skipPast(c, "a decoration is not closed");
    case '[':
        return readBracket();
    case '|':
    case ':':
        return readBarLine();
    case '(':
        if (next(1) >= '0' && next(1) <= '9')
            return readTuplet();
        ++m_place;
        return {};
    case '>':
    case '<':
        return readBroken();
    case 'z':
    case 'x':
    case 'Z':
    case 'X':
        return readRest();
    case '-':
        if (!m_bar.notes.empty() && m_bar.notes.back().pitch >= 0)
            m_bar.notes.back().tied = true;
        ++m_place;
        return {};
    case '&':
        warnOnce(m_saidOverlay, "a second voice in a bar (&) is left out");
        m_place = std::min(m_line.find('|', m_place), m_line.size());
        return {};
    case 'y': { // a little space for the engraver
        ++m_place;
        const auto ignored = readLength();
        return ignored ? Result<void>() : forward(ignored);
    }
    case ' ':
    case '\t':
    case '\\':
    case '`':
    case ')':
    case '.':
    case '~':
    case '$':
        ++m_place;
        return {};
    default:
        if ((c >= 'H' && c <= 'W') || (c >= 'h' && c <= 'w')) { // decorations by letter
            ++m_place;
            return {};
        }
        return refuse("there is a character that means nothing here");
    }
}

Result<void> AbcMusic::skipPast(char close, const char* what)
{
    const auto end = m_line.find(close, m_place + 1);
    if (end == std::string_view::npos)
        return refuse(what);
    m_place = end + 1;
    return {};
}

Result<void> AbcMusic::readQuoted()
{
    const auto end = m_line.find('"', m_place + 1);
    if (end == std::string_view::npos)
        return refuse("a chord symbol is not closed with a quotation mark");
    const std::string_view text = withoutOuterBlanks(m_line.substr(m_place + 1, end - m_place - 1));
    m_place = end + 1;
    const bool annotation =
        text.empty() || std::string_view("^_<>@").find(text.front()) != std::string_view::npos;
    if (!annotation)
        m_pendingChord = text;
    return {};
}

Result<void> AbcMusic::readInlineField()
{
    const auto end = m_line.find(']', m_place);
    if (end == std::string_view::npos)
        return refuse("a field in brackets is not closed with ]");
    m_fields.set(next(1), m_line.substr(m_place + 3, end - m_place - 3), m_lineNumber, m_warnings);
    m_place = end + 1;
    return {};
}

Result<void> AbcMusic::readBracket()
{
    if (next(1) == '|' || next(1) == ']')
        return readBarLine();
    if (next(1) >= '0' && next(1) <= '9') {
        ++m_place;
        return readEndings();
    }
    return readChord();
}

Result<void> AbcMusic::readBarLine()
{
    const std::size_t from = m_place;
    while (next() == '|' || next() == ':' ||
           (next() == '[' && (next(1) == '|' || next(1) == ']')) ||
           (next() == ']' && m_place > from))
        ++m_place;
    const std::string_view sign = m_line.substr(from, m_place - from);
    if (sign == ":") {
        m_place = from;
        return refuse("a colon stands alone");
    }
    const bool closes = sign.front() == ':';
    const bool opens = sign.back() == ':';
    const bool section = closes || opens || sign.size() > 1;

    if (!m_bar.notes.empty())
        endBar();
    if (!m_bars.empty() && m_bar.notes.empty()) {
        m_bars.back().closesRepeat = m_bars.back().closesRepeat || closes;
        m_bars.back().closesSection = m_bars.back().closesSection || section;
    }
    m_bar.opensRepeat = m_bar.opensRepeat || opens;
    if (m_hasBroken)
        return refuse("the rhythm sign before the bar line has no second note");
    if (next() == '[' && next(1) >= '0' && next(1) <= '9')
        ++m_place;
    return digitAhead() ? readEndings() : Result<void>();
}

Result<void> AbcMusic::readEndings()
{
    if (!m_bar.notes.empty())
        return refuse("an ending begins inside a bar");
    for (;;) {
        const auto first = readNumber(16);
        if (!first)
            return forward(first);
        int last = *first;
        if (next() == '-' && next(1) >= '0' && next(1) <= '9') {
            ++m_place;
            const auto end = readNumber(16);
            if (!end)
                return forward(end);
            last = *end;
        }
        for (int pass = *first; pass <= last; ++pass)
            m_bar.endings.push_back(pass);
        if (next() != ',' || next(1) < '0' || next(1) > '9' || m_bar.endings.size() > 64)
            return {};
        ++m_place;
    }
}

Result<void> AbcMusic::readTuplet()
{
    ++m_place;
    const auto p = readNumber(10);
    if (!p)
        return forward(p);
    const bool compound = m_fields.beatUnit == 8 && m_fields.beats % 3 == 0 && m_fields.beats > 3;
    constexpr std::array<int, 11> times = {0, 0, 3, 2, 3, 0, 2, 0, 3, 0, 0};
    int q = times.at(static_cast<std::size_t>(*p)) != 0 ? times.at(static_cast<std::size_t>(*p))
            : compound                                  ? 3
                                                        : 2;
    int notes = *p;
    for (int* value : {&q, &notes}) {
        if (next() != ':')
            break;
        ++m_place;
        if (!digitAhead())
            continue;
        const auto number = readNumber(10);
        if (!number)
            return forward(number);
        *value = *number;
    }
    if (*p < 2)
        return refuse("a tuplet needs at least two notes");
    m_tupletP = *p;
    m_tupletQ = q;
    m_tupletNotes = notes;
    return {};
}

Result<void> AbcMusic::readBroken()
{
    const char sign = next();
    int count = 0;
    while (next() == sign) {
        ++count;
        ++m_place;
    }
    if (m_bar.notes.empty() || m_hasBroken || count > 3)
        return refuse("a rhythm sign needs a note before and after it in the same bar");
    const std::int64_t parts = std::int64_t{1} << static_cast<unsigned>(count);
    const Length longer{2 * parts - 1, parts};
    const Length shorter{1, parts};
    AbcNote& before = m_bar.notes.back();
    const Length first = sign == '>' ? longer : shorter;
    const std::int64_t scaled = before.duration * first.numerator;
    if (scaled % first.denominator != 0)
        return refuse("a length is too fine");
    before.duration = scaled / first.denominator;
    m_bar.length = before.start + before.duration;
    m_broken = sign == '>' ? shorter : longer;
    m_hasBroken = true;
    return {};
}

void AbcMusic::endBar()
{
    m_bar.full = m_fields.barLength();
    m_bars.push_back(std::exchange(m_bar, {}));
    m_accidentals.fill(noAccidental);
}

std::vector<AbcBar> AbcMusic::finish()
{
    if (!m_bar.notes.empty())
        endBar();
    return std::move(m_bars);
}

} // namespace woodshed
