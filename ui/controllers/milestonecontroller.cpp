#include "controllers/milestonecontroller.h"

#include <algorithm>
#include <utility>

namespace woodshed
{

MilestoneController::MilestoneController(Generate generate, QObject* parent)
    : QObject(parent)
    , m_generate(std::move(generate))
    , m_job(this)
{
}

void MilestoneController::begin(LeadSheet bars, const GenerationOptions& options)
{
    m_job.cancel();
    m_waiting.clear();
    m_epochs.clear();
    m_milestones.clear();
    m_bars = std::move(bars);
    m_options = options;
    Q_EMIT changed();
}

void MilestoneController::add(int epoch, FetchModel model)
{
    if (m_epochs.size() >= mostKept ||
        std::find(m_epochs.begin(), m_epochs.end(), epoch) != m_epochs.end())
        return;
    m_epochs.push_back(epoch);
    m_waiting.push_back({epoch, std::move(model)});
    if (!m_job.isRunning())
        next();
}

void MilestoneController::restore(std::vector<Milestone> milestones)
{
    m_job.cancel();
    m_waiting.clear();
    m_epochs.clear();
    for (const Milestone& milestone : milestones)
        m_epochs.push_back(milestone.epoch);
    m_milestones = std::move(milestones);
    m_bars = {};
    Q_EMIT changed();
}

void MilestoneController::resume()
{
    if (m_milestones.empty() || !m_bars.chords.chords.empty())
        return;
    const Take& take = *m_milestones.front().take;
    m_bars = take.tune;
    m_options = {};
    m_options.choruses = 1;
    m_options.seed = take.seed;
    m_options.temperature = take.temperature;
}

void MilestoneController::next()
{
    if (m_waiting.empty())
        return;
    Waiting waiting = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_job.start(
        [generate = m_generate, fetch = std::move(waiting.model), bars = m_bars,
         options = m_options](const std::stop_token& stop) {
            const auto model = fetch();
            return generate(*model, bars, options, stop);
        },
        [this, epoch = waiting.epoch](Result<Take> answer) {
            // A network that cannot play these bars, as a young one may, has no mark.
            if (answer) {
                const auto place =
                    std::find_if(m_milestones.begin(), m_milestones.end(),
                                 [epoch](const Milestone& other) { return other.epoch > epoch; });
                m_milestones.insert(place,
                                    {epoch, std::make_shared<const Take>(std::move(*answer))});
                Q_EMIT changed();
            }
            next();
        });
}

std::shared_ptr<const Take> MilestoneController::take(int epoch) const
{
    const auto found =
        std::find_if(m_milestones.begin(), m_milestones.end(),
                     [epoch](const Milestone& milestone) { return milestone.epoch == epoch; });
    return found == m_milestones.end() ? nullptr : found->take;
}

LeadSheet firstBars(LeadSheet tune, int bars)
{
    ChordProgression& progression = tune.chords;
    progression.length = std::min(progression.length, tune.barLength() * std::max(1, bars));
    std::erase_if(progression.chords,
                  [&](const PlacedChord& chord) { return chord.start >= progression.length; });
    if (!progression.chords.empty()) {
        PlacedChord& last = progression.chords.back();
        last.duration = std::min(last.duration, progression.length - last.start);
    }
    return tune;
}

} // namespace woodshed
