#include <QSignalSpy>
#include <QTest>

#include "controllers/milestonecontroller.h"
#include "samplestudio.h"

using namespace woodshed;

class TestMilestoneController : public QObject
{
    Q_OBJECT

private:
    struct Asked {
        std::uint64_t seed = 0;
        std::size_t chords = 0;
        int choruses = 0;
    };
    std::mutex m_mutex;
    std::vector<Asked> m_asked;

    /// The number of hidden units is the pitch; a network without any cannot play.
    Generate generator()
    {
        return [this](const Model& model, const LeadSheet& tune, const GenerationOptions& options,
                      const std::stop_token&) -> Result<Take> {
            {
                const std::scoped_lock lock(m_mutex);
                m_asked.push_back({options.seed, tune.chords.chords.size(), options.choruses});
            }
            if (model.weights.hidden == 0)
                return fail(ErrorCode::Unsupported, "it knows nothing yet");
            Take take = *samples::zigzag(4);
            take.notes.front().pitch = static_cast<int>(model.weights.hidden);
            return take;
        };
    }
    static MilestoneController::FetchModel model(std::size_t hidden)
    {
        return [hidden] {
            Model model;
            model.weights.hidden = hidden;
            return std::make_shared<const Model>(std::move(model));
        };
    }
    static QList<int> epochs(const MilestoneController& controller)
    {
        QList<int> epochs;
        for (const Milestone& milestone : controller.milestones())
            epochs << milestone.epoch;
        return epochs;
    }

private Q_SLOTS:
    void init() { m_asked.clear(); }

    void playsTheSameBarsWithEveryModelInOrder()
    {
        MilestoneController controller(generator());
        const LeadSheet tune = firstBars(samples::zigzag(200)->tune, 8);
        controller.begin(tune, {.choruses = 1, .seed = 42});
        for (const int epoch : {5, 0, 23, 10, 5})
            controller.add(epoch, model(static_cast<std::size_t>(40 + epoch)));
        QTRY_COMPARE(epochs(controller), (QList<int>{0, 5, 10, 23}));
        for (const Milestone& milestone : controller.milestones())
            QCOMPARE(milestone.take->notes.front().pitch, 40 + milestone.epoch);
        QCOMPARE(m_asked.size(), std::size_t{4});
        for (const Asked& asked : m_asked) {
            QCOMPARE(asked.seed, std::uint64_t{42});
            QCOMPARE(asked.chords, std::size_t{8});
            QCOMPARE(asked.choruses, 1);
        }
        QVERIFY(controller.take(10));
        QVERIFY(!controller.take(11));
    }

    void aModelThatCannotPlayHasNoMark()
    {
        MilestoneController controller(generator());
        controller.begin({}, {});
        controller.add(0, model(0));
        controller.add(1, model(50));
        QTRY_COMPARE(epochs(controller), QList<int>{1});
    }

    void anotherTrainingForgetsAndTheNumberHasALimit()
    {
        MilestoneController controller(generator());
        auto weights = std::make_shared<const Model>();
        const std::weak_ptr<const Model> watched = weights;
        controller.begin({}, {});
        for (int epoch = 0; epoch < 20; ++epoch)
            controller.add(epoch, [weights] { return weights; });
        weights.reset();
        controller.begin({}, {});
        QVERIFY(controller.milestones().empty());
        QTRY_VERIFY2(watched.expired(), "the weights of the training before are still held");
        for (int epoch = 0; epoch < 20; ++epoch)
            controller.add(epoch, model(60));
        QTRY_COMPARE(controller.milestones().size(), MilestoneController::mostKept);
    }

    void firstBarsCutTheLastChord()
    {
        LeadSheet tune;
        tune.chords.chords = {{Ticks{}, Ticks::fromQuarters(6), "C", {60}},
                              {Ticks::fromQuarters(6), Ticks::fromQuarters(6), "F", {65}},
                              {Ticks::fromQuarters(12), Ticks::fromQuarters(4), "G", {67}}};
        tune.chords.length = Ticks::fromQuarters(16);
        const LeadSheet cut = firstBars(tune, 2);
        QCOMPARE(cut.chords.length, Ticks::fromQuarters(8));
        QCOMPARE(cut.chords.chords.size(), std::size_t{2});
        QCOMPARE(cut.chords.chords.back().end(), Ticks::fromQuarters(8));
        QVERIFY(firstBars(tune, 9).chords == tune.chords);
    }
};

QTEST_GUILESS_MAIN(TestMilestoneController)
#include "tst_milestonecontroller.moc"
