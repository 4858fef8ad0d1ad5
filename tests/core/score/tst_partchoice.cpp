#include <QTest>

#include "score/partchoice.h"

using namespace woodshed;

namespace
{

const std::vector<std::string> band{"Solo", "Piano", "Bass", "Drums"};

std::string placesOf(std::string_view list, const std::vector<std::string>& names = band)
{
    const auto places = partsNamed(list, names);
    if (!places)
        return places.error().code == ErrorCode::InvalidArgument ? places.error().detail
                                                                 : "another code";
    std::string text;
    for (const std::size_t place : *places)
        text += std::to_string(place);
    return text;
}

Performance performanceOf(const std::vector<std::string>& names)
{
    Performance performance;
    performance.title = "Blues";
    performance.length = {1920};
    performance.chords = {{{0}, {1920}, "F7", {}}};
    for (const std::string& name : names)
        performance.parts.push_back({name, 0, 0, {{{0}, {480}, 60, 80}}});
    return performance;
}

std::string fileNames(const std::vector<std::string>& names, const char* path = "dir/Blues.wav")
{
    std::string text;
    for (const auto& made : stemPaths(path, stemsOf(performanceOf(names))))
        text += (text.empty() ? "" : "|") + made.string();
    return text;
}

} // namespace

class TestPartChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesFindTheirParts()
    {
        QCOMPARE(placesOf("solo"), std::string("0"));
        QCOMPARE(placesOf("piano,bass,drums"), std::string("123"));
        QCOMPARE(placesOf("DRUMS, Solo ,solo,"), std::string("03"));
        QCOMPARE(placesOf("piano", {"Piano", "Solo", "piano"}), std::string("02"));
    }

    void namesMayHoldCommas()
    {
        const std::vector<std::string> names{"Jam", "Jam, channel 3", "Bass"};
        QCOMPARE(placesOf("jam, channel 3", names), std::string("1"));
        QCOMPARE(placesOf("jam,bass", names), std::string("02"));
        QCOMPARE(placesOf("bass,jam, channel 3,jam", names), std::string("012"));
    }

    void unknownNamesAreToldTheKnown()
    {
        QCOMPARE(placesOf("piano,flute"),
                 std::string("no part is called \"flute\"; there are solo, piano, bass, drums"));
        QCOMPARE(placesOf("pian"),
                 std::string("no part is called \"pian\"; there are solo, piano, bass, drums"));
        for (const char* empty : {"", " ", ",", " , ,"})
            QCOMPARE(placesOf(empty),
                     std::string("no part is named; there are solo, piano, bass, drums"));
        QCOMPARE(placesOf("solo", {"", ""}),
                 std::string("no part is called \"solo\"; no part has a name"));
    }

    void theRestStays()
    {
        const std::vector<std::size_t> places{1, 3, 9};
        const Performance minusOne = withParts(performanceOf(band), places);
        QCOMPARE(partNames(minusOne), (std::vector<std::string>{"Piano", "Drums"}));
        QCOMPARE(minusOne.title, std::string("Blues"));
        QCOMPARE(minusOne.length, Ticks{1920});
        QCOMPARE(minusOne.chords.size(), std::size_t{1});
    }

    void everyPartThatPlaysIsAStem()
    {
        Performance performance = performanceOf(band);
        performance.parts[1].notes.clear();
        const auto stems = stemsOf(performance);
        QCOMPARE(stems.size(), std::size_t{3});
        QCOMPARE(partNames(stems[1]), std::vector<std::string>{"Bass"});
        QCOMPARE(stems[1].length, Ticks{1920});
    }

    void stemsHaveFilesOfTheirOwn()
    {
        QCOMPARE(fileNames({"Solo", "Bass"}),
                 std::string("dir/Blues - Solo.wav|dir/Blues - Bass.wav"));
        QCOMPARE(fileNames({"Sax", "sax", "", "Sax 2", "../x"}, "a.b.ogg"),
                 std::string("a.b - Sax.ogg|a.b - sax 2.ogg|a.b - Part.ogg|a.b - Sax 2 2.ogg|"
                             "a.b - ..-x.ogg"));
        std::string longName(59, 'x');
        longName += "\xC3\xBC\xC3\xBC";
        QCOMPARE(fileNames({longName}, "a.mp3"), "a - " + std::string(59, 'x') + ".mp3");
    }
};

QTEST_GUILESS_MAIN(TestPartChoice)
#include "tst_partchoice.moc"
