#include "controllers/trainingcontroller.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <utility>

#include <QLocale>

namespace woodshed
{

/// Where the training thread leaves what it has; one for each run.
struct TrainingController::Inbox {
    std::mutex mutex;
    std::vector<EpochReport> reports;
    std::optional<TrainingOutcome> outcome;
};

TrainingController::TrainingController(OpenTrainer openTrainer, QObject* parent)
    : QObject(parent)
    , m_openTrainer(std::move(openTrainer))
{
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &TrainingController::collect);
}

TrainingController::~TrainingController() = default;

int TrainingController::start(Dataset dataset, const TrainingOptions& options)
{
    if (m_state != State::Idle || !m_openTrainer)
        return 0;
    m_options = options;
    m_history.clear();
    m_inbox = std::make_shared<Inbox>();
    ++m_job;
    m_thread = std::jthread([inbox = m_inbox, open = m_openTrainer, dataset = std::move(dataset),
                             options, job = m_job](const std::stop_token& stop) mutable {
        const auto onEpoch = [&inbox](const EpochReport& report, const Weights&) {
            const std::scoped_lock lock(inbox->mutex);
            inbox->reports.push_back(report);
        };
        auto trainer = open();
        Result<TrainingResult> result = trainer ? (*trainer)->run(dataset, options, onEpoch, stop)
                                                : Result<TrainingResult>(forward(trainer));
        const std::scoped_lock lock(inbox->mutex);
        inbox->outcome.emplace(TrainingOutcome{job, std::move(dataset), std::move(result)});
    });
    m_timer.start();
    setState(State::Running);
    return m_job;
}

void TrainingController::stop()
{
    if (m_state != State::Running)
        return;
    m_thread.request_stop();
    setState(State::Stopping);
}

void TrainingController::setState(State state)
{
    m_state = state;
    Q_EMIT changed();
}

void TrainingController::collect()
{
    std::vector<EpochReport> reports;
    std::optional<TrainingOutcome> outcome;
    {
        const std::scoped_lock lock(m_inbox->mutex);
        reports.swap(m_inbox->reports);
        outcome.swap(m_inbox->outcome);
    }
    m_history.insert(m_history.end(), reports.begin(), reports.end());
    if (!outcome) {
        if (!reports.empty())
            Q_EMIT changed();
        return;
    }
    m_timer.stop();
    m_thread.join();
    setState(State::Idle);
    Q_EMIT finished(*outcome);
}

QString trainingProgressText(const std::vector<EpochReport>& history, int epochs)
{
    if (history.empty())
        return TrainingController::tr("Getting ready...");
    const EpochReport& last = history.back();
    QString text = TrainingController::tr("Epoch %1 of %2").arg(last.epoch).arg(epochs);
    if (last.epoch * 20 < epochs || last.epoch < 1 || last.epoch >= epochs)
        return text;
    const double left = last.seconds / last.epoch * (epochs - last.epoch);
    if (left < 90)
        text += TrainingController::tr(", about %1 s left").arg(std::max(1L, std::lround(left)));
    else
        text += TrainingController::tr(", about %1 min left").arg(std::lround(left / 60));
    return text;
}

QString trainingVerdict(const TrainingResult& result)
{
    if (result.history.empty())
        return TrainingController::tr(
            "Stopped before the first epoch was done; nothing has changed.");
    const double start = result.history.front().loss;
    const double share = start > 0 ? result.bestLoss / start : 1;
    const QLocale locale;
    QString text = result.ending == TrainingResult::Ending::Stopped
                       ? TrainingController::tr("Stopped; the best is kept. ")
                       : QString();
    text += TrainingController::tr("Loss %1 to %2, best at epoch %3. ")
                .arg(locale.toString(start, 'f', 1), locale.toString(result.bestLoss, 'f', 1))
                .arg(result.bestEpoch);
    if (share < 0.1)
        text += TrainingController::tr("It knows the corpus nearly by heart.");
    else if (share < 0.4)
        text += TrainingController::tr("It has learnt many of its turns.");
    else if (share < 0.8)
        text += TrainingController::tr("It has learnt a little; more epochs will help.");
    else
        text += TrainingController::tr("It has hardly begun; give it more epochs.");
    return text + TrainingController::tr(" New solos use it now.");
}

} // namespace woodshed
