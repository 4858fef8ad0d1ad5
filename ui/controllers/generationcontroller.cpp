#include "controllers/generationcontroller.h"

#include <utility>

namespace woodshed
{

GenerationController::GenerationController(Generate generate, std::uint64_t seed, QObject* parent)
    : QObject(parent)
    , m_generate(std::move(generate))
    , m_seeds(seed)
    , m_job(this)
{
}

std::uint64_t GenerationController::nextSeed()
{
    return m_seeds.index(1'000'000);
}

int GenerationController::start(std::shared_ptr<const Model> model, LeadSheet tune,
                                const GenerationOptions& options)
{
    const int number = m_job.start(
        [generate = m_generate, model = std::move(model), tune = std::move(tune),
         options](const std::stop_token& stop) { return generate(*model, tune, options, stop); },
        [this](Result<Take> answer) {
            Q_EMIT runningChanged(false);
            if (answer)
                Q_EMIT generated(std::make_shared<const Take>(std::move(*answer)));
            else
                Q_EMIT failed(answer.error());
        });
    Q_EMIT runningChanged(true);
    return number;
}

} // namespace woodshed
