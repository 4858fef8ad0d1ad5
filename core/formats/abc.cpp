#include "formats/abc.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "formats/abcbars.h"
#include "formats/abcfields.h"
#include "formats/abcmusic.h"
#include "theory/chordsymbol.h"

namespace woodshed
{
namespace
{

constexpr std::size_t longestText = std::size_t{1} << 20U;
constexpr std::size_t mostPlayedBars = 4096;
constexpr std::string_view formDirective = "%%woodshed-form";
constexpr std::string_view voiceDirective = "%%woodshed-voice";
constexpr std::string_view bodyFields = "IKLMmNPQRrsTUVWw";

Ticks ticks(std::int64_t time)
{
    return {(time + AbcTime::perTick / 2) / AbcTime::perTick};
}

/// The metre, key and form as they stood when the music began: those of the lead sheet.
struct Tune {
    AbcFields fields;
    AbcFields opening;
    std::vector<AbcBar> bars;
};

Result<void> readFormDirective(std::string_view line, int number, AbcFields& fields)
{
    const auto value = withoutOuterBlanks(line.substr(formDirective.size()));
    int bars = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), bars);
    if (error != std::errc() || end != value.data() + value.size() || bars < 1 || bars > 512)
        return fail(ErrorCode::Malformed,
                    "the length of the form is not a number of bars between 1 and 512",
                    "line " + std::to_string(number));
    fields.formBars = bars;
    return {};
}

/// Takes lines one at a time and knows where in the file it is: before the tune, in its header, its
/// music, or past it.
class TuneReader
{
public:
    explicit TuneReader(bool hasNumber, std::vector<std::string>& warnings)
        : m_warnings(warnings)
        , m_music(m_tune.fields, warnings)
        , m_place(hasNumber ? Place::Before : Place::Header)
    {
    }

    Result<void> take(std::string_view line, int number)
    {
        if (m_place == Place::After) {
            if (!line.empty() && line.front() != '%' && !std::exchange(m_saidAfter, true))
                warn(m_warnings, number, "what follows the first tune is not read");
            return {};
        }
        if (m_place == Place::Before) {
            if (line.starts_with("X:"))
                m_place = Place::Header;
            return {};
        }
        if (line.starts_with(formDirective))
            return readFormDirective(line, number, m_tune.fields);
        if (line.starts_with(voiceDirective)) {
            constexpr std::size_t longestVoice = 40;
            m_tune.fields.player =
                withoutOuterBlanks(line.substr(voiceDirective.size())).substr(0, longestVoice);
            return {};
        }
        if (line.starts_with('%'))
            return {};
        return m_place == Place::Header ? takeHeader(line, number) : takeMusic(line, number);
    }

    Result<Tune> finish()
    {
        if (m_place == Place::Before || m_place == Place::Header)
            return fail(ErrorCode::Malformed,
                        "the text holds no ABC tune: a tune begins with X: and its key, K:");
        m_tune.bars = m_music.finish();
        if (m_tune.bars.empty())
            return fail(ErrorCode::Malformed, "the ABC tune holds no notes");
        m_tune.opening.formBars = m_tune.fields.formBars;
        return std::move(m_tune);
    }

private:
    enum class Place { Before, Header, Music, After };

    Result<void> takeHeader(std::string_view line, int number)
    {
        if (!isAbcField(line)) {
            if (!line.empty())
                warn(m_warnings, number, "a line of the header is no field and is left out");
            return {};
        }
        if (line[0] == 'V') // in the header it only describes a voice
            return {};
        m_tune.fields.set(line[0], withoutComment(line.substr(2)), number, m_warnings);
        if (line[0] == 'K') {
            m_tune.opening = m_tune.fields;
            m_place = Place::Music;
        }
        return {};
    }

    Result<void> takeMusic(std::string_view line, int number)
    {
        if (line.empty()) {
            m_place = Place::After;
            return {};
        }
        if (line.starts_with("X:")) {
            m_place = Place::After;
            return take(line, number);
        }
        if (line.starts_with("+:"))
            return {};
        if (isAbcField(line) && bodyFields.find(line[0]) != std::string_view::npos) {
            m_tune.fields.set(line[0], withoutComment(line.substr(2)), number, m_warnings);
            return {};
        }
        return m_music.readLine(line, number);
    }

