#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "arrange/feel.h"
#include "core/formats/bookfiles.h"
#include "core/formats/faults.h"
#include "formats/abc.h"
#include "formats/book.h"
#include "support/files.h"
#include "theory/chordshape.h"

using namespace woodshed;
namespace fs = std::filesystem;

namespace
{

/// As much of a Standard MIDI File as another program's single-track answer needs: its division and
/// its notes.
struct PlainMidi {
    int division = 0;
    std::vector<Note> notes; ///< in the file's own ticks
};

PlainMidi readPlainMidi(const Bytes& bytes)
{
    PlainMidi midi;
    std::size_t at = 0;
    const auto byte = [&] { return at < bytes.size() ? bytes[at++] : std::uint8_t{0}; };
    const auto number = [&](int count) {
        std::int64_t value = 0;
        while (count-- > 0)
            value = value * 256 + byte();
        return value;
    };
    const auto variable = [&] {
        std::int64_t value = 0;
        std::uint8_t next = 0;
        do {
            next = byte();
            value = value * 128 + (next & 0x7f);
        } while ((next & 0x80) != 0 && at < bytes.size());
        return value;
    };
    at = 12;
    midi.division = static_cast<int>(number(2));
    while (at + 8 <= bytes.size()) {
        at += 4;
        const auto length = static_cast<std::size_t>(number(4));
        const std::size_t end = std::min(bytes.size(), at + length);
        std::int64_t now = 0;
        std::uint8_t status = 0;
        std::map<int, std::int64_t> sounding;
        while (at < end) {
            now += variable();
            if ((bytes[at] & 0x80) != 0)
                status = byte();
            if (status >= 0xf0) {
                if (status == 0xff)
                    byte();
                const auto skipped = static_cast<std::size_t>(variable());
                at += skipped;
                continue;
            }
            const int kind = status >> 4;
            const int first = byte();
            const int second = kind == 0xc || kind == 0xd ? 0 : byte();
            if (kind == 9 && second > 0) {
                sounding[first] = now;
            } else if ((kind == 8 || kind == 9) && sounding.count(first) != 0) {
                midi.notes.push_back({{sounding[first]}, {now - sounding[first]}, first, 80});
                sounding.erase(first);
            }
        }
        at = end;
    }
    std::stable_sort(midi.notes.begin(), midi.notes.end(),
                     [](const Note& a, const Note& b) { return a.start < b.start; });
    return midi;
}

/// Pitch, start and duration in 96ths of a quarter: abc2midi lets its notes begin a tick late.
QString drawn(const Note& note, int division)
{
    const auto rounded = [&](Ticks time) { return (time.count * 96 + division / 2) / division; };
    return QStringLiteral("%1 at %2 for %3")
        .arg(note.pitch)
        .arg(rounded(note.start))
        .arg(rounded(note.end()) - rounded(note.start));
}

/// What a file says about its form; 0 where it is silent.
int formOf(const std::string& text)
{
    static const std::string directive = "\n%%woodshed-form ";
    const auto at = text.find(directive);
    return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + directive.size());
}

/// The chords that stand in each bar, with their places in it.
std::vector<std::vector<std::pair<std::int64_t, std::string>>> chordsByBar(const LeadSheet& tune)
{
    std::vector<std::vector<std::pair<std::int64_t, std::string>>> bars(
        static_cast<std::size_t>(tune.bars()));
    for (const PlacedChord& chord : tune.chords.chords) {
        const std::int64_t bar = chord.start.count / tune.barLength().count;
        bars.at(static_cast<std::size_t>(bar))
            .emplace_back(chord.start.count % tune.barLength().count, chord.text);
    }
    return bars;
}

} // namespace

class TestBook : public QObject
{
    Q_OBJECT

private:
    std::vector<std::pair<std::string, std::string>> m_texts;
    std::vector<BookEntry> m_book;

private Q_SLOTS:
    void initTestCase()
    {
        m_texts = bookTexts();
        auto book = readBook(m_texts);
        QVERIFY2(book.has_value(),
                 book ? "" : (book.error().where + ": " + book.error().detail).c_str());
        m_book = std::move(*book);
    }

