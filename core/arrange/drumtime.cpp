#include "arrange/drumtime.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "arrange/chance.h"

namespace woodshed
{

namespace
{

constexpr Ticks eighth{Ticks::perQuarter / 2};
constexpr double tooFastForFeathering = 260;

/// One bar in the making.
class Time
{
public:
    Time(const DrumScene& scene, const TimeMood& mood, Random& random)
        : m_scene(scene)
        , m_metre(scene.metre)
        , m_mood(mood)
        , m_random(random)
    {
    }

    /// Beats on the cymbal, and skip notes between them.
    void ride(int key, int loud, int soft)
    {
        for (std::size_t i = 0; i < m_metre.beats.size(); ++i) {
            const bool isBackbeat = m_metre.isBackbeat[i];
            strike(m_metre.beats[i], key, isBackbeat ? loud : loud - 7);
            const double skip = isBackbeat ? m_mood.skipOnBackbeat : m_mood.skipElsewhere;
            if (m_metre.isOfQuarters() && chance(m_random, skip))
                strike(m_metre.beats[i] + eighth, key, soft);
        }
    }

    void foot(int velocity)
    {
        for (std::size_t i = 0; i < m_metre.beats.size(); ++i) {
            if (m_metre.isBackbeat[i])
                strike(m_metre.beats[i], drum::pedalHat, velocity);
        }
    }

    /// Felt more than heard.
    void feather(double share, int velocity)
    {
        for (std::size_t i = 0; i < m_metre.beats.size(); ++i) {
            const bool isWanted = m_metre.isGroupStart[i] || m_metre.isOfQuarters();
            if (isWanted && chance(m_random, i == 0 ? std::min(1.0, share * 1.5) : share))
                strike(m_metre.beats[i], drum::kick, velocity, 4);
        }
    }

    void swing()
    {
        ride(drum::ride, 82, 60);
        foot(66);
        feather(0.93, 32);
    }

    void upTempo()
    {
        ride(drum::ride, 78, 58);
        foot(62);
        if (m_scene.tempo < tooFastForFeathering)
            feather(0.3, 30);
    }

    void ballad()
    {
        if (m_mood.keeper == TimeMood::Keeper::Snare)
            ride(drum::snare, 34, 24);
        else
            ride(drum::ride, 54, 40);
        foot(46);
        feather(0.4, 27);
        if (m_mood.keeper == TimeMood::Keeper::Ride && m_metre.isBackbeat.back() &&
            chance(m_random, 0.5))
            strike(m_metre.beats.back(), drum::sideStick, 48);
    }

    void waltz()
    {
        ride(drum::ride, 80, 58);
        foot(62);
        // Some bars close the hi-hat on 3 as well.
        if (m_metre.beats.size() == 3 && chance(m_random, 0.4))
            strike(m_metre.beats[2], drum::pedalHat, 54);
        strike(Ticks{}, drum::kick, 40, 4);
    }

    void shuffle()
    {
        for (std::size_t i = 0; i < m_metre.beats.size(); ++i) {
            const Ticks at = m_metre.beats[i];
            const bool isBackbeat = m_metre.isBackbeat[i];
            strike(at, drum::ride, isBackbeat ? 84 : 78);
            if (m_metre.isOfQuarters() && chance(m_random, 0.94))
                strike(at + eighth, drum::ride, 62);
            if (isBackbeat)
                strike(at, drum::snare, 98);
            else
                strike(at, drum::kick, i == 0 ? 80 : 72);
            if (!m_metre.isOfQuarters())
                continue;
            if (!isBackbeat && chance(m_random, 0.18))
                strike(at + eighth, drum::kick, 58);
            else if (chance(m_random, 0.3))
                strike(at + eighth, drum::snare, 32);
        }
        foot(64);
    }

    void bossa(int bar);

