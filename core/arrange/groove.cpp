#include "arrange/groove.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "arrange/chance.h"
#include "arrange/solodynamics.h"

namespace woodshed
{

namespace
{

// Half widths of what is drawn at full humanising, in seconds.
constexpr double bandWobble = 0.006;
constexpr double handWobble = 0.002;
constexpr double downbeatWobble = 0.055;
constexpr double offBeatWobble = 0.043;
constexpr double largestWobble = 0.16; // of a beat: fast notes have no room for more

constexpr int bandLoudness = 4;
constexpr double latestDownbeat = 0.040; // seconds, with the dial at 1

/// An onset, and the notes struck there.
struct Onset {
    Ticks written;
    double played = 0; ///< in ticks
    std::size_t first = 0;
    std::size_t count = 0;
};

std::vector<Onset> onsetsOf(const std::vector<Note>& notes)
{
    std::vector<Onset> onsets;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        if (onsets.empty() || onsets.back().written < notes[i].start)
            onsets.push_back({.written = notes[i].start, .first = i});
        ++onsets.back().count;
    }
    return onsets;
}

double ticksOf(double seconds, double tempo)
{
    return seconds * tempo / 60 * Ticks::perQuarter;
}

/// Keeps the order, however far two neighbours were pushed together, and the start of time.
void keepOrder(std::vector<Onset>& onsets)
{
    double earliest = 0;
    for (std::size_t i = 0; i < onsets.size(); ++i) {
        onsets[i].played = std::max(onsets[i].played, earliest);
        if (i + 1 < onsets.size()) {
            const Ticks gap = onsets[i + 1].written - onsets[i].written;
            earliest = onsets[i].played + std::max(1.0, static_cast<double>(gap.count) / 4);
        }
    }
}

/// Puts the notes into their places in whole ticks. What ended before another note began still
/// does, and what ended within the music does not outlast it.
class Placement
{
public:
    Placement(const std::vector<Onset>& onsets, Ticks length)
        : m_onsets(onsets)
        , m_length(length)
    {
    }

    void put(Note& note, double start, double end) const
    {
        const Ticks limit = std::min(std::max(m_length, note.end()), onsetAfter(note.end()));
        note.start =
            std::clamp(Ticks{std::llround(start)}, Ticks{}, std::max(Ticks{}, limit - Ticks{1}));
        const Ticks stop = std::min(Ticks{std::llround(end)}, limit);
        note.duration = std::max(Ticks{1}, stop - note.start);
    }

private:
    /// Where the first onset written then or later is played.
    [[nodiscard]] Ticks onsetAfter(Ticks written) const
    {
        const auto next =
            std::lower_bound(m_onsets.begin(), m_onsets.end(), written,
                             [](const Onset& onset, Ticks when) { return onset.written < when; });
        return next == m_onsets.end() ? Ticks{INT64_MAX} : Ticks{std::llround(next->played)};
    }

    const std::vector<Onset>& m_onsets;
    Ticks m_length;
};

std::vector<Note> sorted(std::vector<Note> notes)
{
    std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
        return std::tie(a.start, a.pitch) < std::tie(b.start, b.pitch);
    });
    return notes;
}

/// Whether the notes stand where no writing puts them: recorded, not written.
bool isRecorded(const std::vector<Note>& notes)
{
    constexpr std::int64_t twelfth = Ticks::perQuarter / 12;
    constexpr std::int64_t sixteenth = Ticks::perQuarter / 16;
    const auto offGrid = std::count_if(notes.begin(), notes.end(), [](const Note& note) {
        return note.start.count % twelfth != 0 && note.start.count % sixteenth != 0;
    });
    return offGrid * 4 > static_cast<std::ptrdiff_t>(notes.size());
}

/// The timing of one soloist.
class SoloTiming
{
public:
    SoloTiming(const std::vector<Note>& written, const Groove& groove, Random& random)
        : m_groove(groove)
        , m_beats(written, groove.beat)
        , m_random(random)
        , m_share(offBeatShare(dialled(soloSwingRatio(groove.feel, groove.tempo), groove.swing)))
    {
        const double band =
            offBeatShare(dialled(bandSwingRatio(groove.feel, groove.tempo), groove.swing));
        const double apart = (band - m_share) * Ticks::perQuarter;
        if (groove.beat >= Ticks{Ticks::perQuarter})
            m_lateness =
                std::clamp(apart, 0.0, ticksOf(latestDownbeat * groove.swing, groove.tempo));
        // Some players are steadier than others, and some more even.
        m_looseness = groove.humanise * (1 + 0.3 * wobble(random));
        m_share += 0.028 * groove.humanise * wobble(random);
        startPhrase();
    }