    void readsWithoutWarnings()
    {
        for (const auto& [name, text] : m_texts) {
            const auto reading = readAbc(text);
            QVERIFY2(
                reading->warnings.empty(),
                (name + ": " + (reading->warnings.empty() ? "" : reading->warnings[0])).c_str());
            for (const char* line : {"SPDX-License-Identifier: GPL-3.0-or-later", "C:Woodshed",
                                     "written for Woodshed"})
                QVERIFY2(text.find(line) != std::string::npos, (name + " lacks " + line).c_str());
        }
    }

    void everyTuneIsComplete()
    {
        std::set<std::string> titles;
        QStringList faults;
        const auto demand = [&faults](bool holds, const BookEntry& entry, const char* fault) {
            if (!holds)
                faults << QString::fromStdString(entry.id) + QStringLiteral(": ") +
                              QString::fromUtf8(fault);
        };
        for (std::size_t i = 0; i < m_book.size(); ++i) {
            const BookEntry& entry = m_book[i];
            const LeadSheet& tune = entry.solo.tune;
            demand(!tune.title.empty() && titles.insert(tune.title).second, entry,
                   "no title of its own");
            demand(tune.tempo >= 60 && tune.tempo <= 280, entry, "tempo");
            demand(feelNamed(tune.feel).has_value(), entry, "feel");
            demand((tune.beatsPerBar == 4 || tune.beatsPerBar == 3) && tune.beatUnit == 4, entry,
                   "metre");
            demand((tune.beatsPerBar == 3) == (feelOf(tune) == Feel::Waltz), entry,
                   "a waltz is in 3/4, and what is in 3/4 is a waltz");
            const auto& voice = entry.solo.voice;
            demand(voice == "lyrical" || voice == "bebop" || voice == "blues" || voice == "modern",
                   entry, "voice");
            const int form = formOf(m_texts[i].second);
            demand(form >= 8 && tune.bars() % form == 0, entry,
                   "the form does not divide the bars");
            demand(form > 0 && entry.solo.choruses * form == tune.bars(), entry, "choruses");
        }
        report(faults);
    }

    /// Whatever is played over, a chorus has the tune's chords; only its turnaround, the last two
    /// bars, may end the solo or lead elsewhere.
    void everyChorusHasItsChords()
    {
        constexpr int turnaround = 2;
        QStringList faults;
        for (const BookEntry& entry : m_book) {
            const QString id = QString::fromStdString(entry.id);
            const int form = oneChorus(entry.solo).bars();
            const auto bars = chordsByBar(entry.solo.tune);
            for (std::size_t bar = 0; bar < bars.size(); ++bar) {
                const std::size_t inForm = bar % static_cast<std::size_t>(form);
                if (static_cast<int>(inForm) < form - turnaround && bars[bar] != bars[inForm])
                    faults << QStringLiteral("%1: bar %2 has other chords than bar %3")
                                  .arg(id)
                                  .arg(bar + 1)
                                  .arg(inForm + 1);
            }
            for (const PlacedChord& chord : entry.solo.tune.chords.chords) {
                const bool sound = !chord.pitches.empty() &&
                                   chord.duration <= entry.solo.tune.barLength() &&
                                   chordShape(chord.text).isChord();
                if (!sound)
                    faults << QStringLiteral("%1: %2").arg(id, QString::fromStdString(chord.text));
            }
        }
        report(faults);
    }

    void melodiesAreOneLineInAPlayableRange()
    {
        QStringList faults;
        for (const BookEntry& entry : m_book) {
            const QString id = QString::fromStdString(entry.id);
            Ticks end{0};
            int lowest = 127;
            int highest = 0;
            for (const Note& note : entry.solo.melody) {
                QVERIFY2(note.start >= end && note.duration.count >= 60, entry.id.c_str());
                lowest = std::min(lowest, note.pitch);
                highest = std::max(highest, note.pitch);
                end = note.end();
            }
            QVERIFY2(end <= entry.solo.tune.chords.length, entry.id.c_str());
            if (lowest < 50 || highest > 88 || highest - lowest < 17 || highest - lowest > 36)
                faults << QStringLiteral("%1: from %2 to %3").arg(id).arg(lowest).arg(highest);
        }
        report(faults);
    }

