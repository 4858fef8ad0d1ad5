#include "generation/generator.h"

#include <cmath>

#include "generation/faithfulgenerator.h"
#include "generation/mendedgenerator.h"

namespace woodshed
{

namespace
{

constexpr int maximumBars = 4096; // hours of music, seconds of work

Result<void> check(const Model& model, const LeadSheet& tune, const GenerationOptions& options)
{
    if (options.choruses < 1 || options.choruses > 64)
        return fail(ErrorCode::InvalidArgument, "the number of choruses must be from 1 to 64");
    if (!(options.temperature >= 0 && options.temperature <= 5))
        return fail(ErrorCode::InvalidArgument, "the temperature must be from 0 to 5");
    if (!(options.topP > 0 && options.topP <= 1))
        return fail(ErrorCode::InvalidArgument, "top-p must be above 0 and at most 1");
    if (tune.chords.chords.empty() || tune.chords.length.count <= 0 || tune.barLength().count <= 0)
        return fail(ErrorCode::InvalidArgument, "the tune has no chords to play over", tune.title);
    if (tune.bars() > maximumBars / options.choruses)
        return fail(ErrorCode::TooLarge,
                    "the tune times the choruses is over " + std::to_string(maximumBars) + " bars",
                    tune.title);
    if (model.vocabulary.size() == 0 || model.vocabulary.size() != model.weights.values)
        return fail(ErrorCode::InvalidArgument, "the model's vocabulary does not fit its weights");
    return {};
}

} // namespace

Result<Take> generate(const Model& model, const LeadSheet& tune, const GenerationOptions& options,
                      const std::stop_token& stop)
{
    if (const auto checked = check(model, tune, options); !checked)
        return forward(checked);
    return options.faithful ? generateFaithful(model, tune, options, stop)
                            : generateMended(model, tune, options, stop);
}

} // namespace woodshed
