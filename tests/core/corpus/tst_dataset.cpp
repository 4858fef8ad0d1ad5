#include <algorithm>
#include <set>

#include <QTest>

#include "corpus/dataset.h"

using namespace woodshed;

namespace
{

std::vector<std::string> letters()
{
    return {"f", "e", "d", "c", "b", "a", "f", "e"};
}

} // namespace

class TestDataset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsWindowsAsTheNotebookDoes()
    {
        const auto dataset = makeDataset(letters(), 3, {0, 4});
        QVERIFY(dataset.has_value());
        // Sorted: a b c d e f. Windows f e d and b a f; the first of each is not fed, the last has
        // no label.
        QCOMPARE(dataset->inputs, (std::vector<std::int32_t>{noValue, 4, 3, noValue, 0, 5}));
        QCOMPARE(dataset->labels, (std::vector<std::int32_t>{4, 0, 3, 5, noValue, noValue}));
        QCOMPARE(dataset->label(0, 1), 0);
        QCOMPARE(dataset->input(1, 2), 5);
        QCOMPARE(dataset->corpusTokens, std::size_t{8});
    }

    void drawsStartsFromTheWholeRangeAndTheSameForASeed()
    {
        const auto one = makeDataset(letters(), {.examples = 500, .steps = 3, .seed = 9});
        const auto same = makeDataset(letters(), {.examples = 500, .steps = 3, .seed = 9});
        const auto other = makeDataset(letters(), {.examples = 500, .steps = 3, .seed = 10});
        QCOMPARE(one->starts, same->starts);
        QVERIFY(one->starts != other->starts);
        const std::set<std::size_t> starts(one->starts.begin(), one->starts.end());
        QCOMPARE(starts, (std::set<std::size_t>{0, 1, 2, 3, 4}));
    }

    void writesOneHotRows()
    {
        const auto dataset = makeDataset(letters(), 2, {1});
        const auto rows = oneHotInputs(*dataset);
        QCOMPARE(rows, (std::vector<float>{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0}));
    }

    void refusesWhatIsOutOfRange()
    {
        const auto code = [](std::size_t tokens, DatasetOptions options) {
            const auto dataset = makeDataset(std::vector<std::string>(tokens, "a"), options);
            return dataset ? ErrorCode::Internal : dataset.error().code;
        };
        QCOMPARE(code(30, {.examples = 1, .steps = 30}), ErrorCode::InvalidArgument);
        QCOMPARE(code(0, {.examples = 1, .steps = 2}), ErrorCode::InvalidArgument);
        QCOMPARE(code(99, {.examples = 0, .steps = 30}), ErrorCode::InvalidArgument);
        QCOMPARE(code(99, {.examples = -5, .steps = 30}), ErrorCode::InvalidArgument);
        QCOMPARE(code(99, {.examples = 100'001, .steps = 2}), ErrorCode::InvalidArgument);
        QCOMPARE(code(2000, {.examples = 1, .steps = 1001}), ErrorCode::InvalidArgument);
        QCOMPARE(code(2000, {.examples = 1, .steps = 1}), ErrorCode::InvalidArgument);
        QCOMPARE(code(2000, {.examples = 100'000, .steps = 1000}), ErrorCode::InvalidArgument);
        QVERIFY(makeDataset(std::vector<std::string>(31, "a"), {.examples = 1, .steps = 30})
                    .has_value());
        QCOMPARE(makeDataset(letters(), 3, {5}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(makeDataset(letters(), 3, {}).error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestDataset)
#include "tst_dataset.moc"
