#pragma once

#include <memory>

#include <QObject>

#include "controllers/job.h"
#include "studio/studioparts.h"

namespace woodshed
{

/// Makes takes on a worker from an immutable model. Asking again drops what is under way.
class GenerationController : public QObject
{
    Q_OBJECT

public:
    /// `seed` begins the row of seeds that nextSeed() draws.
    GenerationController(Generate generate, std::uint64_t seed, QObject* parent = nullptr);

    /// A fresh seed of at most six digits, short enough to be told to a friend.
    [[nodiscard]] std::uint64_t nextSeed();
    /// Returns the number of the job.
    int start(std::shared_ptr<const Model> model, LeadSheet tune, const GenerationOptions& options);
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    void runningChanged(bool running);
    void generated(std::shared_ptr<const woodshed::Take> take);
    void failed(const woodshed::Error& error);

private:
    Generate m_generate;
    Random m_seeds;
    Job<Result<Take>> m_job;
};

} // namespace woodshed
