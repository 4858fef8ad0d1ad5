#include "generation/generator.h"

#include <cmath>

#include "corpus/linecharacter.h"
#include "generation/faithfulgenerator.h"
#include "generation/linegenerator.h"
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
    const Dials& dials = options.dials;
    for (const double dial : {dials.density, dials.range, dials.risk, dials.harmony})
        if (!(dial >= -1 && dial <= 1))
            return fail(ErrorCode::InvalidArgument, "every dial must be from -1 to 1");
    if (!options.voice.empty() && voiceNumber(options.voice) < 0)
        return fail(ErrorCode::InvalidArgument, "there is no such voice", options.voice);
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
    const bool isWoodshed = model.profile == woodshedProfile;
    if (isWoodshed && options.faithful)
        return fail(
            ErrorCode::Unsupported,
            "a model of the Woodshed profile cannot be faithful to the notebook; that takes "
            "one of the notebook profile");
    if (isWoodshed)
        return generateLine(model, tune, options, stop);
    return options.faithful ? generateFaithful(model, tune, options, stop)
                            : generateMended(model, tune, options, stop);
}

Result<Take> regenerate(const Model& model, const Take& take, BarRange bars,
                        const GenerationOptions& options, const std::stop_token& stop)
{
    if (model.profile != woodshedProfile)
        return fail(ErrorCode::Unsupported,
                    "bars can be made anew only with a model of the Woodshed profile");
    GenerationOptions whole = options;
    whole.choruses = 1; // the take's chords span all of them
    if (const auto checked = check(model, take.tune, whole); !checked)
        return forward(checked);
    if (bars.first < 0 || bars.count < 1 || bars.count > take.tune.bars() - bars.first)
        return fail(ErrorCode::InvalidArgument, "those bars are not in the solo");
    return regenerateLine(model, take, bars, options, stop);
}

} // namespace woodshed
