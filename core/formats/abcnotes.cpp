// The part of AbcMusic that reads notes, rests and their lengths.
#include "formats/abcmusic.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace woodshed
{
namespace
{

constexpr std::int64_t longestNote = AbcTime::perQuarter * 4 * 64;

} // namespace

Result<void> AbcMusic::readChord()
{
    ++m_place;
    int top = -1;
    bool tied = false;
    Length length;
    std::size_t count = 0;
    while (next() != ']') {
        if (next() == '\0')
            return refuse("a chord is not closed with ]");
        if (next() == '"' || next() == '!') {
            if (auto skipped = skipPast(next(), "text in a chord is not closed"); !skipped)
                return skipped;
            continue;
        }
        if (!isNoteLetter(next()) && next() != '^' && next() != '_' && next() != '=') {
            if (std::string_view(" .~()").find(next()) == std::string_view::npos)
                return refuse("there is a character that means nothing in a chord");
            ++m_place;
            continue;
        }
        const auto pitch = readPitch();
        if (!pitch)
            return forward(pitch);
        if (count++ == 0)
            length = pitch->length;
        top = std::max(top, pitch->midi);
        tied = tied || pitch->tied;
    }
    ++m_place;
    if (count == 0)
        return refuse("a chord holds no note");
    if (count > 1)
        warnOnce(m_saidChord, "of notes that sound together only the highest is kept");
    const auto outer = readLength();
    if (!outer)
        return forward(outer);
    length.numerator *= outer->numerator;
    length.denominator *= outer->denominator;
    if (next() == '-') {
        tied = true;
        ++m_place;
    }
    return addNote(top, tied, length);
}

/// Grace notes have no time of their own; lengths and the slash of the quick ones are for print.
Result<void> AbcMusic::readGraces()
{
    constexpr std::size_t mostGraces = 8;
    const Pitch lastTied = m_lastTied;
    ++m_place;
    while (next() != '}') {
        if (next() == '\0')
            return refuse("grace notes are not closed with }");
        if (!isNoteLetter(next()) && next() != '^' && next() != '_' && next() != '=') {
            if (std::string_view(" /()[]").find(next()) == std::string_view::npos)
                return refuse("there is a character that means nothing in grace notes");
            ++m_place;
            continue;
        }
        m_lastTied.tied = false;
        const auto pitch = readPitch();
        if (!pitch)
            return forward(pitch);
        if (m_pendingGraces.size() == mostGraces)
            return refuse("there are more grace notes before a note than Woodshed reads");
        m_pendingGraces.push_back(pitch->midi);
    }
    ++m_place;
    m_lastTied = lastTied;
    return {};
}

Result<void> AbcMusic::readRest()
{
    const bool wholeBars = next() == 'Z' || next() == 'X';
    ++m_place;
    const auto length = readLength();
    if (!length)
        return forward(length);
    if (!wholeBars)
        return addNote(-1, false, *length);
    if (!m_bar.notes.empty() || length->denominator != 1 || length->numerator < 1 ||
        m_fields.barLength() == 0)
        return refuse("a rest of whole bars needs a metre, an empty bar and a whole number");
    if (m_bars.size() + static_cast<std::size_t>(length->numerator) > mostBars)
        return refuse("the tune is longer than Woodshed reads");
    for (std::int64_t i = 0; i < length->numerator; ++i) {
        if (i > 0)
            endBar();
        m_bar.notes.push_back({0, m_fields.barLength(), -1, false});
        m_bar.length = m_fields.barLength();
        if (!m_pendingChord.empty())
            m_bar.chords.push_back({0, std::exchange(m_pendingChord, {}), m_lineNumber});
    }
    return {};
}

Result<AbcMusic::Pitch> AbcMusic::readPitch()
{
    int accidental = noAccidental;
    const auto alter = [&](int by) {
        accidental = (accidental == noAccidental ? 0 : accidental) + by;
        ++m_place;
    };
    while (next() == '^' || next() == '_' || next() == '=') {
        if (next() == '=')
            alter(0);
        else
            alter(next() == '^' ? 1 : -1);
        if (accidental < -2 || (accidental > 2 && accidental != noAccidental))
            return refuse("a note has too many accidentals");
    }
    if (!isNoteLetter(next()))
        return refuse("an accidental has no note");

    constexpr std::array<int, 7> semitones = {9, 11, 0, 2, 4, 5, 7};
    Pitch pitch;
    const bool low = next() <= 'G';
    pitch.letter = next() - (low ? 'A' : 'a');
    pitch.octave = low ? 5 : 6;
    ++m_place;
    for (; next() == '\'' || next() == ','; ++m_place)
        pitch.octave += next() == '\'' ? 1 : -1;
    if (pitch.octave < 0 || pitch.octave > 10)
        return refuse("a note is out of the range of MIDI");

    const auto letter = static_cast<std::size_t>(pitch.letter);
    int& inBar = m_accidentals.at(letter);
    if (accidental != noAccidental)
        inBar = accidental;
    const bool continuesTie = m_lastTied.tied && accidental == noAccidental &&
                              inBar == noAccidental && m_lastTied.letter == pitch.letter &&
                              m_lastTied.octave == pitch.octave;
    const int alteration = inBar != noAccidental ? inBar : m_fields.key.accidentals.at(letter);
    pitch.midi =
        continuesTie ? m_lastTied.midi : 12 * pitch.octave + semitones.at(letter) + alteration;
    if (pitch.midi < 0 || pitch.midi > 127)
        return refuse("a note is out of the range of MIDI");
    const auto length = readLength();
    if (!length)
        return forward(length);
    pitch.length = *length;
    pitch.tied = next() == '-';
    if (pitch.tied)
        ++m_place;
    m_lastTied = pitch;
    return pitch;
}

Result<int> AbcMusic::readNumber(int largest)
{
    int number = 0;
    const char* from = m_line.data() + m_place;
    const auto [end, error] = std::from_chars(from, m_line.data() + m_line.size(), number);
    if (error != std::errc() || number < 1 || number > largest)
        return refuse("a number is missing or not between 1 and " + std::to_string(largest));
    m_place += static_cast<std::size_t>(end - from);
    return number;
}

Result<AbcMusic::Length> AbcMusic::readLength()
{
    Length length;
    if (digitAhead()) {
        const auto number = readNumber(1024);
        if (!number)
            return forward(number);
        length.numerator = *number;
    }
    while (next() == '/') {
        ++m_place;
        int by = 2;
        if (digitAhead()) {
            const auto number = readNumber(1024);
            if (!number)
                return forward(number);
            by = *number;
        }
        length.denominator *= by;
        if (length.denominator > 1024)
            return refuse("a length is too fine");
    }
    return length;
}

Result<void> AbcMusic::addNote(int pitch, bool tied, Length length)
{
    if (!std::exchange(m_hasMainVoice, true))
        m_mainVoice = m_fields.voice;
    std::int64_t numerator = m_fields.unitLength * length.numerator;
    std::int64_t denominator = length.denominator;
    if (m_tupletNotes > 0) {
        --m_tupletNotes;
        numerator *= m_tupletQ;
        denominator *= m_tupletP;
    }
    if (std::exchange(m_hasBroken, false)) {
        numerator *= m_broken.numerator;
        denominator *= m_broken.denominator;
    }
    if (numerator % denominator != 0)
        return refuse("a length is too fine");
    const std::int64_t duration = numerator / denominator;
    if (duration < AbcTime::perTick || duration > longestNote)
        return refuse("a length is too short or too long");
    if (m_bar.notes.empty())
        m_bar.line = m_lineNumber;
    if (!m_pendingChord.empty())
        m_bar.chords.push_back({m_bar.length, std::exchange(m_pendingChord, {}), m_lineNumber});
    AbcNote& note = m_bar.notes.emplace_back(AbcNote{m_bar.length, duration, pitch, tied});
    std::swap(note.graces, m_pendingGraces);
    m_pendingGraces.clear();
    m_bar.length += duration;
    if (pitch < 0)
        m_lastTied.tied = false;
    return {};
}

} // namespace woodshed
