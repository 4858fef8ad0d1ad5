#include <cstddef>
#include <span>

#include "arrange/bassbars.h"
#include "arrange/bassfigures.h"
#include "arrange/bassline.h"
#include "arrange/bassslots.h"
#include "arrange/basswalk.h"

namespace woodshed
{

namespace
{

/// A first chorus in two wants a performance long enough to walk afterwards.
constexpr int longPerformance = 32; // bars
constexpr int phrase = 4;

bool opensInTwo(const Chart& chart)
{
    return chart.bars >= longPerformance && chart.barsPerChorus * 2 <= chart.bars;
}

/// The last bar of a phrase, where a player in two likes to walk on.
bool turnsRound(const Chart& chart, int bar)
{
    const int form = chart.barsPerChorus > 0 ? chart.barsPerChorus : chart.bars;
    const int inForm = form > 0 ? bar % form : bar;
    return inForm % (2 * phrase) == 2 * phrase - 1 || inForm == form - 1;
}

/// Lays out a bar at a time; decides how a bar is divided.
class BarLayout
{
public:
    BarLayout(const Chart& chart, Feel feel, Random& random)
        : m_chart(chart)
        , m_feel(feel)
        , m_random(random)
        , m_pulses(pulsesPerBar(chart))
        , m_slots(chart)
    {
    }

    std::vector<BassSlot> slots()
    {
        for (int bar = 0; bar < m_chart.bars; ++bar)
            addBar(bar);
        auto slots = m_slots.finished();
        if (m_feel == Feel::Shuffle)
            wishBoogie(m_chart, slots, m_random);
        return slots;
    }

private:
    void addBar(int bar)
    {
        if (m_slots.isPedal(bar)) {
            m_slots.addBar(bar, pedalBar(m_pulses, m_lastPedal, m_random));
            m_lastPedal = m_slots.lastBar().size();
            return;
        }
        m_lastPedal = 0;
        switch (m_feel) {
        case Feel::Bossa:
            m_slots.addBar(bar, bossaBar(m_pulses, m_random));
            wishBossa(m_chart, m_slots.lastBar(), m_random);
            break;
        case Feel::Waltz:
            addWaltzBar(bar);
            break;
        case Feel::Ballad:
            addBarInTwo(bar, turnsRound(m_chart, bar) ? 0.5 : 0.08);
            break;
        case Feel::Swing:
            if (opensInTwo(m_chart) && bar < m_chart.barsPerChorus) {
                const bool leadsOut = bar + 2 >= m_chart.barsPerChorus;
                addBarInTwo(bar, leadsOut ? 1 : turnsRound(m_chart, bar) ? 0.6 : 0.1);
                break;
            }
            [[fallthrough]];
        case Feel::UpTempo:
        case Feel::Shuffle:
            m_slots.addBar(bar, everyPulse(m_pulses));
            break;
        }
    }

    void addBarInTwo(int bar, double walks)
    {
        if (m_random.uniform() < walks) {
            m_slots.addBar(bar, everyPulse(m_pulses));
            return;
        }
        m_slots.addBar(bar, barInTwo(m_pulses, m_random));
        wishInTwo(m_chart, m_slots.lastBar());
    }

    /// One, one with a pickup, or three to the bar: decided for two bars at a time.
    void addWaltzBar(int bar)
    {
        if (bar % 2 == 0 || m_random.uniform() < 0.25)
            m_waltz = m_random.uniform();
        if (turnsRound(m_chart, bar) || m_waltz < 0.55) {
            m_slots.addBar(bar, everyPulse(m_pulses));
        } else {
            BarPlaces places{0};
            if (m_waltz < 0.8 || m_pulses > 3)
                places = barInTwo(m_pulses, m_random);
            m_slots.addBar(bar, places);
        }
    }

    const Chart& m_chart;
    Feel m_feel;
    Random& m_random;
    int m_pulses;
    BassSlots m_slots;
    std::size_t m_lastPedal = 0; ///< notes in the bar before, if that stood on a pedal
    double m_waltz = 0;
};

WalkStyle styleOf(Feel feel)
{
    WalkStyle style;
    switch (feel) {
    case Feel::Ballad:
        style.leap = 0.6;
        style.low = {30, 34};
        style.high = {40, 46};
        break;
    case Feel::Waltz:
        style.leap = 0.7;
        break;
    case Feel::Bossa:
        style.repeat = 0.15;
        style.passing = 2;
        style.chromatic = 2.5;
        style.leap = 0.35;
        style.notRoot = 2.8;
        style.low = {32, 36};
        style.high = {40, 46};
        break;
    case Feel::Shuffle:
        style.wish = 3;
        style.low = {30, 33};
        style.high = {41, 46};
        break;
    case Feel::Swing:
    case Feel::UpTempo:
        break;
    }
    return style;
}

BassTouch touchOf(Feel feel, double tempo)
{
    BassTouch touch;
    switch (feel) {
    case Feel::Swing:
        touch.backbeat = true;
        touch.skips = tempo < 170 ? 0.16 : 0.09;
        touch.triplets = tempo < 130 ? 0.05 : tempo < 190 ? 0.03 : 0;
        break;
    case Feel::UpTempo:
        touch.backbeat = true;
        touch.legato = 0.86;
        break;
    case Feel::Ballad:
        touch.skips = 0.12;
        touch.triplets = 0.08;
        touch.legato = 0.95;
        touch.velocity = 70;
        break;
    case Feel::Waltz:
        touch.skips = 0.1;
        touch.triplets = tempo < 150 ? 0.03 : 0;
        touch.legato = 0.92;
        break;
    case Feel::Bossa:
        touch.legato = 0.88;
        touch.velocity = 74;
        break;
    case Feel::Shuffle:
        touch.backbeat = true;
        touch.skips = 0.4;
        touch.triplets = 0.02;
        touch.legato = 0.88;
        touch.velocity = 82;
        break;
    }
    return touch;
}

} // namespace

std::vector<Note> bassLine(const Chart& chart, Feel feel, double tempo, Random& random)
{
    if (pulsesPerBar(chart) <= 0)
        return {};
    const auto slots = BarLayout(chart, feel, random).slots();
    const auto pitches = walkedPitches(chart, slots, styleOf(feel), random);
    return playedBass(chart, slots, pitches, touchOf(feel, tempo), random);
}

} // namespace woodshed
