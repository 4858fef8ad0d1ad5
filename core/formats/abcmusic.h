#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "formats/abcbars.h"
#include "formats/abcfields.h"
#include "support/result.h"

namespace woodshed
{

/// Reads the music lines of one ABC tune into written bars, with the fields as they stand at each
/// moment.
class AbcMusic
{
public:
    AbcMusic(AbcFields& fields, std::vector<std::string>& warnings);

    [[nodiscard]] Result<void> readLine(std::string_view line, int number);
    /// Ends the last bar and hands out all of them.
    [[nodiscard]] std::vector<AbcBar> finish();

private:
    static constexpr int noAccidental = 99;
    static constexpr std::size_t mostBars = 4096;

    struct Length {
        std::int64_t numerator = 1;
        std::int64_t denominator = 1;
    };
    struct Pitch {
        int letter = 0; ///< 0-6 for A-G
        int octave = 0;
        int midi = -1;
        bool tied = false;
        Length length;
    };

    Result<void> readItem();
    Result<void> readQuoted();
    Result<void> readBracket();
    Result<void> readBarLine();
    Result<void> readEndings();
    Result<void> readTuplet();
    Result<void> readBroken();
    Result<void> readChord();
    Result<void> readGraces();
    Result<void> readRest();
    Result<void> readInlineField();
    Result<Pitch> readPitch();
    Result<Length> readLength();
    Result<int> readNumber(int largest);
    Result<void> skipPast(char close, const char* what);
    Result<void> addNote(int pitch, bool tied, Length length);
    void endBar();

    [[nodiscard]] static bool isNoteLetter(char c)
    {
        return (c >= 'A' && c <= 'G') || (c >= 'a' && c <= 'g');
    }

    [[nodiscard]] char next(std::size_t ahead = 0) const;
    [[nodiscard]] bool digitAhead() const { return next() >= '0' && next() <= '9'; }
    [[nodiscard]] Unexpected refuse(const std::string& why) const;
    void warnOnce(bool& said, const char* sentence);

    AbcFields& m_fields;
    std::vector<std::string>& m_warnings;
    std::vector<AbcBar> m_bars;
    AbcBar m_bar;
    std::string_view m_line;
    std::size_t m_place = 0;
    int m_lineNumber = 0;

    /// Of this bar, for a letter in every octave, as the standard has it; noAccidental where none.
    std::array<int, 7> m_accidentals{};
    Pitch m_lastTied; ///< keeps its accidental over the bar line
    std::string m_pendingChord;
    std::vector<int> m_pendingGraces;
    std::string m_mainVoice;
    int m_tupletNotes = 0; ///< still to come
    int m_tupletP = 1;
    int m_tupletQ = 1;
    Length m_broken; ///< for the next note
    bool m_hasBroken = false;
    bool m_hasMainVoice = false;
    bool m_saidChord = false;
    bool m_saidOverlay = false;
    bool m_saidVoices = false;
};

} // namespace woodshed
