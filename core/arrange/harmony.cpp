#include "arrange/harmony.h"

#include <algorithm>
#include <initializer_list>

#include "theory/pitchname.h"

namespace woodshed
{

namespace
{

std::size_t folded(int interval)
{
    return static_cast<std::size_t>(floorMod(interval, 12));
}

int firstOf(const Intervals& tones, std::initializer_list<int> members)
{
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](int member) { return tones.test(folded(member)); });
    return found == members.end() ? -1 : *found;
}

/// How much the two chords on either side of a chord speak for a note, the nearer ones twice.
int votes(const Chart& chart, std::size_t chord, int pitchClass)
{
    int sum = 0;
    for (const int step : {-2, -1, 1, 2}) {
        const auto other = static_cast<std::ptrdiff_t>(chord) + step;
        if (other < 0 || other >= std::ssize(chart.chords))
            continue;
        if (chart.chords[static_cast<std::size_t>(other)].holds(pitchClass))
            sum += step == -1 || step == 1 ? 2 : 1;
    }
    return sum;
}

class ScaleBuilder
{
public:
    ScaleBuilder(const Chart& chart, std::size_t chord, const ChordAnatomy& anatomy)
        : m_chart(chart)
        , m_chord(chord)
        , m_scale(anatomy.tones)
    {
        m_scale.set(0);
    }

    /// Fills a degree of which the chord holds no form: the usual one, or the other where the
    /// neighbours play that.
    void fill(int usual, int other)
    {
        if (m_scale.test(folded(usual)) || m_scale.test(folded(other)))
            return;
        const int root = m_chart.chords[m_chord].root;
        const bool turns =
            votes(m_chart, m_chord, root + other) > votes(m_chart, m_chord, root + usual);
        m_scale.set(folded(turns ? other : usual));
    }

    void add(std::initializer_list<int> intervals)
    {
        for (const int interval : intervals)
            m_scale.set(folded(interval));
    }

    const Intervals& scale() const { return m_scale; }

private:
    const Chart& m_chart;
    std::size_t m_chord;
    Intervals m_scale;
};

} // namespace

bool ChordAnatomy::has(int interval) const
{
    return tones.test(folded(interval));
}

bool ChordAnatomy::diminished() const
{
    return third == 3 && fifth == 6 && seventh != 10;
}

ChordAnatomy anatomyOf(const ChartChord& chord)
{
    ChordAnatomy anatomy;
    for (const int interval : chord.intervals)
        anatomy.tones.set(folded(interval));
    anatomy.third = firstOf(anatomy.tones, {4, 3, 5, 2});
    anatomy.fifth =
        anatomy.third == 3 ? firstOf(anatomy.tones, {7, 6, 8}) : firstOf(anatomy.tones, {7, 8, 6});
    anatomy.seventh = firstOf(anatomy.tones, {10, 11, 9});
    return anatomy;
}

Intervals scaleOf(const Chart& chart, std::size_t chord)
{
    const ChordAnatomy anatomy = anatomyOf(chart.chords[chord]);
    ScaleBuilder builder(chart, chord, anatomy);
    if (anatomy.diminished()) {
        builder.add({2, 3, 5, 6, 8, 11});
        if (anatomy.seventh != 11)
            builder.add({9});
        return builder.scale();
    }
    const bool half = anatomy.third == 3 && anatomy.fifth == 6;
    const bool minor = anatomy.third == 3;
    if (half) {
        builder.fill(1, 1);
        builder.fill(5, 5);
        builder.fill(8, 8);
        return builder.scale();
    }
    if (anatomy.third != 4 && !minor)
        builder.fill(4, 3);
    if (!(anatomy.third == 4 && anatomy.has(3))) // the raised ninth is a second already
        builder.fill(2, minor || anatomy.dominant() ? 1 : 2);
    if (anatomy.third == 4 && anatomy.fifth != 6)
        builder.fill(5, 6);
    else if (anatomy.fifth != 6)
        builder.fill(5, 5);
    if (anatomy.fifth < 0)
        builder.add({7});
    if (anatomy.fifth != 8)
        builder.fill(9, minor || anatomy.dominant() ? 8 : 9);
    if (anatomy.seventh == 9 && anatomy.fifth >= 0)
        builder.fill(11, 11);
    else if (minor || anatomy.suspended())
        builder.fill(10, 11);
    else
        builder.fill(11, 10);
    return builder.scale();
}

bool sameHarmony(const ChartChord& a, const ChartChord& b)
{
    return a.sounds == b.sounds && a.root == b.root && a.bass == b.bass &&
           a.intervals == b.intervals;
}

} // namespace woodshed
