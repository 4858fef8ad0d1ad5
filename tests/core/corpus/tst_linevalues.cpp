#include <limits>
#include <string>
#include <vector>

#include <QTest>

#include "corpus/linevalues.h"

using namespace woodshed;

namespace
{

QByteArray text(const LineValue& value)
{
    return QByteArray::fromStdString(lineValueText(value));
}

/// Eighths a whole tone apart, up and down.
Line trill(int notes)
{
    Line line;
    for (int i = 0; i < notes; ++i)
        line.notes.push_back({.start = 6 * i, .length = 6, .rest = 0, .pitch = 60 + 2 * (i % 2)});
    return line;
}

bool has(const LineVocabulary& vocabulary, std::string_view value)
{
    return vocabulary.values().indexOf(value).has_value();
}

} // namespace

class TestLineValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyValueReadsBack()
    {
        int values = 0;
        const auto check = [&values](const LineValue& value) {
            const std::string word = lineValueText(value);
            const auto read = readLineValue(word);
            QVERIFY2(read, word.c_str());
            QCOMPARE(static_cast<int>(read->stage), static_cast<int>(value.stage));
            QCOMPARE(read->rests, value.rests);
            QCOMPARE(QByteArray::fromStdString(lineValueText(*read)),
                     QByteArray::fromStdString(word));
            ++values;
        };
        for (int amount = 1; amount <= longestHold; ++amount) {
            check({.stage = LineStage::Time, .rests = false, .amount = amount});
            check({.stage = LineStage::Time, .rests = true, .amount = amount});
        }
        for (int amount = 1; amount <= longestRest; ++amount)
            check({.stage = LineStage::Rest, .amount = amount});
        for (int amount = -widestMove; amount <= widestMove; ++amount)
            check({.stage = LineStage::Pitch, .amount = amount});
        QCOMPARE(values, 2 * longestHold + longestRest + 2 * widestMove + 1);
    }

    void wordsAreThoseOfTheirKind()
    {
        QCOMPARE(text({.stage = LineStage::Time, .rests = false, .amount = 6}), "h6");
        QCOMPARE(text({.stage = LineStage::Time, .rests = true, .amount = 12}), "e12");
        QCOMPARE(text({.stage = LineStage::Rest, .amount = 18}), "r18");
        QCOMPARE(text({.stage = LineStage::Pitch, .amount = -2}), "i-2");
    }

    void whatIsTooLongOrWideIsFolded()
    {
        QCOMPARE(text({.stage = LineStage::Time, .rests = true, .amount = 500}), "e48");
        QCOMPARE(text({.stage = LineStage::Rest, .amount = 23}), "r23");
        QCOMPARE(text({.stage = LineStage::Rest, .amount = 25}), "r24");
        QCOMPARE(text({.stage = LineStage::Rest, .amount = 28}), "r30");
        QCOMPARE(text({.stage = LineStage::Rest, .amount = 1'000'000}), "r96");
        QCOMPARE(text({.stage = LineStage::Pitch, .amount = 24}), "i24");
        QCOMPARE(text({.stage = LineStage::Pitch, .amount = 25}), "i13");
        QCOMPARE(text({.stage = LineStage::Pitch, .amount = -127}), "i-19");
    }

    void otherWordsAreNoValues()
    {
        for (const std::string_view word :
             {"",    "h",      "6",   "x6",  "h0",   "h-1", "h49", "e49", "r0", "r97",
              "i25", "i-25",   "h6 ", "h 6", "h6.5", "h6x", "h+6", "i",   "i-", "h99999999999999",
              "H6",  "C,0.250"})
            QVERIFY2(!readLineValue(word), word.data());
    }

    void everyLineFindsItsValues()
    {
        const LineVocabulary vocabulary(std::vector{trill(20)});
        for (const std::string_view value : {"h6", "e6", "r12", "i-12", "i0", "i12"})
            QVERIFY2(has(vocabulary, value), value.data());
        QVERIFY(!has(vocabulary, "h12"));
        QCOMPARE(vocabulary.range(LineStage::Time).size(), 2);
        QCOMPARE(vocabulary.range(LineStage::Rest).size(), 1);
        QCOMPARE(vocabulary.range(LineStage::Pitch).size(), 25);
        // Nothing at all can be told, too.
        QCOMPARE(LineVocabulary(std::span<const Line>()).values().size(), std::size_t{28});
    }

    void rangesHoldTheirStageAndNothingElse()
    {
        Line line = trill(40);
        line.notes[3].length = 3;
        line.notes[3].rest = 3;
        line.notes[8].pitch = 80;
        const LineVocabulary vocabulary(std::vector{line});
        std::int32_t covered = 0;
        for (const LineStage stage : {LineStage::Time, LineStage::Rest, LineStage::Pitch}) {
            const IndexRange range = vocabulary.range(stage);
            covered += range.size();
            for (std::int32_t i = range.first; i < range.last; ++i)
                QCOMPARE(static_cast<int>(vocabulary[i].stage), static_cast<int>(stage));
        }
        QCOMPARE(covered, static_cast<std::int32_t>(vocabulary.values().size()));
        QVERIFY(has(vocabulary, "e3") && has(vocabulary, "r3") && has(vocabulary, "i18"));
    }

    void rareValuesOfALargeCorpusAreLeftToTheirNeighbours()
    {
        std::vector<Line> lines{trill(3990), trill(20)};
        for (int i = 0; i < 3; ++i)
            lines[1].notes[static_cast<std::size_t>(2 + 3 * i)].length = 7;
        const LineVocabulary large(lines);
        QVERIFY(!has(large, "h7"));
        const auto neighbour = static_cast<std::size_t>(large.timeValue(7, false));
        QCOMPARE(QByteArray::fromStdString(large.values()[neighbour]), "h6");
        lines[1].notes[15].length = 7;
        QVERIFY(has(LineVocabulary(lines), "h7"));
        QVERIFY(has(LineVocabulary(std::vector{lines[1]}), "h7"));
    }

    void theNearestValueStandsForOthers()
    {
        const auto read =
            LineVocabulary::read(Vocabulary({"h3", "h12", "e6", "r6", "r48", "i0", "i5", "i-5"}));
        QVERIFY(read);
        const auto word = [&read](std::int32_t index) {
            return QByteArray::fromStdString(read->values()[static_cast<std::size_t>(index)]);
        };
        QCOMPARE(word(read->timeValue(4, false)), "h3");
        QCOMPARE(word(read->timeValue(100, false)), "h12");
        QCOMPARE(word(read->timeValue(100, true)), "e6");
        QCOMPARE(word(read->timeValue(std::numeric_limits<int>::max(), false)), "h12");
        QCOMPARE(word(read->restValue(1)), "r6");
        QCOMPARE(word(read->restValue(1000)), "r48");
        QCOMPARE(word(read->moveValue(3)), "i5");
        QCOMPARE(word(read->moveValue(-127)), "i-5");
    }

    void incompleteOrForeignVocabulariesAreRefused()
    {
        const std::vector<std::vector<std::string>> wrong{{},
                                                          {"h6", "e6", "r6"},
                                                          {"h6", "e6", "i0"},
                                                          {"h6", "r6", "i0"},
                                                          {"e6", "r6", "i0"},
                                                          {"h6", "e6", "r6", "i0", "C,0.250"},
                                                          {"h6", "e6", "r6", "i0", ""}};
        for (const auto& values : wrong) {
            const auto read = LineVocabulary::read(Vocabulary(values));
            QVERIFY2(!read, QByteArray::number(static_cast<int>(values.size())));
            QVERIFY(read.error().detail.size() > 20);
        }
        QVERIFY(LineVocabulary::read(Vocabulary({"h6", "e6", "r6", "i0"})));
    }
};

QTEST_APPLESS_MAIN(TestLineValues)
#include "tst_linevalues.moc"
