#include "arrange/drums.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "arrange/chance.h"
#include "arrange/drumcomping.h"
#include "arrange/drumfills.h"
#include "arrange/drumkit.h"
#include "arrange/drumtime.h"

namespace woodshed
{

namespace
{

/// What makes two bars the same: their strokes, however loud.
using Content = std::vector<std::pair<Ticks, int>>;

Content contentOf(const DrumBar& bar)
{
    Content content;
    for (const Stroke& stroke : bar)
        content.emplace_back(stroke.at, stroke.key);
    std::sort(content.begin(), content.end());
    return content;
}

/// Watches that the bars do not repeat too much.
class Variety
{
public:
    /// Whether the bar may follow those before.
    [[nodiscard]] bool allows(const Content& bar) const
    {
        const std::size_t count = m_bars.size();
        if (count >= 2 && m_bars[count - 1] == bar && m_bars[count - 2] == bar)
            return false;
        // Six of any 32, and on the way there one more every six bars.
        const std::size_t before = std::min<std::size_t>(count, 31);
        std::vector<Content> window(m_bars.end() - static_cast<std::ptrdiff_t>(before),
                                    m_bars.end());
        window.push_back(bar);
        std::sort(window.begin(), window.end());
        const auto distinct =
            static_cast<std::size_t>(std::unique(window.begin(), window.end()) - window.begin());
        return distinct >= (before == 31 ? 6 : 1 + before / 6);
    }

    void add(Content bar) { m_bars.push_back(std::move(bar)); }

private:
    std::vector<Content> m_bars;
};

/// How long a stroke is written to ring.
Ticks ringOf(int key)
{
    switch (key) {
    case drum::crash:
        return {4 * Ticks::perQuarter};
    case drum::ride:
    case drum::openHat:
        return {Ticks::perQuarter};
    default:
        return {Ticks::perQuarter / 2};
    }
}

class Drummer
{
public:
    Drummer(const Chart& chart, DrumScene scene, std::span<const Note> solo,
            std::optional<Ticks> landing, Random& random)
        : m_chart(chart)
        , m_scene(std::move(scene))
        , m_ear(solo)
        , m_landing(landing)
        , m_random(random)
    {
    }

    std::vector<Note> play()
    {
        for (int bar = 0; bar < m_chart.bars; ++bar) {
            const Ticks start = m_chart.bar * bar;
            if (m_landing && start >= *m_landing)
                break;
            if (bar % 4 == 0)
                m_mood = drawMood(m_scene.feel, bar / m_chart.barsPerChorus, m_random);
            write(varied(bar), start);
        }
        if (m_landing)
            land(*m_landing);
        return finished();
    }

private:
    /// Where in this bar the band lands, as far as it does before the next bar line is over.
    [[nodiscard]] std::optional<Ticks> landingIn(int bar) const
    {
        const Ticks start = m_chart.bar * bar;
        if (m_landing && *m_landing > start && *m_landing <= start + m_chart.bar)
            return *m_landing - start;
        return std::nullopt;
    }

    [[nodiscard]] FillSize fillAfter(int bar, Random& random) const
    {
        if (landingIn(bar))
            return FillSize::Chorus;
        const int next = bar % m_chart.barsPerChorus + 1;
        // Without an ending the last bar leads nowhere, or back to the top.
        if (next == m_chart.barsPerChorus)
            return bar + 1 < m_chart.bars ? FillSize::Chorus : FillSize::None;
        if (next % 8 == 0)
            return chance(random, 0.85) ? FillSize::Phrase : FillSize::Light;
        if (next % 4 == 0 && chance(random, 0.6))
            return FillSize::Light;
        return FillSize::None;
    }

    [[nodiscard]] DrumBar composed(int bar, Random& random) const
    {
        const Ticks start = m_chart.bar * bar;
        const int inChorus = bar % m_chart.barsPerChorus;
        DrumBar made = timeBar(m_scene, m_mood, inChorus, random);
        for (const Stroke& stroke : compingBar(m_scene, m_ear, start, random))
            add(made, stroke);
        addFill(made, m_scene, fillAfter(bar, random), landingIn(bar).value_or(m_chart.bar),
                random);
        if (inChorus == 0 && bar > 0)
            crash(made, random);
        return made;
    }

