#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "arrange/groove.h"

using namespace woodshed;

namespace
{

constexpr double tempi[] = {45, 72, 100, 120, 140, 160, 180, 200, 230, 260, 300, 320};
constexpr Ticks length{64 * 4 * Ticks::perQuarter};

/// Swing eighths up and down the scale, with a triplet and sixteenths here and there and rests at
/// the ends of phrases.
std::vector<Note> line()
{
    constexpr int scale[] = {60, 62, 64, 65, 67, 69, 71, 72, 74, 76};
    std::vector<Note> notes;
    int step = 0;
    for (std::int64_t beat = 0; beat < length.count / Ticks::perQuarter; ++beat) {
        std::vector<std::int64_t> offsets{0, 240};
        if (beat % 16 >= 13)
            continue;
        if (beat % 23 == 5)
            offsets = {0, 160, 320};
        else if (beat % 29 == 7)
            offsets = {0, 120, 240, 360};
        for (std::size_t i = 0; i < offsets.size(); ++i) {
            const std::int64_t next = i + 1 < offsets.size() ? offsets[i + 1] : 480;
            step = (step + (beat % 3 == 0 ? 3 : 1)) % 18;
            const int pitch = scale[step < 9 ? step : 18 - step];
            notes.push_back({.start = Ticks{beat * 480 + offsets[i]},
                             .duration = Ticks{next - offsets[i]},
                             .pitch = pitch,
                             .velocity = 80});
        }
    }
    return notes;
}

Groove grooveOf(Feel feel, double tempo, double swing = 1, double humanise = 1)
{
    return {.feel = feel, .tempo = tempo, .swing = swing, .humanise = humanise, .length = length};
}

std::vector<Note> solo(const Groove& groove, std::uint64_t seed = 1)
{
    Random random(seed);
    return playedSolo(line(), groove, random);
}

std::vector<Note> band(const Groove& groove, std::uint64_t seed = 1)
{
    Random random(seed);
    return played(line(), groove, random);
}

/// First eighth to second, of all beats that are written as two eighths; sorted.
std::vector<double> ratios(const std::vector<Note>& notes)
{
    const std::vector<Note> written = line();
    std::vector<double> found;
    for (std::size_t i = 0; i + 2 < notes.size(); ++i) {
        const bool isPair = written[i].start.count % 480 == 0 &&
                            written[i + 1].start - written[i].start == Ticks{240} &&
                            written[i + 2].start - written[i].start == Ticks{480};
        if (!isPair)
            continue;
        const auto first = static_cast<double>((notes[i + 1].start - notes[i].start).count);
        found.push_back(first /
                        static_cast<double>((notes[i + 2].start - notes[i + 1].start).count));
    }
    std::sort(found.begin(), found.end());
    return found;
}

double median(const std::vector<double>& sorted)
{
    return sorted[sorted.size() / 2];
}

} // namespace

