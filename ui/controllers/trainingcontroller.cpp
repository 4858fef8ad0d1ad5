#include "controllers/trainingcontroller.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

#include <QLocale>

#include "session/database.h"
#include "training/checkpoint.h"

namespace woodshed
{

/// Where the training thread leaves what it has; one for each run.
struct TrainingController::Inbox {
    std::mutex mutex;
    std::vector<EpochReport> reports;
    std::vector<std::pair<int, std::shared_ptr<const Model>>> reached;
    std::optional<std::vector<EpochReport>> before; ///< what a run that goes on begins with
    std::shared_ptr<const Bytes> checkpoint;
    std::optional<TrainingOutcome> outcome;
};

namespace
{

/// Encodes where a run stands: now and then while it runs, and what it leaves behind.
class CheckpointKeeper
{
public:
    static constexpr std::chrono::seconds interval{10};

    void take(std::shared_ptr<const TrainingCheckpoint> checkpoint)
    {
        m_last = std::move(checkpoint);
    }
    [[nodiscard]] bool isDue() const
    {
        return m_last && (!m_encoded || std::chrono::steady_clock::now() - *m_encoded >= interval);
    }
    /// Null where there is none, or where it is too large for a document.
    [[nodiscard]] std::shared_ptr<const Bytes> encode(const std::vector<EpochReport>& history)
    {
        m_encoded = std::chrono::steady_clock::now();
        if (!m_last || history.size() < static_cast<std::size_t>(m_last->epoch))
            return nullptr;
        Bytes bytes = encodeResume({*m_last, {history.begin(), history.begin() + m_last->epoch}});
        return bytes.size() > largestData ? nullptr
                                          : std::make_shared<const Bytes>(std::move(bytes));
    }

private:
    std::shared_ptr<const TrainingCheckpoint> m_last;
    std::optional<std::chrono::steady_clock::time_point> m_encoded;
};

} // namespace

TrainingController::TrainingController(OpenTrainer openTrainer, QObject* parent)
    : QObject(parent)
    , m_openTrainer(std::move(openTrainer))
{
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &TrainingController::collect);
}

TrainingController::~TrainingController()
{
    for (std::jthread& thread : m_abandoned)
        thread.request_stop();
}

int TrainingController::start(std::shared_ptr<const StudioCorpus> corpus, const TrainingPlan& plan,
                              std::shared_ptr<const Bytes> from)
{
    if (m_state != State::Idle || !m_openTrainer)
        return 0;
    m_plan = plan;
    if (!from) // else it stays until the run says from where it goes on
        m_history.clear();
    m_checkpoint = from; // until there is a newer one
    m_inbox = std::make_shared<Inbox>();
    ++m_job;
    m_thread = std::jthread([inbox = m_inbox, open = m_openTrainer, corpus = std::move(corpus),
                             from = std::move(from), plan,
                             job = m_job](const std::stop_token& stop) mutable {
        auto result = [&]() -> Result<TrainingResult> {
            try {
                return train(*inbox, open, *corpus, plan, from.get(), stop);
            } catch (const std::exception& trouble) {
                return fail(ErrorCode::Internal,
                            std::string("the training cannot go on on this machine: ") +
                                trouble.what());
            }
        }();
        const std::scoped_lock lock(inbox->mutex);
        inbox->outcome.emplace(TrainingOutcome{job, std::move(corpus), plan, std::move(result)});
    });
    m_timer.start();
    setState(State::Running);
    return m_job;
}

Result<TrainingResult> TrainingController::train(Inbox& inbox, const OpenTrainer& open,
                                                 const StudioCorpus& corpus,
                                                 const TrainingPlan& plan, const Bytes* from,
                                                 const std::stop_token& stop)
{
    TrainingResume resume;
    if (from) {
        auto decoded = decodeResume(*from);
        if (!decoded)
            return forward(decoded);
        resume = std::move(*decoded);
        const std::scoped_lock lock(inbox.mutex);
        inbox.before = resume.history;
    }
    const auto keep = [&](int epoch, const Weights& weights) {
        auto model = std::make_shared<const Model>(plan.modelWith(weights, corpus));
        const std::scoped_lock lock(inbox.mutex);
        inbox.reached.emplace_back(epoch, std::move(model));
    };
    Weights last; // nobody knows which epoch is the last before it is over
    int epochs = 0;
    std::vector<EpochReport> history = resume.history;
    CheckpointKeeper keeper;
    TrainingCallbacks callbacks;
    callbacks.onEpoch = [&](const EpochReport& report, const Weights& now) {
        epochs = report.epoch;
        if (isMilestone(epochs))
            keep(epochs, now);
        else
            last = now;
        history.push_back(report);
        const std::scoped_lock lock(inbox.mutex);
        inbox.reports.push_back(report);
    };
    callbacks.onCheckpoint = [&](std::shared_ptr<const TrainingCheckpoint> checkpoint) {
        keeper.take(std::move(checkpoint));
        if (!keeper.isDue())
            return;
        auto encoded = keeper.encode(history);
        const std::scoped_lock lock(inbox.mutex);
        inbox.checkpoint = std::move(encoded);
    };
    auto trainer = open();
    if (!trainer)
        return forward(trainer);
    auto result = plan.run(**trainer, corpus, callbacks, stop, from ? &resume : nullptr);
    if (epochs > 0 && !isMilestone(epochs))
        keep(epochs, last);
    if (result && result->bestEpoch > 0 && result->bestEpoch != epochs &&
        !isMilestone(result->bestEpoch))
        keep(result->bestEpoch, result->best);
    if (result && result->ending == TrainingResult::Ending::Stopped) {
        if (auto encoded = keeper.encode(history)) {
            const std::scoped_lock lock(inbox.mutex);
            inbox.checkpoint = std::move(encoded);
        }
    }
    return result;
}

void TrainingController::abandon()
{
    if (m_state == State::Idle)
        return;
    m_thread.request_stop();
    m_abandoned.push_back(std::move(m_thread));
    m_timer.stop();
    m_checkpoint.reset();
    setState(State::Idle);
}

void TrainingController::restore(const TrainingPlan& plan, std::vector<EpochReport> history,
                                 std::shared_ptr<const Bytes> checkpoint)
{
    if (m_state != State::Idle)
        return;
    m_plan = plan;
    m_history = std::move(history);
    m_checkpoint = std::move(checkpoint);
    Q_EMIT changed();
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
    Inbox inbox;
    {
        const std::scoped_lock lock(m_inbox->mutex);
        inbox.reports.swap(m_inbox->reports);
        inbox.reached.swap(m_inbox->reached);
        inbox.before.swap(m_inbox->before);
        inbox.outcome.swap(m_inbox->outcome);
        inbox.checkpoint = m_inbox->checkpoint;
    }
    if (inbox.before)
        m_history = std::move(*inbox.before);
    m_history.insert(m_history.end(), inbox.reports.begin(), inbox.reports.end());
    if (inbox.checkpoint)
        m_checkpoint = std::move(inbox.checkpoint);
    for (auto& [epoch, model] : inbox.reached)
        Q_EMIT reached(epoch, std::move(model));
    if (!inbox.outcome) {
        if (!inbox.reports.empty() || inbox.before)
            Q_EMIT changed();
        return;
    }
    m_timer.stop();
    m_thread.join();
    const auto& result = inbox.outcome->result;
    if (result && result->ending != TrainingResult::Ending::Stopped)
        m_checkpoint.reset(); // there is nothing to go on with
    setState(State::Idle);
    Q_EMIT finished(*inbox.outcome);
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
