#include <array>
#include <map>
#include <set>

#include <QTest>

#include "arrange/feel.h"
#include "core/formats/bookfiles.h"
#include "core/formats/faults.h"
#include "corpus/solomeasures.h"
#include "formats/book.h"

using namespace woodshed;

namespace
{

/// A move inside a phrase: semitones, and steps from onset to onset. A break is a move of its own
/// kind that equals no other.
using Move = std::pair<int, int>;
constexpr Move phraseBreak{0, -1};

std::vector<Move> movesOf(const Line& line)
{
    std::vector<Move> moves;
    for (std::size_t i = 1; i < line.notes.size(); ++i) {
        const LineNote& before = line.notes[i - 1];
        const LineNote& note = line.notes[i];
        const bool breaks =
            before.rest >= stepsPerQuarter || note.start - before.start >= 3 * stepsPerQuarter;
        moves.push_back(breaks ? phraseBreak
                               : Move{note.pitch - before.pitch, note.start - before.start});
    }
    return moves;
}

struct SharedRun {
    std::size_t notes = 0;
    std::size_t start = 0; ///< index of its first note in the first line
};

/// The longest run of notes that two lines have in common, in any key.
SharedRun longestSharedRun(const std::vector<Move>& a, const std::vector<Move>& b)
{
    SharedRun longest;
    std::vector<std::size_t> before(b.size() + 1, 0);
    std::vector<std::size_t> here(b.size() + 1, 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            const bool same = a[i] == b[j] && a[i] != phraseBreak;
            here[j + 1] = same ? before[j] + 1 : 0;
            if (here[j + 1] + 1 > longest.notes && same)
                longest = {here[j + 1] + 1, i + 1 - here[j + 1]};
        }
        std::swap(before, here);
    }
    return longest;
}

/// The notes of one bar, as places in it and pitches.
using BarNotes = std::vector<std::pair<int, int>>;

std::map<BarNotes, std::vector<int>> barsOf(const Line& line)
{
    constexpr std::size_t telling = 4; // fewer notes are common property
    std::map<int, BarNotes> bars;
    const int barSteps = line.setting.barSteps;
    for (const LineNote& note : line.notes)
        bars[note.start / barSteps].emplace_back(note.start % barSteps, note.pitch);
    std::map<BarNotes, std::vector<int>> places;
    for (const auto& [bar, notes] : bars)
        if (notes.size() >= telling)
            places[notes].push_back(bar + 1);
    return places;
}

/// Between which values a measure of a whole tune must lie: all of a few hundred passages of 32
/// bars by real players do.
struct Bounds {
    double SoloMeasures::*measure;
    double lowest;
    double highest;
};
constexpr std::array<Bounds, 22> players{{
    {&SoloMeasures::notesPerBeat, 0.7, 3.4},
    {&SoloMeasures::offBeat, 0.41, 0.79},
    {&SoloMeasures::heldOverBeat, 0.05, 0.64},
    {&SoloMeasures::finerThanEighths, 0, 0.84},
    {&SoloMeasures::grooveSimilarity, 0.71, 0.95},
    {&SoloMeasures::rests, 0.02, 0.5},
    {&SoloMeasures::phraseBeats, 2.6, 50},
    {&SoloMeasures::phraseNotes, 3.7, 99},
    {&SoloMeasures::steps, 0.29, 0.83},
    {&SoloMeasures::leaps, 0, 0.45},
    {&SoloMeasures::repeatedNotes, 0, 0.28},
    {&SoloMeasures::directionChanges, 0.23, 0.79},
    {&SoloMeasures::entropyOneBar, 1.25, 2.92},
    {&SoloMeasures::entropyFourBars, 2.06, 3.46},
    {&SoloMeasures::chordTonesStrong, 0.22, 0.8},
    {&SoloMeasures::chordTonesWeak, 0.13, 0.72},
    {&SoloMeasures::scaleTones, 0.59, 0.94},
    {&SoloMeasures::resolved, 0.09, 0.76},
    {&SoloMeasures::enclosures, 0, 8.8},
    {&SoloMeasures::likenessNear, 0.2, 0.55},
    {&SoloMeasures::motifsBack, 0, 0.69},
    {&SoloMeasures::barRhythmsBack, 0, 0.5},
}};

QString nameOf(double SoloMeasures::*measure)
{
    for (const SoloMeasureField& field : soloMeasureFields)
        if (field.value == measure)
            return QString::fromUtf8(field.name.data(), static_cast<qsizetype>(field.name.size()));
    return {};
}

QString listed(const std::vector<int>& bars)
{
    QStringList numbers;
    for (const int bar : bars)
        numbers << QString::number(bar);
    return numbers.join(QStringLiteral(", "));
}

} // namespace

class TestBookMusic : public QObject
{
    Q_OBJECT

private:
    std::vector<BookEntry> m_book;
    std::vector<Line> m_lines;

    [[nodiscard]] QString id(std::size_t tune) const
    {
        return QString::fromStdString(m_book[tune].id);
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto book = readBook(bookTexts());
        QVERIFY2(book.has_value(),
                 book ? "" : (book.error().where + ": " + book.error().detail).c_str());
        m_book = std::move(*book);
        for (const BookEntry& entry : m_book)
            m_lines.push_back(lineOf(entry.solo));
    }