    /// A phrase has its own idea of how late it is and how it divides the beat.
    void startPhrase()
    {
        const double much = 0.2 * m_groove.humanise;
        m_phraseLateness = m_lateness * (1 + much * wobble(m_random));
        m_phraseShare = m_share + 0.025 * m_groove.humanise * wobble(m_random);
    }

    [[nodiscard]] double onset(Ticks written)
    {
        const bool isOffBeat = written.count % Ticks::perQuarter != 0;
        const double width =
            std::min(ticksOf(isOffBeat ? offBeatWobble : downbeatWobble, m_groove.tempo),
                     largestWobble * Ticks::perQuarter);
        // Finer values have less room.
        const double calm = isOffBeat && !m_beats.isSwung(written) ? 0.5 : 1;
        return place(written) + m_looseness * calm * width * wobble(m_random);
    }

    /// Without the unsteadiness of the moment.
    [[nodiscard]] double place(Ticks written) const
    {
        return m_beats.played(written, m_phraseShare) + m_phraseLateness;
    }

private:
    const Groove& m_groove;
    SwungBeats m_beats;
    Random& m_random;
    double m_share;
    double m_lateness = 0; ///< in ticks
    double m_looseness = 1;
    double m_phraseShare = 0.5;
    double m_phraseLateness = 0;
};

/// How much of the time to the next note a note is held, within a line.
/// `touch`: what this player adds to everybody's share.
double heldShare(const Note& note, const Note& next, double touch, Random& random)
{
    const int move = std::abs(next.pitch - note.pitch);
    double share = 0.82 + touch;
    if (move == 0)
        share -= 0.12;
    else if (move <= 2)
        share += 0.03;
    else if (move >= 7)
        share -= 0.07;
    if (note.start.count % Ticks::perQuarter != 0 && move != 0)
        share += 0.03; // slurred into the beat
    return std::min(0.98, share + 0.08 * wobble(random));
}

} // namespace

std::vector<Note> played(std::vector<Note> written, const Groove& groove, Random& random)
{
    const SwungBeats beats(written, groove.beat);
    const double share =
        offBeatShare(dialled(bandSwingRatio(groove.feel, groove.tempo), groove.swing));
    const double together = groove.humanise * ticksOf(bandWobble, groove.tempo);
    const double apart = groove.humanise * ticksOf(handWobble, groove.tempo);

    std::vector<Onset> onsets = onsetsOf(written);
    for (Onset& onset : onsets)
        onset.played = beats.played(onset.written, share) + together * wobble(random);
    keepOrder(onsets);

    const Placement placement(onsets, groove.length);
    for (const Onset& onset : onsets) {
        const double shift = onset.played - beats.played(onset.written, share);
        for (std::size_t i = onset.first; i < onset.first + onset.count; ++i) {
            Note& note = written[i];
            const double own = onset.count > 1 ? apart * wobble(random) : 0;
            const double louder = groove.humanise * bandLoudness * wobble(random);
            placement.put(note, onset.played + own, beats.played(note.end(), share) + shift + own);
            note.velocity =
                std::clamp(note.velocity + static_cast<int>(std::lround(louder)), 1, 127);
        }
    }
    return sorted(std::move(written));
}

std::vector<Note> playedSolo(std::vector<Note> written, const Groove& groove, Random& random)
{
    if (isRecorded(written))
        return written;
    shapeLoudness(written, groove.humanise, random);
    SoloTiming timing(written, groove, random);
    std::vector<Onset> onsets = onsetsOf(written);
    std::vector<double> places;
    Ticks silentFrom;
    for (Onset& onset : onsets) {
        if (onset.first > 0 && onset.written >= silentFrom + Ticks{Ticks::perQuarter})
            timing.startPhrase();
        silentFrom = std::max(silentFrom, written[onset.first].end());
        onset.played = timing.onset(onset.written);
    }
    keepOrder(onsets);

    // Some players tongue more, others slur.
    const double touch = 0.05 * wobble(random);
    const Placement placement(onsets, groove.length);
    for (std::size_t k = 0; k < onsets.size(); ++k) {
        const Onset& onset = onsets[k];
        const Onset* next = k + 1 < onsets.size() ? &onsets[k + 1] : nullptr;
        for (std::size_t i = onset.first; i < onset.first + onset.count; ++i) {
            Note& note = written[i];
            const double shift = onset.played - timing.place(note.start);
            double end = timing.place(note.end()) + shift;
            const bool isTied = next != nullptr && note.end() <= next->written &&
                                note.end() + Ticks{Ticks::perQuarter / 4} >= next->written;
            // A note tied to the next in writing goes on to it as played.
            const double reach = isTied ? next->played : end;
            const double held = isTied ? heldShare(note, written[next->first], touch, random) : 0.92;
            const double released = onset.played + held * (reach - onset.played);
            end += groove.humanise * (released - end);
            placement.put(note, onset.played, end);
        }
    }
    return sorted(std::move(written));
}

} // namespace woodshed