    void findsByIdAndTitleInAnyCase()
    {
        QVERIFY(findEntry(m_book, m_book.front().id) == &m_book.front());
        const auto upper =
            QString::fromStdString(m_book.back().solo.tune.title).toUpper().toStdString();
        QVERIFY(findEntry(m_book, upper) == &m_book.back());
        QVERIFY(findEntry(m_book, "no such tune") == nullptr);
        QVERIFY(findEntry(m_book, "") == nullptr);
    }

    void refusesWhatIsNoBook()
    {
        auto texts = m_texts;
        texts.emplace_back("other/" + fs::path(texts.front().first).filename().string(),
                           texts.front().second);
        const auto twice = readBook(texts);
        QVERIFY(!twice.has_value());
        QVERIFY(QString::fromStdString(twice.error().detail)
                    .contains(QString::fromStdString(m_book.front().id)));
        const auto broken = readBook({{"a/broken.abc", "X:1\nK:C\nc d #\n"}});
        QVERIFY(!broken.has_value());
        QCOMPARE(broken.error().where, std::string("a/broken.abc, line 3, column 5"));
        QVERIFY(readBook({})->empty());
    }

    /// abc2midi is another program's reading of the same format.
    void agreesWithAbc2midi_data()
    {
        QTest::addColumn<QString>("text");
        for (const auto& [name, text] : m_texts)
            QTest::newRow(fs::path(name).stem().c_str()) << QString::fromStdString(text);
        const std::string header = "X:1\nT:t\nM:4/4\nL:1/8\nQ:1/4=120\nK:";
        QTest::newRow("lengths") << QString::fromStdString(
            header + "C\nc>d e<f g/a/b/c'/ c2 | (3cde (3:2:2c2d (3c/d/e/ f z2 | c3/2d/ "
                     "e//f//g/ z4 |\n");
        QTest::newRow("accidentals") << QString::fromStdString(
            header + "Eb\nB=Bb_b ^cc'C=c | Bbe_e ^^f__g F,f' | z4 ^c4- | c2 c2 [K:D]cCfF |\n");
        QTest::newRow("repeats") << QString::fromStdString(
            header + "Gm\n|: B8 | c8 |1 d8 :|2 e8 || f8 |: g8 :| a8 |]\n");
        QTest::newRow("minor key and metre") << QString::fromStdString(
            "X:1\nM:6/8\nL:1/8\nQ:3/8=60\nK:F#m\nfga g2f | (2ef (4efga | Z2 | g6 |\n");
    }

    void agreesWithAbc2midi()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("abc2midi"));
        if (program.isEmpty())
            QSKIP("abc2midi (Debian package abcmidi) is not installed");
        QFETCH(QString, text);
        const auto reading = readAbc(text.toStdString());
        QVERIFY2(reading.has_value(), reading ? "" : reading.error().detail.c_str());

        QTemporaryDir folder;
        const fs::path abc = fs::path(folder.path().toStdString()) / "a.abc";
        const fs::path mid = fs::path(folder.path().toStdString()) / "a.mid";
        // Its own accompaniment from the chord symbols is switched off.
        std::string plain = text.toStdString();
        plain.insert(plain.find('\n', plain.find("\nK:") + 1) + 1, "%%MIDI gchordoff\n");
        QVERIFY(writeFile(abc, std::string_view(plain)).has_value());
        QProcess process;
        process.start(program, {QString::fromStdString(abc.string()), QStringLiteral("-o"),
                                QString::fromStdString(mid.string())});
        QVERIFY(process.waitForFinished(60000));
        const auto bytes = readFile(mid);
        QVERIFY2(bytes.has_value(), process.readAll().constData());

        const PlainMidi midi = readPlainMidi(*bytes);
        const std::vector<Note>& ours = reading->solo.melody;
        QVERIFY(midi.division > 0);
        QStringList expected;
        QStringList actual;
        for (const Note& note : midi.notes)
            expected << drawn(note, midi.division);
        for (const Note& note : ours)
            actual << drawn(note, Ticks::perQuarter);
        QCOMPARE(actual, expected);
    }
};

QTEST_GUILESS_MAIN(TestBook)
#include "tst_book.moc"
