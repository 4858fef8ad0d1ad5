#include "arrange/accompaniment.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "arrange/bassline.h"
#include "arrange/chance.h"
#include "arrange/chart.h"
#include "arrange/comping.h"
#include "arrange/drums.h"
#include "arrange/ending.h"
#include "arrange/groove.h"

namespace woodshed
{

namespace
{

// General MIDI, counted from 0.
constexpr int jazzGuitar = 26;
constexpr int grandPiano = 0;
constexpr int acousticBass = 32;
constexpr int jazzKit = 32;
constexpr int brushKit = 40;
constexpr int drumChannel = 9;

/// Numbers of the streams of chance: never reused, so that a seed keeps its band.
enum class Stream : std::uint64_t {
    PlayedSolo,
    Piano,
    PlayedPiano,
    Bass,
    PlayedBass,
    Drums,
    PlayedDrums
};

Random streamOf(const BandOptions& options, Stream stream)
{
    return Random(streamSeed(options.seed, static_cast<std::uint64_t>(stream)));
}

void sortNotes(std::vector<Note>& notes)
{
    std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
        return std::tie(a.start, a.pitch) < std::tie(b.start, b.pitch);
    });
}

std::vector<Section> chorusesOf(const LeadSheet& tune, int choruses)
{
    std::vector<Section> sections;
    for (int i = 0; choruses > 1 && i < choruses; ++i)
        sections.push_back(
            {Ticks{tune.chords.length.count / choruses * i}, "chorus " + std::to_string(i + 1)});
    return sections;
}

/// The players behind the soloist.
class Band
{
public:
    Band(const LeadSheet& tune, int choruses, const std::vector<Note>& solo,
         const BandOptions& options)
        : m_options(options)
        , m_ending(options.ending ? endingOf(tune) : std::nullopt)
        , m_tune(withEnding(tune))
        , m_chart(chartOf(m_tune, choruses))
        , m_solo(solo)
        , m_groove{.feel = options.feel,
                   .tempo = tune.tempo,
                   .swing = options.swing,
                   .humanise = options.humanise,
                   .beat = m_chart.beat,
                   .length = m_tune.chords.length}
    {
        // The bar that the ending adds belongs to no chorus.
        m_chart.barsPerChorus = chartOf(tune, choruses).barsPerChorus;
    }

    [[nodiscard]] Part piano() const
    {
        Random random = streamOf(m_options, Stream::Piano);
        std::vector<Note> notes = comping(m_chart, m_options.feel, m_tune.tempo, m_solo, random);
        if (m_ending)
            land(notes, finalPiano(*m_ending, m_options.feel));
        return {.name = "Piano",
                .channel = 1,
                .program = grandPiano,
                .notes = performed(std::move(notes), Stream::PlayedPiano),
                .volume = 110,
                .pan = 44};
    }

    [[nodiscard]] Part bass() const
    {
        Random random = streamOf(m_options, Stream::Bass);
        std::vector<Note> notes = bassLine(m_chart, m_options.feel, m_tune.tempo, random);
        if (m_ending)
            land(notes, finalBass(*m_ending, m_options.feel));
        return {.name = "Bass",
                .channel = 2,
                .program = acousticBass,
                .notes = performed(std::move(notes), Stream::PlayedBass),
                .volume = 99,
                .pan = 64};
    }

    /// In the middle with their kick: the kits of sound fonts spread their cymbals themselves.
    [[nodiscard]] Part drums() const
    {
        Random random = streamOf(m_options, Stream::Drums);
        std::optional<Ticks> landing;
        if (m_ending)
            landing = m_ending->landing;
        return {.name = "Drums",
                .channel = drumChannel,
                .program = m_options.feel == Feel::Ballad ? brushKit : jazzKit,
                .notes = performed(
                    drumPart(m_chart, m_options.feel, m_tune.tempo, m_solo, random, landing),
                    Stream::PlayedDrums),
                .volume = 112,
                .pan = 64};
    }

private:
    [[nodiscard]] LeadSheet withEnding(LeadSheet tune) const
    {
        if (m_ending && m_ending->length > tune.chords.length) {
            tune.chords.chords.push_back(m_ending->chord);
            tune.chords.length = m_ending->length;
        }
        return tune;
    }

    void land(std::vector<Note>& notes, const std::vector<Note>& last) const
    {
        stopAt(notes, m_ending->landing);
        notes.insert(notes.end(), last.begin(), last.end());
    }

    [[nodiscard]] std::vector<Note> performed(std::vector<Note> notes, Stream stream) const
    {
        sortNotes(notes);
        Random random = streamOf(m_options, stream);
        return played(std::move(notes), m_groove, random);
    }

    BandOptions m_options;
    std::optional<Ending> m_ending;
    LeadSheet m_tune;
    Chart m_chart;
    const std::vector<Note>& m_solo;
    Groove m_groove;
};

} // namespace

Performance unaccompanied(const LeadSheet& tune, int choruses, std::vector<Note> solo,
                          const BandOptions& options)
{
    const Groove groove{.feel = options.feel,
                        .tempo = tune.tempo,
                        .swing = options.swing,
                        .humanise = options.humanise,
                        .beat = Ticks{Ticks::perQuarter * 4 / tune.beatUnit},
                        .length = tune.chords.length};
    Random random = streamOf(options, Stream::PlayedSolo);

    Performance performance;
    performance.title = tune.title;
    performance.tempo = tune.tempo;
    performance.beatsPerBar = tune.beatsPerBar;
    performance.beatUnit = tune.beatUnit;
    performance.key = tune.key;
    performance.chords = tune.chords.chords;
    performance.sections = chorusesOf(tune, choruses);
    performance.length = tune.chords.length;
    performance.parts.push_back({.name = "Solo",
                                 .channel = 0,
                                 .program = jazzGuitar,
                                 .notes = playedSolo(std::move(solo), groove, random),
                                 .volume = 100,
                                 .pan = 64});
    return performance;
}

Performance accompanied(const LeadSheet& tune, int choruses, std::vector<Note> solo,
                        const BandOptions& options)
{
    const Band band(tune, choruses, solo, options);
    std::vector<Part> players{band.piano(), band.bass(), band.drums()};
    Performance performance = unaccompanied(tune, choruses, std::move(solo), options);
    for (Part& part : players)
        performance.parts.push_back(std::move(part));
    return performance;
}

} // namespace woodshed