    /// A stroke on top of the others; of two on one key the louder stays.
    static void add(DrumBar& bar, const Stroke& stroke)
    {
        const auto same = std::find_if(bar.begin(), bar.end(), [&](const Stroke& other) {
            return other.at == stroke.at && other.key == stroke.key;
        });
        if (same == bar.end())
            bar.push_back(stroke);
        else
            same->velocity = std::max(same->velocity, stroke.velocity);
    }

    void crash(DrumBar& bar, Random& random) const
    {
        std::erase_if(bar, [](const Stroke& stroke) {
            return stroke.at == Ticks{} &&
                   (stroke.key == drum::ride || stroke.key == drum::closedHat);
        });
        const int softer = m_scene.feel == Feel::Ballad ? 36 : m_scene.feel == Feel::Bossa ? 14 : 0;
        add(bar, {Ticks{}, drum::crash, 88 - softer + between(random, -5, 5)});
        add(bar, {Ticks{}, drum::kick, 84 - softer + between(random, -5, 5)});
    }

    /// The bar, redrawn until it is no mere repetition. Each bar has its own stream, so that a
    /// change in the solo stays in its bar.
    DrumBar varied(int bar)
    {
        constexpr int tries = 16;
        Random own((std::uint64_t{m_random.next()} << 32U) | bar);
        DrumBar made = composed(bar, own);
        for (int i = 0; i < tries && !m_variety.allows(contentOf(made)); ++i)
            made = composed(bar, own);
        if (!m_variety.allows(contentOf(made)))
            addDifference(made);
        m_variety.add(contentOf(made));
        return made;
    }

    /// Soft strokes on off-beats, until the bar differs.
    void addDifference(DrumBar& bar) const
    {
        for (const int key : {drum::snare, drum::kick, drum::sideStick}) {
            for (const Ticks at : m_scene.metre.offBeats) {
                add(bar, {at, key, 30});
                if (m_variety.allows(contentOf(bar)))
                    return;
            }
        }
    }

    void write(const DrumBar& bar, Ticks start)
    {
        for (const Stroke& stroke : bar) {
            const Ticks at = start + stroke.at;
            const ChartChord* chord = m_chart.at(at);
            if (at >= m_landing.value_or(m_chart.length) || (chord != nullptr && !chord->sounds))
                continue;
            m_notes.push_back(
                {at, ringOf(stroke.key), stroke.key, balanced(stroke.key, stroke.velocity)});
        }
    }

    void land(Ticks when)
    {
        const int softer = m_scene.feel == Feel::Ballad ? 30 : 0;
        const Ticks ring = std::max(m_chart.length - when, ringOf(drum::crash));
        m_notes.push_back({when, ring, drum::crash, 92 - softer});
        m_notes.push_back({when, ringOf(drum::kick), drum::kick, 92 - softer});
    }

    /// Sorted, and no stroke outlasting the next on its key.
    std::vector<Note> finished()
    {
        std::sort(m_notes.begin(), m_notes.end(), [](const Note& a, const Note& b) {
            return std::tie(a.pitch, a.start) < std::tie(b.pitch, b.start);
        });
        for (std::size_t i = 0; i + 1 < m_notes.size(); ++i) {
            if (m_notes[i].pitch == m_notes[i + 1].pitch)
                m_notes[i].duration =
                    std::min(m_notes[i].duration, m_notes[i + 1].start - m_notes[i].start);
        }
        std::sort(m_notes.begin(), m_notes.end(), [](const Note& a, const Note& b) {
            return std::tie(a.start, a.pitch) < std::tie(b.start, b.pitch);
        });
        return std::move(m_notes);
    }

    const Chart& m_chart;
    DrumScene m_scene;
    SoloEar m_ear;
    std::optional<Ticks> m_landing;
    Random& m_random;
    TimeMood m_mood;
    Variety m_variety;
    std::vector<Note> m_notes;
};

} // namespace

std::vector<Note> drumPart(const Chart& chart, Feel feel, double tempo, std::span<const Note> solo,
                           Random& random, std::optional<Ticks> landing)
{
    return Drummer(chart, {.feel = feel, .tempo = tempo, .metre = drumMetreOf(chart)}, solo,
                   landing, random)
        .play();
}

} // namespace woodshed