class TestGroove : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBandsRatioFollowsTheTempo()
    {
        const auto near = [](double a, double b) { return std::abs(a - b) < 1e-9; };
        QVERIFY(near(bandSwingRatio(Feel::Swing, 30), 2.3));
        QVERIFY(near(bandSwingRatio(Feel::Swing, 50), 2.3));
        QVERIFY(near(bandSwingRatio(Feel::Swing, 85), 2.15));
        QVERIFY(near(bandSwingRatio(Feel::Swing, 120), 2.0));
        QVERIFY(near(bandSwingRatio(Feel::UpTempo, 190), 1.8));
        QVERIFY(near(bandSwingRatio(Feel::Waltz, 240), 1.6));
        QVERIFY(near(bandSwingRatio(Feel::Swing, 270), 1.45));
        QVERIFY(near(bandSwingRatio(Feel::Swing, 320), 1.3));
        QVERIFY(near(bandSwingRatio(Feel::Shuffle, 130), 2.0));
        QVERIFY(near(bandSwingRatio(Feel::Bossa, 130), 1.0));
        QVERIFY(bandSwingRatio(Feel::Ballad, 60) < bandSwingRatio(Feel::Swing, 60));
    }

    void theSoloistIsFlatterThanTheBand()
    {
        for (const Feel feel : allFeels()) {
            for (const double tempo : tempi) {
                QVERIFY(soloSwingRatio(feel, tempo) <= bandSwingRatio(feel, tempo));
                QVERIFY(soloSwingRatio(feel, tempo) >= 1);
            }
        }
    }

    void whatIsHeardIsTheRatio()
    {
        for (const Feel feel : allFeels()) {
            for (const double tempo : tempi) {
                for (const double swing : {0.0, 0.5, 1.0, 2.0}) {
                    const double wanted = dialled(bandSwingRatio(feel, tempo), swing);
                    const double exact = median(ratios(band(grooveOf(feel, tempo, swing, 0))));
                    const double human = median(ratios(band(grooveOf(feel, tempo, swing, 1))));
                    QVERIFY2(std::abs(exact / wanted - 1) < 0.01,
                             qPrintable(QStringLiteral("%1 for %2").arg(exact).arg(wanted)));
                    QVERIFY2(std::abs(human / wanted - 1) < 0.03,
                             qPrintable(QStringLiteral("%1 for %2").arg(human).arg(wanted)));
                }
            }
        }
    }

    void theSoloistMeasuresLikeOne()
    {
        for (const double tempo : {120.0, 140.0, 160.0, 180.0, 200.0, 220.0, 240.0}) {
            const auto found = ratios(solo(grooveOf(Feel::Swing, tempo)));
            const double wanted = soloSwingRatio(Feel::Swing, tempo);
            QVERIFY2(std::abs(median(found) / wanted - 1) < 0.08,
                     qPrintable(QStringLiteral("%1 for %2").arg(median(found)).arg(wanted)));
            const double spread = found[found.size() * 3 / 4] - found[found.size() / 4];
            QVERIFY2(spread > 0.3 && spread < 0.7, qPrintable(QString::number(spread)));
        }
    }

    void downbeatsAreLateAndOffBeatsTogether()
    {
        for (const double tempo : {120.0, 160.0, 200.0}) {
            const Groove groove = grooveOf(Feel::Swing, tempo, 1, 0);
            const auto ofSolo = solo(groove);
            const auto ofBand = band(groove);
            const auto written = line();
            const double tick = 60 / tempo / Ticks::perQuarter;
            for (std::size_t i = 0; i < written.size(); ++i) {
                const double late =
                    static_cast<double>((ofSolo[i].start - ofBand[i].start).count) * tick;
                if (written[i].start.count % 480 == 0)
                    QVERIFY2(late > 0.014 && late < 0.041, qPrintable(QString::number(late)));
                else if (written[i].start.count % 480 == 240 &&
                         written[i + 1].start - written[i].start == Ticks{240})
                    QVERIFY2(std::abs(late) < 0.016, qPrintable(QString::number(late)));
            }
        }
    }

    void withoutAnythingNothingChanges()
    {
        for (const Feel feel : allFeels()) {
            QCOMPARE(solo(grooveOf(feel, 140, 0, 0)), line());
            QCOMPARE(band(grooveOf(feel, 140, 0, 0)), line());
        }
        QCOMPARE(band(grooveOf(Feel::Bossa, 140, 1, 0)), line());
    }

    void finerBeatsStayEven()
    {
        const auto ofBand = band(grooveOf(Feel::Swing, 140, 1, 0));
        const auto written = line();
        for (std::size_t i = 0; i + 1 < written.size(); ++i) {
            const std::int64_t gap = (written[i + 1].start - written[i].start).count;
            if (gap == 160 || gap == 120)
                QCOMPARE(ofBand[i].start, written[i].start);
        }
    }

    void metresOfEighthsDoNotSwing()
    {
        Groove groove = grooveOf(Feel::Swing, 140, 1, 0);
        groove.beat = {240};
        QCOMPARE(band(groove), line());
        QCOMPARE(solo(groove), line());
    }

    void notesKeepTheirOrderAndPlace_data()
    {
        QTest::addColumn<double>("swing");
        QTest::newRow("straight") << 0.0;
        QTest::newRow("usual") << 1.0;
        QTest::newRow("twice") << 2.0;
    }

    void notesKeepTheirOrderAndPlace()
    {
        QFETCH(double, swing);
        const auto written = line();
        for (const Feel feel : allFeels()) {
            for (const double tempo : tempi) {
                for (std::uint64_t seed = 0; seed < 8; ++seed) {
                    const Groove groove = grooveOf(feel, tempo, swing);
                    for (const auto& notes : {solo(groove, seed), band(groove, seed)}) {
                        QCOMPARE(notes.size(), written.size());
                        for (std::size_t i = 0; i < notes.size(); ++i) {
                            QCOMPARE(notes[i].pitch, written[i].pitch);
                            QVERIFY(notes[i].start >= Ticks{});
                            QVERIFY(notes[i].duration >= Ticks{1});
                            QVERIFY(notes[i].end() <= length);
                            QVERIFY(notes[i].velocity >= 1 && notes[i].velocity <= 127);
                            if (i > 0)
                                QVERIFY(notes[i - 1].end() <= notes[i].start);
                        }
                    }
                }
            }
        }
    }

    void whatRingsOverRingsNoLonger()
    {
        std::vector<Note> last{{.start = length - Ticks{240}, .duration = {480}, .pitch = 60},
                               {.start = length - Ticks{1}, .duration = {1}, .pitch = 64}};
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            Random random(seed);
            for (const Note& note : playedSolo(last, grooveOf(Feel::Swing, 60), random)) {
                QVERIFY(note.start < length);
                QVERIFY(note.end() <= length + Ticks{240});
            }
        }
    }

    void aHandStaysTogether()
    {
        std::vector<Note> chords;
        for (std::int64_t i = 0; i < 64; ++i)
            for (const int pitch : {52, 58, 62, 65})
                chords.push_back({Ticks{i * 480 + 240}, {480}, pitch, 60});
        Random random(3);
        const auto notes = played(chords, grooveOf(Feel::Swing, 120), random);
        std::set<std::int64_t> shifts;
        for (std::size_t i = 0; i < notes.size(); i += 4) {
            const double spread =
                static_cast<double>((notes[i + 3].start - notes[i].start).count) / 960;
            QVERIFY2(spread <= 0.008, qPrintable(QString::number(spread)));
            shifts.insert(notes[i].start.count % 480);
            for (std::size_t k = i; k < i + 4; ++k) {
                QVERIFY(notes[k].start.count / 480 == static_cast<std::int64_t>(i) / 4);
                QVERIFY(std::abs(notes[k].velocity - 60) <= 4);
            }
        }
        QVERIFY(shifts.size() > 3); // humans, not clocks
    }

    void linesBreathe()
    {
        const auto notes = solo(grooveOf(Feel::Swing, 150));
        double held = 0;
        int count = 0;
        for (std::size_t i = 0; i + 1 < notes.size(); ++i) {
            const Ticks gap = notes[i + 1].start - notes[i].start;
            if (gap > Ticks{600})
                continue;
            held += static_cast<double>(notes[i].duration.count) / static_cast<double>(gap.count);
            ++count;
        }
        QVERIFY2(held / count > 0.78 && held / count < 0.9,
                 qPrintable(QString::number(held / count)));
    }

    void loudnessFollowsTheLine()
    {
        const auto notes = solo(grooveOf(Feel::Swing, 150));
        const auto written = line();
        double tops = 0;
        double others = 0;
        int topCount = 0;
        int otherCount = 0;
        std::set<int> loudnesses;
        for (std::size_t i = 1; i + 1 < notes.size(); ++i) {
            loudnesses.insert(notes[i].velocity);
            const bool isTop =
                written[i].pitch > written[i - 1].pitch && written[i].pitch > written[i + 1].pitch;
            (isTop ? tops : others) += notes[i].velocity;
            (isTop ? topCount : otherCount) += 1;
        }
        QVERIFY(tops / topCount > others / otherCount + 8);
        QVERIFY(loudnesses.size() > 25);
        QVERIFY(*loudnesses.begin() < 62); // ghosts
    }

    void theSameSeedPlaysTheSame()
    {
        const Groove groove = grooveOf(Feel::Swing, 150);
        QCOMPARE(solo(groove, 4), solo(groove, 4));
        QVERIFY(solo(groove, 4) != solo(groove, 5));
        QCOMPARE(band(groove, 4), band(groove, 4));
    }

    void chordsInASoloStayTogether()
    {
        std::vector<Note> written{
            {{0}, {480}, 60, 80}, {{0}, {480}, 64, 80}, {{480}, {480}, 62, 80}};
        Random random(1);
        const auto notes = playedSolo(written, grooveOf(Feel::Swing, 120), random);
        QCOMPARE(notes[0].start, notes[1].start);
        QVERIFY(playedSolo({}, grooveOf(Feel::Swing, 120), random).empty());
    }
};

QTEST_GUILESS_MAIN(TestGroove)
#include "tst_groove.moc"
