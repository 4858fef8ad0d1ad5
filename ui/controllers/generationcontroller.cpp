#include "controllers/generationcontroller.h"

#include <utility>

#include <QMetaObject>

namespace woodshed
{

namespace
{

MadeTake compared(Take take, const GenerationController::Means& means)
{
    MadeTake made;
    if (means.corpus) {
        const Line line = lineOf(
            {.tune = take.tune, .melody = take.notes, .choruses = take.choruses, .voice = {}});
        made.origin.originality =
            std::make_shared<const OriginalityReport>(originality(*means.corpus, line));
    }
    made.origin.model = means.model;
    made.origin.corpus = means.corpus;
    made.take = std::make_shared<const Take>(std::move(take));
    return made;
}

} // namespace

GenerationController::GenerationController(Generate generate, Regenerate regenerate,
                                           std::uint64_t seed, QObject* parent)
    : QObject(parent)
    , m_generate(std::move(generate))
    , m_regenerate(std::move(regenerate))
    , m_seeds(seed)
    , m_job(this)
{
}

std::uint64_t GenerationController::nextSeed()
{
    return m_seeds.index(1'000'000);
}

void GenerationController::start(const Means& means, const LeadSheet& tune,
                                 const GenerationOptions& options, int count)
{
    run(count,
        [generate = m_generate, means, tune,
         options](int index, const std::stop_token& stop) -> Result<MadeTake> {
            GenerationOptions one = options;
            one.seed += static_cast<std::uint64_t>(index);
            auto take = generate(*means.model, tune, one, stop);
            if (!take)
                return forward(take);
            return compared(std::move(*take), means);
        });
}

void GenerationController::startBars(const Means& means, std::shared_ptr<const Take> take,
                                     BarRange bars, const GenerationOptions& options)
{
    run(1,
        [regenerate = m_regenerate, means, take = std::move(take), bars,
         options](int, const std::stop_token& stop) -> Result<MadeTake> {
            auto renewed = regenerate(*means.model, *take, bars, options, stop);
            if (!renewed)
                return forward(renewed);
            MadeTake made = compared(std::move(*renewed), means);
            made.origin.newBars = bars;
            return made;
        });
}

void GenerationController::run(int count, MakeOne makeOne)
{
    const int run = ++m_run;
    (void)m_job.start(
        [this, run, count,
         makeOne = std::move(makeOne)](const std::stop_token& stop) -> std::optional<Error> {
            for (int i = 0; i < count && !stop.stop_requested(); ++i) {
                const auto made = makeOne(i, stop);
                if (!made)
                    return made.error();
                QMetaObject::invokeMethod(
                    this, [this, run, i, count, it = *made] { deliver(run, it, i + 1, count); },
                    Qt::QueuedConnection);
            }
            return std::nullopt;
        },
        [this](const std::optional<Error>& error) {
            Q_EMIT runningChanged(false);
            if (error)
                Q_EMIT failed(*error);
        });
    Q_EMIT runningChanged(true);
    Q_EMIT progressed(1, count);
}

void GenerationController::deliver(int run, const MadeTake& made, int number, int count)
{
    if (run != m_run)
        return;
    if (number < count)
        Q_EMIT progressed(number + 1, count);
    Q_EMIT generated(made);
}

void GenerationController::cancel()
{
    if (!m_job.isRunning())
        return;
    ++m_run;
    m_job.cancel();
    Q_EMIT runningChanged(false);
}

} // namespace woodshed
