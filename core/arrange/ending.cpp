#include "arrange/ending.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "arrange/bassslots.h"
#include "arrange/chart.h"
#include "arrange/harmony.h"
#include "arrange/voicing.h"
#include "theory/chordsymbol.h"

namespace woodshed
{

namespace
{

bool isMajor(const ChartChord& chord)
{
    const ChordAnatomy anatomy = anatomyOf(chord);
    return chord.sounds && anatomy.third == 4 && anatomy.has(7) && anatomy.seventh != 10;
}

bool isMinor(const ChartChord& chord)
{
    const ChordAnatomy anatomy = anatomyOf(chord);
    return chord.sounds && anatomy.third == 3 && anatomy.has(7);
}

bool isDominant(const ChartChord& chord)
{
    return chord.sounds && anatomyOf(chord).dominant();
}

/// Which chord a tune comes to rest on.
class Home
{
public:
    Home(const LeadSheet& tune, const std::vector<ChartChord>& chords)
    {
        std::string_view key = tune.key;
        m_key = takeRoot(key);
        m_isMinorKey = key.starts_with('m') && !key.starts_with("maj");
        const auto first = std::find_if(chords.begin(), chords.end(),
                                        [](const ChartChord& chord) { return chord.sounds; });
        m_first = *first;
        // The written key may be a mere default: believe it where the tune goes there.
        const auto inKey = std::find_if(chords.begin(), chords.end(), [&](const ChartChord& chord) {
            return m_key && chord.root == *m_key &&
                   (isBlues(chord) || (m_isMinorKey ? isMinor(chord) : isMajor(chord)));
        });
        m_chord = inKey != chords.end() ? *inKey : m_first;
    }

    /// A chord like the one the tune rests on.
    [[nodiscard]] const ChartChord& chord() const { return m_chord; }

    /// Whether the chord is one to end on rather than one that leads back to the top.
    [[nodiscard]] bool isReachedBy(const ChartChord& chord) const
    {
        if (chord.root == m_chord.root)
            return isMajor(chord) || isMinor(chord) || isBlues(chord);
        return chord.root == m_first.root && isMajor(chord);
    }

    /// A dominant seventh that is where the tune lives.
    [[nodiscard]] bool isBlues(const ChartChord& chord) const
    {
        return isDominant(chord) && isDominant(m_first) && chord.root == m_first.root;
    }

private:
    std::optional<int> m_key;
    bool m_isMinorKey = false;
    ChartChord m_first;
    ChartChord m_chord;
};

std::string spelledRoot(const LeadSheet& tune, int root)
{
    // As the tune itself spells it.
    for (const PlacedChord& chord : tune.chords.chords) {
        std::string_view rest = chord.text;
        if (!isNoChord(chord.text) && takeRoot(rest) == root)
            return chord.text.substr(0, chord.text.size() - rest.size());
    }
    std::string_view rest = tune.key;
    if (takeRoot(rest) == root)
        return tune.key.substr(0, tune.key.size() - rest.size());
    return pitchClassName(root);
}

std::string finalSymbol(const LeadSheet& tune, const Home& home)
{
    const ChartChord& chord = home.chord();
    const std::string root = spelledRoot(tune, chord.root);
    if (isMinor(chord))
        return root + "m6";
    if (home.isBlues(chord))
        return root + "13";
    return root + (anatomyOf(chord).has(11) ? "maj7" : "6");
}

/// A chord of our own making, with the pitches that go with its symbol.
PlacedChord placed(Ticks start, Ticks duration, const std::string& text)
{
    PlacedChord chord{.start = start, .duration = duration, .text = text, .pitches = {}};
    if (const auto symbol = ChordSymbol::parse(text))
        chord.pitches = voicing(*symbol);
    return chord;
}

/// The last chord by itself, as the band reads it.
Chart chartOf(const PlacedChord& chord)
{
    LeadSheet alone;
    alone.chords.chords = {chord};
    alone.chords.length = chord.end();
    return chartOf(alone, 1);
}

int loudness(Feel feel, int usual)
{
    return feel == Feel::Ballad ? usual - 22 : feel == Feel::Bossa ? usual - 10 : usual;
}

} // namespace

std::optional<Ending> endingOf(const LeadSheet& tune)
{
    const Chart chart = chartOf(tune, 1);
    if (std::none_of(chart.chords.begin(), chart.chords.end(),
                     [](const ChartChord& chord) { return chord.sounds; }))
        return std::nullopt;
    const Home home(tune, chart.chords);
    const ChartChord& last = chart.chords.back();
    const Ticks lastBar = chart.bar * (chart.bars - 1);
    if (home.isReachedBy(last) && last.end() == chart.length && last.end() > lastBar) {
        const auto written = std::find_if(
            tune.chords.chords.begin(), tune.chords.chords.end(), [&](const PlacedChord& chord) {
                return chord.start == last.start && chord.duration == last.duration;
            });
        Ending ending{std::max(lastBar, last.start), chart.length, *written};
        ending.chord.start = ending.landing;
        ending.chord.duration = ending.length - ending.landing;
        return ending;
    }
    const Ticks landing = lastBar + chart.bar;
    return Ending{landing, landing + chart.bar,
                  placed(landing, chart.bar, finalSymbol(tune, home))};
}

void stopAt(std::vector<Note>& notes, Ticks landing)
{
    std::erase_if(notes, [&](const Note& note) {
        const bool anticipates =
            note.end() > landing && note.start + Ticks{Ticks::perQuarter / 2} >= landing;
        return note.start >= landing || anticipates;
    });
    for (Note& note : notes)
        note.duration = std::min(note.duration, landing - note.start);
}

std::vector<Note> finalPiano(const Ending& ending, Feel feel)
{
    const Chart chart = chartOf(ending.chord);
    std::vector<Note> notes;
    const std::vector<Voicing> voicings = voicingsOf(chart.chords.front(), scaleOf(chart, 0));
    for (const int pitch : voicings.front().pitches)
        notes.push_back({ending.landing, ending.chord.duration, pitch, loudness(feel, 74)});
    return notes;
}

std::vector<Note> finalBass(const Ending& ending, Feel feel)
{
    const int pitchClass = chartOf(ending.chord).chords.front().bass;
    const int pitch = lowestBass + (pitchClass - lowestBass % 12 + 12) % 12;
    return {{ending.landing, ending.chord.duration, pitch, loudness(feel, 90)}};
}

} // namespace woodshed
