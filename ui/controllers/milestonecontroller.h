#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include <QObject>

#include "controllers/job.h"
#include "studio/studioparts.h"

namespace woodshed
{

/// What a network made of the same bars at one moment of its training; epoch 0 is untrained.
struct Milestone {
    int epoch = 0;
    std::shared_ptr<const Take> take;
};

/// Lets a training be heard: improvises the same bars with the weights of several epochs, one after
/// the other on a worker, always with the same seed.
class MilestoneController : public QObject
{
    Q_OBJECT

public:
    /// Makes or fetches a model, on the worker.
    using FetchModel = std::function<std::shared_ptr<const Model>()>;
    static constexpr std::size_t mostKept = 16;

    explicit MilestoneController(Generate generate, QObject* parent = nullptr);

    /// Forgets the training before; from now on it is these bars.
    void begin(LeadSheet bars, const GenerationOptions& options);
    /// Goes on with the milestones that are there, over the same bars.
    void resume();
    /// Its weights are let go as soon as the take is made. An epoch that is there already, and any
    /// beyond the most that are kept, is left out.
    void add(int epoch, FetchModel model);

    /// Those of a training that was kept in a document; nothing is made for it before begin().
    void restore(std::vector<Milestone> milestones);

    /// Those that can be heard by now, sorted by epoch.
    [[nodiscard]] const std::vector<Milestone>& milestones() const { return m_milestones; }
    [[nodiscard]] std::shared_ptr<const Take> take(int epoch) const;

Q_SIGNALS:
    void changed();

private:
    struct Waiting {
        int epoch = 0;
        FetchModel model;
    };
    void next();

    Generate m_generate;
    LeadSheet m_bars;
    GenerationOptions m_options;
    std::vector<int> m_epochs; ///< known, heard or not
    std::deque<Waiting> m_waiting;
    std::vector<Milestone> m_milestones;
    Job<Result<Take>> m_job;
};

/// The beginning of a tune, at least one bar of it, as a tune of its own.
[[nodiscard]] LeadSheet firstBars(LeadSheet tune, int bars);

} // namespace woodshed