    void findsWhatLinesShare()
    {
        Line one;
        for (const int pitch : {60, 62, 64, 65, 67, 69})
            one.notes.push_back({static_cast<int>(one.notes.size()) * 6, 6, 0, pitch});
        Line other;
        for (const int pitch : {40, 50, 52, 54, 55, 40})
            other.notes.push_back({static_cast<int>(other.notes.size()) * 6, 6, 0, pitch});
        QCOMPARE(longestSharedRun(movesOf(one), movesOf(other)).notes, std::size_t{4});
        QCOMPARE(longestSharedRun(movesOf(one), movesOf(other)).start, std::size_t{0});
        one.notes[1].rest = 12;
        QCOMPARE(longestSharedRun(movesOf(one), movesOf(other)).notes, std::size_t{3});
    }

    void repeatsNoBarTooOften()
    {
        QStringList faults;
        for (std::size_t tune = 0; tune < m_lines.size(); ++tune)
            for (const auto& [notes, bars] : barsOf(m_lines[tune]))
                if (bars.size() > 3)
                    faults
                        << QStringLiteral("%1: bars %2 are the same").arg(id(tune), listed(bars));
        report(faults);
    }

    void sharesNoBarBetweenTunes()
    {
        std::map<BarNotes, std::vector<std::pair<std::size_t, int>>> places;
        for (std::size_t tune = 0; tune < m_lines.size(); ++tune)
            for (const auto& [notes, bars] : barsOf(m_lines[tune]))
                places[notes].emplace_back(tune, bars.front());
        QStringList faults;
        for (const auto& [notes, tunes] : places) {
            if (tunes.size() < 2)
                continue;
            QStringList where;
            for (const auto& [tune, bar] : tunes)
                where << QStringLiteral("%1 bar %2").arg(id(tune)).arg(bar);
            faults << where.join(QStringLiteral(" = "));
        }
        report(faults);
    }

    void sharesNoLongRunBetweenTunes()
    {
        constexpr std::size_t longest = 14; // players share no longer ones, but for quotations
        std::vector<std::vector<Move>> moves;
        for (const Line& line : m_lines)
            moves.push_back(movesOf(line));
        QStringList faults;
        for (std::size_t a = 0; a < moves.size(); ++a)
            for (std::size_t b = a + 1; b < moves.size(); ++b) {
                const SharedRun run = longestSharedRun(moves[a], moves[b]);
                if (run.notes > longest)
                    faults << QStringLiteral("%1 and %2 share %3 notes, from bar %4 of the first")
                                  .arg(id(a), id(b))
                                  .arg(run.notes)
                                  .arg(m_lines[a].notes[run.start].start /
                                           m_lines[a].setting.barSteps +
                                       1);
            }
        report(faults);
    }

    void measuresLikePlayers()
    {
        QStringList faults;
        for (std::size_t tune = 0; tune < m_lines.size(); ++tune) {
            const SoloMeasures measures = measured(m_lines[tune]);
            for (const Bounds& bounds : players) {
                const double value = measures.*bounds.measure;
                if (!(value >= bounds.lowest && value <= bounds.highest))
                    faults << QStringLiteral("%1: %2 %3, not %4 to %5")
                                  .arg(id(tune), nameOf(bounds.measure))
                                  .arg(value)
                                  .arg(bounds.lowest)
                                  .arg(bounds.highest);
            }
        }
        report(faults);
    }

    void isLargeAndMixedEnough()
    {
        int choruses = 0;
        int bars = 0;
        double slowest = 1000;
        double fastest = 0;
        std::map<std::string, int> ofVoice;
        std::set<Feel> feels;
        for (const BookEntry& entry : m_book) {
            choruses += entry.solo.choruses;
            bars += entry.solo.tune.bars();
            slowest = std::min(slowest, entry.solo.tune.tempo);
            fastest = std::max(fastest, entry.solo.tune.tempo);
            ofVoice[entry.solo.voice] += entry.solo.choruses;
            feels.insert(feelOf(entry.solo.tune));
        }
        const QString found = QStringLiteral("%1 tunes, %2 choruses, %3 bars, tempo %4 to %5")
                                  .arg(m_book.size())
                                  .arg(choruses)
                                  .arg(bars)
                                  .arg(slowest)
                                  .arg(fastest);
        qInfo("%s", qPrintable(found));
        QVERIFY2(m_book.size() >= 24 && choruses >= 60 && bars >= 1000, qPrintable(found));
        QVERIFY2(slowest <= 65 && fastest >= 270, qPrintable(found));
        for (const Feel feel : {Feel::Swing, Feel::UpTempo, Feel::Ballad, Feel::Waltz, Feel::Bossa})
            QVERIFY2(feels.count(feel) != 0, std::string(feelName(feel)).c_str());
        for (const char* voice : {"lyrical", "bebop", "blues", "modern"})
            QVERIFY2(ofVoice[voice] >= 8, qPrintable(QStringLiteral("%1 choruses of %2")
                                                         .arg(ofVoice[voice])
                                                         .arg(QString::fromUtf8(voice))));
    }
};

QTEST_GUILESS_MAIN(TestBookMusic)
#include "tst_bookmusic.moc"
