#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "formats/abc.h"
#include "formats/book.h"
#include "support/files.h"
#include "theory/chordsymbol.h"

using namespace woodshed;
namespace fs = std::filesystem;

namespace
{

std::vector<std::pair<std::string, std::string>> bookTexts()
{
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& file : fs::directory_iterator(WOODSHED_BOOK)) {
        if (file.path().extension() != ".abc")
            continue;
        const auto bytes = readFile(file.path());
        if (bytes)
            texts.emplace_back(file.path().string(), std::string(bytes->begin(), bytes->end()));
    }
    std::sort(texts.begin(), texts.end());
    return texts;
}

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

/// The notes of one bar, as pitches and places in it.
std::vector<std::pair<std::int64_t, int>> figure(const Solo& solo, int bar)
{
    std::vector<std::pair<std::int64_t, int>> notes;
    const Ticks from = solo.tune.barLength() * bar;
    for (const Note& note : solo.melody) {
        if (note.start >= from && note.start < from + solo.tune.barLength())
            notes.emplace_back((note.start - from).count, note.pitch);
    }
    return notes;
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

    void holdsEnoughSolos()
    {
        int choruses = 0;
        for (const BookEntry& entry : m_book)
            choruses += entry.solo.choruses;
        QVERIFY(m_book.size() >= 6);
        QVERIFY2(choruses >= 8, qPrintable(QString::number(choruses)));
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
        for (const BookEntry& entry : m_book) {
            const LeadSheet& tune = entry.solo.tune;
            QVERIFY2(!tune.title.empty() && titles.insert(tune.title).second, entry.id.c_str());
            QVERIFY2(!tune.feel.empty() && tune.tempo >= 60 && tune.tempo <= 260, entry.id.c_str());
            QCOMPARE(tune.beatsPerBar, 4);
            const LeadSheet chorus = oneChorus(entry.solo);
            QVERIFY2(chorus.bars() == 12 || chorus.bars() == 16 || chorus.bars() == 32,
                     entry.id.c_str());
            QCOMPARE(chorus.bars() * entry.solo.choruses, tune.bars());
        }
    }

    void everyChorusHasItsChords()
    {
        for (const BookEntry& entry : m_book) {
            const ChordProgression all =
                repeated(oneChorus(entry.solo).chords, entry.solo.choruses);
            QVERIFY2(all == entry.solo.tune.chords, entry.id.c_str());
            const Ticks bar = entry.solo.tune.barLength();
            for (const PlacedChord& chord : all.chords) {
                QVERIFY2(!chord.pitches.empty(), (entry.id + " " + chord.text).c_str());
                QVERIFY2(chord.duration <= bar, (entry.id + " " + chord.text).c_str());
                QVERIFY2(ChordSymbol::parse(chord.text).has_value(), chord.text.c_str());
            }
        }
    }

    void melodiesAreOneLineInAPlayableRange()
    {
        for (const BookEntry& entry : m_book) {
            Ticks end{0};
            for (const Note& note : entry.solo.melody) {
                QVERIFY2(note.start >= end && note.duration.count >= 60, entry.id.c_str());
                QVERIFY2(note.pitch >= 52 && note.pitch <= 89,
                         qPrintable(QStringLiteral("%1: %2")
                                        .arg(QString::fromStdString(entry.id))
                                        .arg(note.pitch)));
                end = note.end();
            }
            QVERIFY(end <= entry.solo.tune.chords.length);
            const double density =
                double(entry.solo.melody.size()) / (entry.solo.tune.bars() * 4.0);
            QVERIFY2(density >= 0.9 && density <= 2.2, entry.id.c_str());
        }
    }

    void barsAreNotCopied()
    {
        for (const BookEntry& entry : m_book) {
            std::map<std::vector<std::pair<std::int64_t, int>>, int> seen;
            int copies = 0;
            for (int bar = 0; bar < entry.solo.tune.bars(); ++bar) {
                const auto notes = figure(entry.solo, bar);
                if (notes.size() >= 3 && seen[notes]++ > 0)
                    ++copies;
            }
            QVERIFY2(
                copies <= entry.solo.tune.bars() / 10,
                qPrintable(
                    QStringLiteral("%1: %2").arg(QString::fromStdString(entry.id)).arg(copies)));
        }
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
