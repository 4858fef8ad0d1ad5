#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include <QTest>

#include "generation/linewalk.h"
#include "model/modelfile.h"
#include "score/leadsheet.h"

using namespace woodshed;

class TestLineWalk : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<const Weights> m_weights;
    std::unique_ptr<LineVocabulary> m_vocabulary;
    LineSetting m_setting;

    /// The network by itself, over the same notes as walk().
    std::vector<float> alone(const Character& character) const
    {
        StepNetwork network(m_weights);
        LineState state(m_setting, 0, 65);
        std::vector<std::int32_t> inputs;
        const auto step = [&] {
            state.inputs(*m_vocabulary, character, inputs);
            (void)network.step(inputs, m_vocabulary->range(state.stage()));
        };
        step();
        state.takeTime(6, false, m_vocabulary->timeValue(6, false));
        step();
        return {network.logits().begin(), network.logits().end()};
    }
    std::vector<float> walked(const Character& character) const
    {
        LineWalk walk(m_weights, *m_vocabulary, m_setting, 0, 65);
        (void)walk.ask(character);
        walk.hold(6, false);
        (void)walk.ask(character);
        return {walk.logits().begin(), walk.logits().end()};
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto model = readModel(WOODSHED_DEFAULT_MODEL);
        QVERIFY2(model.has_value(), model ? "" : model.error().detail.c_str());
        m_weights = std::make_shared<const Weights>(model->weights);
        auto vocabulary = LineVocabulary::read(model->vocabulary);
        QVERIFY(vocabulary.has_value());
        m_vocabulary = std::make_unique<LineVocabulary>(std::move(*vocabulary));
        LeadSheet tune;
        tune.chords.chords.push_back(
            {.start = {}, .duration = tune.barLength(), .text = "F7", .pitches = {}});
        tune.chords.length = tune.barLength();
        m_setting = lineSetting(tune);
    }

    void withoutACharacterTheNetworkIsAsItIs() { QCOMPARE(walked({}), alone({})); }

    void whatACharacterChangesIsTakenDouble()
    {
        Character leaping;
        leaping[Trait::Leaps] = traitLevels - 1;
        const auto plain = alone({});
        const auto drawn = alone(leaping);
        const auto guided = walked(leaping);
        const IndexRange moves = m_vocabulary->range(LineStage::Pitch);
        float most = 0;
        for (auto i = static_cast<std::size_t>(moves.first);
             i < static_cast<std::size_t>(moves.last); ++i) {
            QVERIFY(std::abs(guided[i] - (2 * drawn[i] - plain[i])) < 1e-4F);
            most = std::max(most, std::abs(guided[i] - drawn[i]));
        }
        QVERIFY2(most > 0.1F, "the character changes nothing");
    }
};

QTEST_GUILESS_MAIN(TestLineWalk)
#include "tst_linewalk.moc"
