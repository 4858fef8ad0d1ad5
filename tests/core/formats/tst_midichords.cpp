#include <QTest>

#include "formats/midichords.h"

using namespace woodshed;

namespace
{

struct Text {
    std::int64_t tick;
    std::uint8_t type;
    std::string text;
};

QString chordsOf(const std::vector<Text>& texts)
{
    MidiFile file;
    file.tracks.resize(1);
    for (const Text& text : texts)
        file.tracks[0].events.push_back(
            {text.tick, 0xFF, text.type, 0, {text.text.begin(), text.text.end()}});
    QStringList found;
    for (const ChordEvent& event : chordEvents(file))
        found << QStringLiteral("%1:%2").arg(event.tick).arg(QString::fromStdString(event.text));
    return found.join(QLatin1Char(' '));
}

} // namespace

class TestMidiChords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsChordSymbols()
    {
        for (const char* text :
             {"C",        "Bb",        "F#m7b5",     "Bbmaj7#11", "Bbmaj7", "C-7",       "C7alt",
              "G13(b9)",  "Ebm(maj7)", "Am7/G",      "C/E",       "D6/9",   "C69",       "Gsus4",
              "G7sus",    "Abdim7",    "Bo7",        "C+",        "Eaug",   "Dmin7",     "DM7",
              "F7#9#5",   "C^7",       "Cadd9",      "NC",        "N.C.",   "B\u266Dm7", "C\u00F8",
              "C\u00B07", "C\u03947",  "C7(b9,#11)", "Ab/Gb"})
            QVERIFY2(chordsOf({{0, meta::marker, text}}) ==
                         QStringLiteral("0:%1").arg(QString::fromUtf8(text)),
                     text);
    }

    void knowsOtherTexts()
    {
        for (const char* text : {"",        " ",      "A 0:21",
                                 "Bridge",  "Chorus", "Section A",
                                 "C4",      "Intro",  "Guit. solo  2:20",
                                 "Fade",    "H7",     "c7",
                                 "A1",      "Coda",   "Drums",
                                 "C7)",     "C(7",    "C/",
                                 "C/H",     "C7/",    "Adagio",
                                 "0:42",    "7",      "Ending",
                                 "For Pat", "Dear",   "C7b",
                                 "Cm\xC3"})
            QVERIFY2(chordsOf({{0, meta::marker, text}}).isEmpty(), text);
    }

    void collectsMarkersAndTexts()
    {
        QCOMPARE(
            chordsOf(
                {{0, meta::marker, "C7"}, {480, meta::text, "F7"}, {960, meta::marker, "Bb/D"}}),
            QStringLiteral("0:C7 480:F7 960:Bb/D"));
    }

    void sectionNamesDoNotOutvoteChords()
    {
        QCOMPARE(chordsOf({{0, meta::marker, "Section A"},
                           {960, meta::marker, "Section B"},
                           {1920, meta::marker, "Section C"},
                           {2880, meta::marker, "Section D"},
                           {3840, meta::marker, "Section E"},
                           {3840, meta::marker, "F7"}}),
                 QStringLiteral("3840:F7"));
    }

    void ourOwnMarkersAreChordsOrSections()
    {
        QCOMPARE(chordsOf({{0, meta::text, "Made with Woodshed"},
                           {0, meta::text, "Am"},
                           {0, meta::marker, "Section C"},
                           {0, meta::marker, "A"},
                           {480, meta::marker, "B"},
                           {960, meta::marker, "Fade"},
                           {960, meta::marker, "C4"}}),
                 QStringLiteral("0:A 480:B 960:C4"));
    }

    void takesOneChordATick()
    {
        QCOMPARE(chordsOf({{0, meta::text, "C7"},
                           {0, meta::marker, "C7"},
                           {480, meta::marker, "F"},
                           {480, meta::marker, "G"}}),
                 QStringLiteral("0:C7 480:F"));
    }

    void leavesOtherEventsAlone()
    {
        QCOMPARE(
            chordsOf(
                {{0, meta::trackName, "C7"}, {0, meta::lyric, "F7"}, {0, meta::copyright, "G7"}}),
            QString());
    }

    void rehearsalLettersAreNoChords()
    {
        QCOMPARE(chordsOf({{0, meta::marker, "Intro"},
                           {1, meta::marker, "A"},
                           {2, meta::marker, "A"},
                           {3, meta::marker, "B"},
                           {4, meta::marker, "C"},
                           {5, meta::marker, "A"}}),
                 QString());
        // The chords beside them stay chords, and so does a song of plain triads.
        QCOMPARE(chordsOf({{0, meta::marker, "A"}, {1, meta::text, "Dm"}, {2, meta::marker, "B"}}),
                 QStringLiteral("1:Dm"));
        QCOMPARE(chordsOf({{0, meta::marker, "C"}, {1, meta::marker, "F"}, {2, meta::marker, "G"}}),
                 QStringLiteral("0:C 1:F 2:G"));
        QCOMPARE(chordsOf({{0, meta::marker, "A"}, {1, meta::marker, "B7"}}),
                 QStringLiteral("0:A 1:B7"));
    }

    void syllablesAreNoChords()
    {
        std::vector<Text> texts;
        for (const char* word :
             {"Am", "I", "blue?", "Go", "home", "A", "day", "in", "the", "life", "of", "a", "fool"})
            texts.push_back({static_cast<std::int64_t>(texts.size() + 1) * 480, meta::text, word});
        QCOMPARE(chordsOf(texts), QString());
    }

    void creditsBesideChordsDoNotMatter()
    {
        QCOMPARE(chordsOf({{0, meta::text, "by me"},
                           {0, meta::text, "for you"},
                           {0, meta::text, "with love"},
                           {0, meta::text, "2026"},
                           {0, meta::text, "C"}}),
                 QStringLiteral("0:C"));
    }
};

QTEST_GUILESS_MAIN(TestMidiChords)
#include "tst_midichords.moc"
