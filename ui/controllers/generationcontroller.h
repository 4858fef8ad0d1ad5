#pragma once

#include <functional>
#include <memory>
#include <optional>

#include <QObject>

#include "controllers/job.h"
#include "studio/madetake.h"
#include "studio/studioparts.h"
#include "support/random.h"

namespace woodshed
{

/// Makes takes on a worker from an immutable model and compares them with the corpus there. Asking
/// again drops what is under way.
class GenerationController : public QObject
{
    Q_OBJECT

public:
    /// `seed` begins the row of seeds that nextSeed() draws.
    GenerationController(Generate generate, Regenerate regenerate, std::uint64_t seed,
                         QObject* parent = nullptr);

    /// With whose help a take is made.
    struct Means {
        std::shared_ptr<const Model> model;
        std::shared_ptr<const LineIndex> corpus; ///< what the model learned from; may be null
    };

    /// A fresh seed of at most six digits, short enough to be told to a friend.
    [[nodiscard]] std::uint64_t nextSeed();
    /// Makes `count` solos with seeds in a row, from that of the options on; each is told when it
    /// is ready.
    void start(const Means& means, const LeadSheet& tune, const GenerationOptions& options,
               int count = 1);
    /// Improvises some bars of a take anew.
    void startBars(const Means& means, std::shared_ptr<const Take> take, BarRange bars,
                   const GenerationOptions& options);
    /// Ends what is under way; what is ready stays.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

Q_SIGNALS:
    void runningChanged(bool running);
    /// Take number `number`, from 1, of `count` is being made.
    void progressed(int number, int count);
    void generated(const woodshed::MadeTake& made);
    void failed(const woodshed::Error& error);

private:
    using MakeOne = std::function<Result<MadeTake>(int index, const std::stop_token& stop)>;
    void run(int count, MakeOne makeOne);
    void deliver(int run, const MadeTake& made, int number, int count);

    Generate m_generate;
    Regenerate m_regenerate;
    Random m_seeds;
    int m_run = 0;
    Job<std::optional<Error>> m_job;
};

} // namespace woodshed
