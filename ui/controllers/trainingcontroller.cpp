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
    std::vector<std::pair<int, std::shared_ptr<const Model>>> reached;
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

int TrainingController::start(std::shared_ptr<const StudioCorpus> corpus, const TrainingPlan& plan)
{
    if (m_state != State::Idle || !m_openTrainer)
        return 0;
    m_plan = plan;
    m_history.clear();
    m_inbox = std::make_shared<Inbox>();
    ++m_job;
    m_thread = std::jthread([inbox = m_inbox, open = m_openTrainer, corpus = std::move(corpus),
                             plan, job = m_job](const std::stop_token& stop) mutable {
        const auto keep = [&](int epoch, const Weights& weights) {
            auto model = std::make_shared<const Model>(plan.modelWith(weights, *corpus));
            const std::scoped_lock lock(inbox->mutex);
            inbox->reached.emplace_back(epoch, std::move(model));
        };
        Weights last; // nobody knows which epoch is the last before it is over
        int epochs = 0;
        const auto onEpoch = [&](const EpochReport& report, const Weights& now) {
            epochs = report.epoch;
            if (isMilestone(epochs))
                keep(epochs, now);
            else
                last = now;
            const std::scoped_lock lock(inbox->mutex);
            inbox->reports.push_back(report);
        };
        auto trainer = open();
        Result<TrainingResult> result = trainer ? plan.run(**trainer, *corpus, onEpoch, stop)
                                                : Result<TrainingResult>(forward(trainer));
        if (epochs > 0 && !isMilestone(epochs))
            keep(epochs, last);
        if (result && result->bestEpoch > 0 && result->bestEpoch != epochs &&
            !isMilestone(result->bestEpoch))
            keep(result->bestEpoch, result->best);
        const std::scoped_lock lock(inbox->mutex);
        inbox->outcome.emplace(TrainingOutcome{job, std::move(corpus), plan, std::move(result)});
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
    std::vector<std::pair<int, std::shared_ptr<const Model>>> reached;
    std::optional<TrainingOutcome> outcome;
    {
        const std::scoped_lock lock(m_inbox->mutex);
        reports.swap(m_inbox->reports);
        reached.swap(m_inbox->reached);
        outcome.swap(m_inbox->outcome);
    }
    m_history.insert(m_history.end(), reports.begin(), reports.end());
    for (auto& [epoch, model] : reached)
        Q_EMIT this->reached(epoch, std::move(model));
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

namespace
{

/// Where an epoch without a better validation loss begins to count as memorising.
constexpr double clearlyWorse = 1.01;

/// Of the lowest validation loss; none where nothing was held out.
const EpochReport* bestOf(const std::vector<EpochReport>& history)
{
    const EpochReport* best = nullptr;
    for (const EpochReport& report : history)
        if (report.validationLoss && (!best || *report.validationLoss < *best->validationLoss))
            best = &report;
    return best;
}

bool memorises(const std::vector<EpochReport>& history)
{
    constexpr int longEnough = 3;
    const EpochReport* best = bestOf(history);
    return best != nullptr && history.back().validationLoss &&
           history.back().epoch - best->epoch >= longEnough &&
           *history.back().validationLoss > clearlyWorse * *best->validationLoss;
}

QString number(double loss, int digits)
{
    return QLocale().toString(loss, 'f', digits);
}

QString notebookWords(const TrainingResult& result)
{
    const double start = result.history.front().loss;
    const double share = start > 0 ? result.bestLoss / start : 1;
    QString text = TrainingController::tr("Loss %1 to %2, best at epoch %3. ")
                       .arg(number(start, 1), number(result.bestLoss, 1))
                       .arg(result.bestEpoch);
    if (share < 0.1)
        return text + TrainingController::tr("It knows the corpus nearly by heart.");
    if (share < 0.4)
        return text + TrainingController::tr("It has learnt many of its turns.");
    if (share < 0.8)
        return text + TrainingController::tr("It has learnt a little; more epochs will help.");
    return text + TrainingController::tr("It has hardly begun; give it more epochs.");
}

QString woodshedWords(const TrainingResult& result)
{
    const EpochReport& last = result.history.back();
    QString text =
        last.validationLoss
            ? TrainingController::tr("Epoch %1 is kept: %2 nats a note in solos it was not shown. ")
            : TrainingController::tr("Epoch %1 is kept: %2 nats a note. ");
    text = text.arg(result.bestEpoch).arg(number(result.bestLoss, 2));
    if (memorises(result.history) && last.epoch == result.bestEpoch)
        return text + TrainingController::tr("It knows its own solos well.");
    if (memorises(result.history))
        return text + TrainingController::tr("After that it began to memorise, which is left out.");
    if (result.ending == TrainingResult::Ending::NoLongerImproving)
        return text + TrainingController::tr("Nothing better came after it, so training ended.");
    if (last.epoch == result.bestEpoch &&
        (!bestOf(result.history) || bestOf(result.history) == &last))
        return text + TrainingController::tr("It was still getting better.");
    return text.trimmed();
}

} // namespace

QString trainingVerdict(const TrainingResult& result, TrainingPlan::Profile profile)
{
    if (result.history.empty() || result.bestEpoch == 0)
        return TrainingController::tr(
            "Stopped before the first epoch was done; nothing has changed.");
    QString text = result.ending == TrainingResult::Ending::Stopped
                       ? TrainingController::tr("Stopped; the best is kept. ")
                       : QString();
    text +=
        profile == TrainingPlan::Profile::Woodshed ? woodshedWords(result) : notebookWords(result);
    return text + TrainingController::tr(" New solos use it now.");
}

QString trainingAdvice(const std::vector<EpochReport>& history)
{
    if (history.empty() || !memorises(history))
        return {};
    return TrainingController::tr(
        "It starts to know its own solos by heart: what it plays will sound more like them.");
}

} // namespace woodshed