    static std::string_view withoutComment(std::string_view value)
    {
        return value.substr(0, value.find('%'));
    }

    Tune m_tune;
    std::vector<std::string>& m_warnings;
    AbcMusic m_music;
    Place m_place;
    bool m_saidAfter = false;
};

Result<Tune> readTune(std::string_view text, std::vector<std::string>& warnings)
{
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    TuneReader reader(text.starts_with("X:") || text.find("\nX:") != std::string_view::npos,
                      warnings);
    for (int number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const auto control = std::find_if(line.begin(), line.end(), [](char c) {
            return static_cast<unsigned char>(c) < 32 && c != '\t';
        });
        if (control != line.end())
            return fail(ErrorCode::Malformed, "the text holds a control character, so it is no ABC",
                        "line " + std::to_string(number) + ", column " +
                            std::to_string(control - line.begin() + 1));
        if (withoutOuterBlanks(line).empty())
            line = {};
        if (auto taken = reader.take(line, number); !taken)
            return forward(taken);
    }
    return reader.finish();
}

void checkBars(const Tune& tune, std::vector<std::string>& warnings)
{
    const bool pickup = tune.bars.front().length < tune.bars.front().full;
    bool saidMetre = false;
    for (std::size_t i = 0; i < tune.bars.size(); ++i) {
        const AbcBar& bar = tune.bars[i];
        const bool mayBeShort = i == 0 || (pickup && i + 1 == tune.bars.size());
        if (bar.full != 0 && bar.length != bar.full && !(mayBeShort && bar.length < bar.full))
            warn(warnings, bar.line,
                 "bar " + std::to_string(i + 1) + " does not add up to its metre");
        if (bar.full != tune.opening.barLength() && !std::exchange(saidMetre, true))
            warn(warnings, bar.line, "the metre changes; bars are counted in the first metre");
    }
}

/// Lays the bars out in time, in the order they are played.
class Layout
{
public:
    Layout(const Tune& tune, std::vector<std::string>& warnings)
        : m_tune(tune)
        , m_warnings(warnings)
    {
        const AbcBar& first = tune.bars.front();
        if (tune.bars.size() > 1 && first.length < first.full)
            m_now = first.full - first.length;
    }

    void play(const AbcBar& bar)
    {
        for (const AbcChord& chord : bar.chords)
            place(chord, ticks(m_now + chord.start));
        m_line = bar.line;
        for (const AbcNote& note : bar.notes)
            play(note);
        m_now += bar.length;
    }

    Solo finish()
    {
        Solo solo;
        LeadSheet& tune = solo.tune;
        const AbcFields& fields = m_tune.opening;
        tune.title = fields.title;
        tune.tempo = m_tune.fields.tempo;
        tune.feel = fields.feel;
        tune.key = fields.key.name;
        tune.beatsPerBar = fields.beats > 0 ? fields.beats : 4;
        tune.beatUnit = fields.beats > 0 ? fields.beatUnit : 4;
        const std::int64_t bar = tune.barLength().count;
        const std::int64_t bars = std::max<std::int64_t>((ticks(m_now).count + bar - 1) / bar, 1);
        tune.chords.length = {bars * bar};
        if (m_chords.empty() || m_chords.front().start.count > 0)
            m_chords.insert(m_chords.begin(), PlacedChord{{0}, {0}, "NC", {}});
        for (std::size_t i = 0; i < m_chords.size(); ++i) {
            const Ticks end = i + 1 < m_chords.size() ? m_chords[i + 1].start : tune.chords.length;
            m_chords[i].duration = end - m_chords[i].start;
        }
        tune.chords.chords = std::move(m_chords);
        solo.melody = std::move(m_melody);
        solo.voice = m_tune.fields.player;
        solo.choruses = choruses(static_cast<int>(bars));
        return solo;
    }

private:
    void place(const AbcChord& chord, Ticks start)
    {
        PlacedChord placed{start, {0}, chord.text, {}};
        if (isNoChord(chord.text)) {
            placed.text = "NC";
        } else if (const auto symbol = ChordSymbol::parse(chord.text)) {
            placed.pitches = voicing(*symbol);
        } else {
            warn(m_warnings, chord.line,
                 "the chord \"" + chord.text.substr(0, 40) + "\" is not understood");
            return;
        }
        if (!m_chords.empty() && m_chords.back().start >= start)
            m_chords.pop_back();
        m_chords.push_back(std::move(placed));
    }

