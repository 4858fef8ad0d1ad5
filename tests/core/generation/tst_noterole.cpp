#include <optional>
#include <string>
#include <string_view>

#include <QTest>

#include "generation/noterole.h"

using namespace woodshed;

namespace
{

NoteOverChord over(const char* chord, int pitch)
{
    return {.pitch = pitch, .chord = chordShape(chord)};
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

} // namespace

class TestNoteRole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void degreesAreNamedAsMusiciansDo_data()
    {
        QTest::addColumn<QString>("chord");
        QTest::addColumn<int>("pitch");
        QTest::addColumn<QString>("degree");
        QTest::addColumn<int>("place");
        const auto row = [](const char* chord, int pitch, const char* degree, NotePlace place) {
            QTest::addRow("%s %d", chord, pitch)
                << QString::fromLatin1(chord) << pitch << QString::fromLatin1(degree)
                << static_cast<int>(place);
        };
        row("F7", 65, "root", NotePlace::ChordTone);
        row("F7", 69, "third", NotePlace::ChordTone);
        row("F7", 63, "seventh", NotePlace::ChordTone);
        row("F7", 67, "ninth", NotePlace::ScaleTone);
        row("F7", 66, "flat ninth", NotePlace::Outside);
        row("F7", 68, "sharp ninth", NotePlace::Outside);
        row("F7", 71, "sharp eleventh", NotePlace::Outside);
        row("F7", 74, "thirteenth", NotePlace::ScaleTone);
        row("F7", 64, "major seventh", NotePlace::Outside);
        row("Cm7", 63, "third", NotePlace::ChordTone);
        row("Cm7", 64, "major third", NotePlace::Outside);
        row("Cm7", 65, "eleventh", NotePlace::ScaleTone);
        row("Cm7", 68, "flat sixth", NotePlace::Outside);
        row("Cmaj7", 71, "seventh", NotePlace::ChordTone);
        row("Cmaj7", 70, "flat seventh", NotePlace::Outside);
        row("Bm7b5", 65, "flat fifth", NotePlace::ChordTone);
        row("Bm7b5", 66, "fifth", NotePlace::Outside);
        row("Bdim7", 68, "seventh", NotePlace::ChordTone);
        row("C6", 69, "sixth", NotePlace::ChordTone);
        row("G7sus4", 60, "fourth", NotePlace::ChordTone);
        row("C7b9", 61, "flat ninth", NotePlace::ScaleTone);
        row("NC", 60, "", NotePlace::NoChord);
        row("what is this", 60, "", NotePlace::NoChord);
    }

    void degreesAreNamedAsMusiciansDo()
    {
        QFETCH(QString, chord);
        QFETCH(int, pitch);
        QFETCH(QString, degree);
        QFETCH(int, place);
        const NoteRole role = noteRole({pitch, chordShape(chord.toStdString())});
        QCOMPARE(text(role.degree), degree);
        QCOMPARE(static_cast<int>(role.place), place);
        QVERIFY(role.leadsTo.empty());
    }

    void everyPitchHasANameOverEveryFamily()
    {
        for (const char* chord : {"C", "Cmaj7", "C6", "Cm", "Cm7", "CmMaj7", "C7", "C7b9", "C7#5",
                                  "C7alt", "Cm7b5", "Cdim", "Cdim7", "C7sus4", "Csus2", "C+"}) {
            const ChordShape shape = chordShape(chord);
            QVERIFY2(shape.isChord(), chord);
            for (int pitch = 0; pitch < 128; ++pitch) {
                const NoteRole role = noteRole({pitch, shape});
                QVERIFY(!role.degree.empty());
                QCOMPARE(role.place == NotePlace::ChordTone, shape.hasTone(pitch));
                if (pitch % 12 == 0)
                    QCOMPARE(text(role.degree), QStringLiteral("root"));
            }
        }
    }

    void outsideNotesLeadByStepIntoTonesOfTheChordThatSoundsThen()
    {
        const auto leads = [](const NoteOverChord& note, const std::optional<NoteOverChord>& next) {
            return text(noteRole(note, next).leadsTo);
        };
        QCOMPARE(leads(over("F7", 66), over("F7", 65)), QStringLiteral("root"));
        QCOMPARE(leads(over("F7", 67), over("F7", 69)), QStringLiteral("third"));
        QCOMPARE(leads(over("F7", 64), over("Bb7", 65)), QStringLiteral("fifth"));
        QCOMPARE(leads(over("F7", 66), over("F7", 69)), QString());  // a leap
        QCOMPARE(leads(over("F7", 66), over("F7", 67)), QString());  // to no chord tone
        QCOMPARE(leads(over("F7", 66), over("F7", 66)), QString());  // stays
        QCOMPARE(leads(over("F7", 66), over("NC", 65)), QString());  // nothing to lead to
        QCOMPARE(leads(over("F7", 63), over("Bb7", 62)), QString()); // a chord tone itself
        QCOMPARE(leads(over("F7", 66), std::nullopt), QString());
        QCOMPARE(leads(over("NC", 66), over("F7", 65)), QString());
    }
};

QTEST_GUILESS_MAIN(TestNoteRole)
#include "tst_noterole.moc"
