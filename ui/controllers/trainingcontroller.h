#pragma once

#include <memory>
#include <thread>
#include <vector>

#include <QObject>
#include <QTimer>

#include "studio/studioparts.h"
#include "studio/trainingplan.h"

namespace woodshed
{

/// How a training run ended, for whoever asked for it.
struct TrainingOutcome {
    int job = 0;
    std::shared_ptr<const StudioCorpus> corpus; ///< what was learnt
    TrainingPlan plan;
    Result<TrainingResult> result;
};

/// Runs training on a thread of its own. Reports are collected there, every one, and handed over
/// ten times a second; the outcome comes exactly once, after the last of them.
class TrainingController : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Running, Stopping };

    explicit TrainingController(OpenTrainer openTrainer, QObject* parent = nullptr);
    /// Asks a run to stop and waits for it.
    ~TrainingController() override;

    /// Returns the job's number, or 0 while another one is not done. With `from`, an
    /// encodeResume(), the run goes on from there.
    int start(std::shared_ptr<const StudioCorpus> corpus, const TrainingPlan& plan,
              std::shared_ptr<const Bytes> from = nullptr);
    /// Stops without an outcome; what the run has learnt is not wanted.
    void abandon();
    /// Shows a run that was kept in a document, while none is under way.
    void restore(const TrainingPlan& plan, std::vector<EpochReport> history,
                 std::shared_ptr<const Bytes> checkpoint);
    /// Answers at once through changed(); the outcome follows when the batch is done.
    void stop();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const TrainingPlan& plan() const { return m_plan; }
    [[nodiscard]] const std::vector<EpochReport>& history() const { return m_history; }
    /// From where a run that is not complete can go on: an encodeResume(), at most ten seconds old
    /// while it runs. Null where there is nothing to go on from.
    [[nodiscard]] const std::shared_ptr<const Bytes>& checkpoint() const { return m_checkpoint; }

Q_SIGNALS:
    /// State or history has changed.
    void changed();
    /// The network as it was at the end of an epoch worth hearing, of the best and of the last.
    void reached(int epoch, std::shared_ptr<const woodshed::Model> model);
    void finished(const woodshed::TrainingOutcome& outcome);

private:
    struct Inbox;
    /// On the training thread.
    [[nodiscard]] static Result<TrainingResult> train(Inbox& inbox, const OpenTrainer& open,
                                                      const StudioCorpus& corpus,
                                                      const TrainingPlan& plan, const Bytes* from,
                                                      const std::stop_token& stop);
    void collect();
    void setState(State state);

    OpenTrainer m_openTrainer;
    State m_state = State::Idle;
    TrainingPlan m_plan;
    std::vector<EpochReport> m_history;
    std::shared_ptr<const Bytes> m_checkpoint;
    QTimer m_timer;
    int m_job = 0;
    std::shared_ptr<Inbox> m_inbox;
    std::vector<std::jthread> m_abandoned; ///< on their way to a stop
    std::jthread m_thread;
};

/// "Epoch 7 of 100, about 12 s left"; without the time for the first twentieth, where it would be a
/// guess.
[[nodiscard]] QString trainingProgressText(const std::vector<EpochReport>& history, int epochs);

/// What a finished run means, in plain words.
[[nodiscard]] QString trainingVerdict(const TrainingResult& result, TrainingPlan::Profile profile);

/// Advice for a run that goes on; empty where there is none.
[[nodiscard]] QString trainingAdvice(const std::vector<EpochReport>& history);

} // namespace woodshed