    void play(const AbcNote& note)
    {
        const std::int64_t from = m_now + note.start;
        const std::int64_t to = from + note.duration;
        if (note.pitch >= 0) {
            const bool continues =
                m_tied && !m_melody.empty() && m_melody.back().pitch == note.pitch;
            if (continues)
                m_melody.back().duration = ticks(to) - m_melody.back().start;
            else {
                playGraces(note, ticks(from));
                m_melody.push_back({ticks(from), ticks(to) - ticks(from), note.pitch, 80});
            }
        }
        m_tied = note.pitch >= 0 && note.tied;
    }

    /// The standard gives them no time. As players do, they come before the beat: sixteenth
    /// triplets, or less where the note before is short, of which they take the end.
    void playGraces(const AbcNote& note, Ticks start)
    {
        constexpr Ticks usual{Ticks::perQuarter / 6};
        constexpr Ticks shortest{Ticks::perQuarter / 24};
        if (note.graces.empty())
            return;
        const auto count = static_cast<std::int64_t>(note.graces.size());
        const Ticks room = start - (m_melody.empty() ? Ticks{} : m_melody.back().start);
        const Ticks length = std::min(usual, Ticks{room.count / (2 * count)});
        if (length < shortest) {
            if (!std::exchange(m_saidGrace, true))
                warn(m_warnings, m_line, "a grace note with no time before it is left out");
            return;
        }
        const Ticks first = start - length * count;
        if (!m_melody.empty())
            m_melody.back().duration =
                std::min(m_melody.back().duration, first - m_melody.back().start);
        for (std::int64_t i = 0; i < count; ++i)
            m_melody.push_back(
                {first + length * i, length, note.graces[static_cast<std::size_t>(i)], 80});
    }

    int choruses(int bars)
    {
        const int form = m_tune.opening.formBars;
        if (form == 0)
            return 1;
        if (bars < form || bars % form > 1) {
            warn(m_warnings, m_tune.bars.front().line,
                 "the " + std::to_string(bars) + " bars are no whole number of choruses of " +
                     std::to_string(form));
            return 1;
        }
        return bars / form;
    }

    const Tune& m_tune;
    std::vector<std::string>& m_warnings;
    std::vector<PlacedChord> m_chords;
    std::vector<Note> m_melody;
    std::int64_t m_now = 0;
    int m_line = 0; ///< of the bar that is played
    bool m_tied = false;
    bool m_saidGrace = false;
};

} // namespace

Result<AbcReading> readAbc(std::string_view text)
{
    if (text.size() > longestText)
        return fail(ErrorCode::TooLarge,
                    "the ABC text is over 1 MiB, which is more than any tune needs");
    AbcReading reading;
    const auto tune = readTune(text, reading.warnings);
    if (!tune)
        return forward(tune);
    checkBars(*tune, reading.warnings);
    const auto order = unfoldRepeats(tune->bars, mostPlayedBars);
    if (!order)
        return forward(order);
    Layout layout(*tune, reading.warnings);
    for (const std::size_t index : *order)
        layout.play(tune->bars[index]);
    reading.solo = layout.finish();
    return reading;
}

LeadSheet oneChorus(const Solo& solo)
{
    LeadSheet tune = solo.tune;
    const int choruses = std::max(solo.choruses, 1);
    const int bars = tune.bars();
    const int form = std::max(bars / choruses, 1);
    const Ticks from = tune.barLength() * std::max(bars - form * choruses, 0);
    const Ticks length = tune.barLength() * form;
    tune.chords = {{}, length};
    for (PlacedChord chord : solo.tune.chords.chords) {
        const Ticks start = std::max(chord.start, from);
        const Ticks end = std::min(chord.end(), from + length);
        if (start >= end)
            continue;
        chord.start = start - from;
        chord.duration = end - start;
        tune.chords.chords.push_back(std::move(chord));
    }
    return tune;
}

} // namespace woodshed
