#include <array>
#include <cmath>

#include <QTest>

#include "core/formats/bookfiles.h"
#include "corpus/solomeasures.h"
#include "formats/book.h"

using namespace woodshed;

namespace
{

constexpr std::array<const char*, 4> voices{"lyrical", "bebop", "blues", "modern"};
constexpr std::size_t noVoice = voices.size();

/// What the voices are told apart by, chosen from their descriptions: the singer has space, few
/// notes and keeps to the scale; the bopper plays long lines, encloses and resolves; the blues
/// player repeats notes and makes do with few pitches; the modern player leaps, wanders far and
/// goes outside. Tempo and register stay out, and so does what all of them have in common.
constexpr std::array<double SoloMeasures::*, 10> telling{{
    &SoloMeasures::notesPerBeat,
    &SoloMeasures::rests,
    &SoloMeasures::phraseBeats,
    &SoloMeasures::range,
    &SoloMeasures::leaps,
    &SoloMeasures::repeatedNotes,
    &SoloMeasures::entropyFourBars,
    &SoloMeasures::scaleTones,
    &SoloMeasures::resolved,
    &SoloMeasures::enclosures,
}};
using Vector = std::array<double, telling.size()>;

struct Chorus {
    std::string tune;
    int number = 1;
    std::size_t voice = noVoice;
    Vector values{};
};

std::size_t voiceNamed(const std::string& name)
{
    return static_cast<std::size_t>(std::find(voices.begin(), voices.end(), name) - voices.begin());
}

std::vector<Chorus> chorusesOf(const std::vector<BookEntry>& book)
{
    std::vector<Chorus> choruses;
    for (const BookEntry& entry : book) {
        const Line line = lineOf(entry.solo);
        const int bars = entry.solo.tune.bars() / std::max(1, entry.solo.choruses);
        for (int number = 0; number < entry.solo.choruses; ++number) {
            const SoloMeasures measures = measured(line, number * bars, bars);
            Chorus& chorus = choruses.emplace_back();
            chorus.tune = entry.id;
            chorus.number = number + 1;
            chorus.voice = voiceNamed(entry.solo.voice);
            for (std::size_t k = 0; k < telling.size(); ++k)
                chorus.values[k] = measures.*telling[k];
        }
    }
    return choruses;
}

/// Every measure with mean 0 and deviation 1 over the book, no farther out than 3; unknown is 0.
void standardise(std::vector<Chorus>& choruses)
{
    for (std::size_t k = 0; k < telling.size(); ++k) {
        double sum = 0;
        double squares = 0;
        double number = 0;
        for (const Chorus& chorus : choruses) {
            const double value = chorus.values[k];
            if (std::isnan(value))
                continue;
            sum += value;
            squares += value * value;
            ++number;
        }
        const double mean = sum / number;
        const double deviation = std::sqrt(std::max(1e-12, squares / number - mean * mean));
        for (Chorus& chorus : choruses) {
            double& value = chorus.values[k];
            value = std::isnan(value) ? 0 : std::clamp((value - mean) / deviation, -3.0, 3.0);
        }
    }
}

double distance(const Vector& a, const Vector& b)
{
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k)
        sum += (a[k] - b[k]) * (a[k] - b[k]);
    return std::sqrt(sum);
}

/// The middle of each voice over all choruses but those of one tune.
std::array<Vector, voices.size()> centroidsWithout(const std::string& tune,
                                                   const std::vector<Chorus>& choruses)
{
    std::array<Vector, voices.size()> centroids{};
    std::array<double, voices.size()> number{};
    for (const Chorus& chorus : choruses) {
        if (chorus.tune == tune)
            continue;
        ++number[chorus.voice];
        for (std::size_t k = 0; k < telling.size(); ++k)
            centroids[chorus.voice][k] += chorus.values[k];
    }
    for (std::size_t voice = 0; voice < voices.size(); ++voice)
        for (double& value : centroids[voice])
            value /= std::max(1.0, number[voice]);
    return centroids;
}

} // namespace

class TestBookVoices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Four voices that nobody can tell apart would be one: a chorus must lie nearest to the
    /// middle of its own voice far more often than chance (a quarter).
    void canBeToldApart()
    {
        const auto book = readBook(bookTexts());
        QVERIFY(book.has_value());
        std::vector<Chorus> choruses = chorusesOf(*book);
        QVERIFY(!choruses.empty());
        for (const Chorus& chorus : choruses)
            QVERIFY2(chorus.voice != noVoice, chorus.tune.c_str());
        standardise(choruses);

        std::array<std::array<int, voices.size()>, voices.size()> confusion{};
        int right = 0;
        std::vector<std::pair<double, QString>> wrong;
        for (const Chorus& chorus : choruses) {
            const auto centroids = centroidsWithout(chorus.tune, choruses);
            std::array<double, voices.size()> far{};
            for (std::size_t voice = 0; voice < voices.size(); ++voice)
                far[voice] = distance(chorus.values, centroids[voice]);
            const auto nearest =
                static_cast<std::size_t>(std::min_element(far.begin(), far.end()) - far.begin());
            ++confusion[chorus.voice][nearest];
            if (nearest == chorus.voice) {
                ++right;
                continue;
            }
            const double nearer = far[chorus.voice] - far[nearest];
            wrong.emplace_back(-nearer, QStringLiteral("%1 chorus %2 is %3, but nearer to %4 by %5")
                                            .arg(QString::fromStdString(chorus.tune))
                                            .arg(chorus.number)
                                            .arg(QString::fromUtf8(voices[chorus.voice]),
                                                 QString::fromUtf8(voices[nearest]))
                                            .arg(nearer, 0, 'f', 2));
        }
        std::sort(wrong.begin(), wrong.end());

        const double share = static_cast<double>(right) / static_cast<double>(choruses.size());
        QStringList table{
            QStringLiteral("%1 of %2 choruses (%3 %, 60 wanted) are nearest to their own voice")
                .arg(right)
                .arg(choruses.size())
                .arg(100 * share, 0, 'f', 1)};
        for (std::size_t voice = 0; voice < voices.size(); ++voice) {
            QStringList row{QString::fromUtf8(voices[voice]) + QLatin1Char(':')};
            for (std::size_t heard = 0; heard < voices.size(); ++heard)
                row << QStringLiteral("%1 %2")
                           .arg(confusion[voice][heard])
                           .arg(QString::fromUtf8(voices[heard]));
            table << row.join(QLatin1Char(' '));
        }
        const QString told = table.join(QLatin1Char('\n'));
        qInfo("%s", qPrintable(told));
        for (const auto& [nearer, sentence] : wrong)
            qInfo("%s", qPrintable(sentence));
        QVERIFY2(share >= 0.6, qPrintable(told));
    }
};

QTEST_GUILESS_MAIN(TestBookVoices)
#include "tst_bookvoices.moc"