    [[nodiscard]] DrumBar taken() { return std::move(m_bar); }

private:
    void strike(Ticks at, int key, int velocity, int spread = 5)
    {
        if (at >= m_metre.bar)
            return;
        const int around = between(m_random, -spread, spread);
        m_bar.push_back({at, key, std::clamp(velocity + m_mood.louder + around, 1, 127)});
    }

    const DrumScene& m_scene;
    const DrumMetre& m_metre;
    const TimeMood& m_mood;
    Random& m_random;
    DrumBar m_bar;
};

/// Eighths of the side stick in two bars of 4/4; the first is the clave of the bossa nova.
constexpr std::array<std::string_view, 4> claves{
    "x..x..x...x..x..",
    "x..x..x...x.x...",
    "x..x...x..x..x..",
    "x..x..x...x....x",
};
constexpr std::array claveWeights{7, 2, 2, 1};

void Time::bossa(int bar)
{
    const std::string_view clave = claves.at(drawn(m_random, claveWeights));
    const bool onHat = m_mood.keeper == TimeMood::Keeper::Hat;
    const auto eighths = static_cast<std::size_t>(m_metre.bar.count / eighth.count);
    const bool opens = onHat && chance(m_random, 0.15);
    for (std::size_t i = 0; i < eighths; ++i) {
        const Ticks at = eighth * static_cast<std::int64_t>(i);
        const bool isOffBeat = i % 2 == 1;
        if (opens && i + 1 == eighths)
            strike(at, drum::openHat, 50);
        else if (!isOffBeat || chance(m_random, 0.93))
            strike(at, onHat ? drum::closedHat : drum::ride, isOffBeat ? 44 : 54);
        if (clave[(i + (bar % 2 == 0 ? 0 : 8)) % clave.size()] == 'x')
            strike(at, drum::sideStick, 68);
        // One, and the eighth before three; three, and the eighth before one.
        if (i % 4 == 0)
            strike(at, drum::kick, 64);
        else if (i % 4 == 3 && chance(m_random, 0.8))
            strike(at, drum::kick, 50);
    }
    if (!onHat)
        foot(52);
}

} // namespace

TimeMood drawMood(Feel feel, int chorus, Random& random)
{
    TimeMood mood;
    mood.louder = std::min(2 * chorus, 6);
    switch (feel) {
    case Feel::Swing:
    case Feel::Waltz: {
        // From the plain pattern to broken, sparse and busy ones.
        constexpr std::array<TimeMood, 4> moods{
            {{0.95, 0.03}, {0.65, 0.18}, {0.3, 0.06}, {0.9, 0.3}}};
        constexpr std::array weights{5, 3, 2, 2};
        const TimeMood& pattern = moods.at(drawn(random, weights));
        mood.skipOnBackbeat = pattern.skipOnBackbeat;
        mood.skipElsewhere = pattern.skipElsewhere;
        break;
    }
    case Feel::UpTempo:
        mood.skipOnBackbeat = 0.2 + 0.65 * random.uniform();
        mood.skipElsewhere = 0.03;
        break;
    case Feel::Ballad:
        mood.skipOnBackbeat = 0.6;
        mood.skipElsewhere = 0.1;
        mood.keeper = chorus == 0 ? TimeMood::Keeper::Snare : TimeMood::Keeper::Ride;
        break;
    case Feel::Bossa:
        mood.keeper = chorus % 2 == 0 ? TimeMood::Keeper::Hat : TimeMood::Keeper::Ride;
        break;
    case Feel::Shuffle:
        break;
    }
    return mood;
}

DrumBar timeBar(const DrumScene& scene, const TimeMood& mood, int bar, Random& random)
{
    Time time(scene, mood, random);
    switch (scene.feel) {
    case Feel::Swing:
        time.swing();
        break;
    case Feel::UpTempo:
        time.upTempo();
        break;
    case Feel::Ballad:
        time.ballad();
        break;
    case Feel::Waltz:
        time.waltz();
        break;
    case Feel::Bossa:
        time.bossa(bar);
        break;
    case Feel::Shuffle:
        time.shuffle();
        break;
    }
    return time.taken();
}

} // namespace woodshed
