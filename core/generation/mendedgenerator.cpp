#include "generation/mendedgenerator.h"

#include <algorithm>
#include <utility>

#include "corpus/dataset.h"
#include "generation/realiser.h"
#include "generation/sampler.h"
#include "model/inference.h"

namespace woodshed
{

namespace
{

constexpr std::int64_t sixteenth = Ticks::perQuarter / 4;
constexpr std::int64_t triplet = Ticks::perQuarter / 3;

/// A place where notes of the classic values may begin: on a sixteenth or on an eighth triplet of
/// its beat. Once a beat is divided in three, it goes on in three.
bool keepsTheGrid(Ticks from, Ticks to)
{
    const std::int64_t fromInBeat = from.count % Ticks::perQuarter;
    const std::int64_t toInBeat = to.count % Ticks::perQuarter;
    const bool insideTriplet = fromInBeat % sixteenth != 0;
    if (insideTriplet)
        return toInBeat % triplet == 0;
    return toInBeat % sixteenth == 0 || (fromInBeat == 0 && toInBeat % triplet == 0);
}

struct VocabularyEntry {
    Value value;
    Ticks duration;
};

/// The vocabulary taken apart, with the rules of where a value may stand.
class Repertoire
{
public:
    static Result<Repertoire> of(const Vocabulary& vocabulary)
    {
        Repertoire repertoire;
        for (const std::string& text : vocabulary.values()) {
            auto value = Value::parse(text);
            if (!value)
                return forward(value);
            repertoire.m_entries.push_back({*value, value->ticks()});
        }
        const bool sounds =
            std::any_of(repertoire.m_entries.begin(), repertoire.m_entries.end(),
                        [](const VocabularyEntry& entry) {
                            return entry.value.kind != ValueKind::Rest && entry.duration.count > 0;
                        });
        if (!sounds)
            return fail(ErrorCode::NoMelody,
                        "the model knows no value that sounds, so it cannot play a solo");
        return repertoire;
    }

    [[nodiscard]] const VocabularyEntry& operator[](std::size_t index) const
    {
        return m_entries[index];
    }

    /// The values that may stand at `from`, with `left` ticks to the bar line: those that meet the
    /// strictest rules that any of them meets. `first`: no note has sounded in this bar yet.
    [[nodiscard]] std::vector<std::size_t> allowed(Ticks from, Ticks left, bool first,
                                                   bool mayRest) const
    {
        const auto fits = [&](const VocabularyEntry& e) { return e.duration <= left; };
        const auto inPlace = [&](const VocabularyEntry& e) {
            return e.value.kind == ValueKind::Rest || e.value.interval.has_value() != first;
        };
        const auto onGrid = [&](const VocabularyEntry& e) {
            return keepsTheGrid(from, from + e.duration);
        };
        const auto sounds = [&](const VocabularyEntry& e) {
            return mayRest || e.value.kind != ValueKind::Rest;
        };

        auto found =
            where([&](const auto& e) { return fits(e) && onGrid(e) && inPlace(e) && sounds(e); });
        if (found.empty())
            found = where([&](const auto& e) { return fits(e) && onGrid(e) && sounds(e); });
        if (found.empty())
            found = where([&](const auto& e) { return fits(e) && sounds(e); });
        if (found.empty()) // nothing is short enough: the bar line cuts it
            found = where(sounds);
        return found;
    }

private:
    template<typename Rule>
    [[nodiscard]] std::vector<std::size_t> where(const Rule& rule) const
    {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < m_entries.size(); ++i)
            if (m_entries[i].duration.count > 0 && rule(m_entries[i]))
                found.push_back(i);
        return found;
    }

    std::vector<VocabularyEntry> m_entries;
};

} // namespace

Result<Take> generateMended(const Model& model, const LeadSheet& tune,
                            const GenerationOptions& options, const std::stop_token& stop)
{
    const auto repertoire = Repertoire::of(model.vocabulary);
    if (!repertoire)
        return forward(repertoire);

    Take take;
    take.tune = tune;
    take.tune.chords = repeated(tune.chords, options.choruses);
    take.choruses = options.choruses;
    take.seed = options.seed;
    take.temperature = options.temperature;

    Random random(options.seed);
    Realiser realiser(random, PitchRange{});
    StepNetwork network(std::make_shared<const Weights>(model.weights));
    auto probabilities = network.step(noValue);

    const Ticks bar = tune.barLength();
    const PlacedChord silence;
    for (Ticks barStart; barStart < take.tune.chords.length; barStart += bar) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "generating was stopped");
        const Ticks barEnd = std::min(barStart + bar, take.tune.chords.length);
        bool sounded = false;
        for (Ticks when = barStart; when < barEnd;) {
            // A bar may rest, but never two bars of nothing but rests: the ear would think it
            // broken.
            const bool mayRest = !take.notes.empty() && take.notes.back().end() + bar > when;
            const auto allowed = repertoire->allowed(when, barEnd - when, !sounded, mayRest);
            const Drawn drawn =
                drawValue(probabilities, allowed,
                          {.temperature = options.temperature, .topP = options.topP}, random);
            const auto& [value, duration] = (*repertoire)[drawn.index];
            TakeValue placed{.start = when,
                             .duration = std::min(duration, barEnd - when),
                             .text = model.vocabulary[drawn.index],
                             .kind = value.kind,
                             .probability = drawn.probability};
            if (value.kind != ValueKind::Rest) {
                const PlacedChord* chord = take.tune.chords.at(when);
                placed.note = static_cast<int>(take.notes.size());
                take.notes.push_back(
                    {.start = when,
                     .duration = placed.duration,
                     .pitch = realiser.realise(value, chord != nullptr ? *chord : silence)});
                sounded = true;
            }
            take.values.push_back(placed);
            when += placed.duration;
            probabilities = network.step(static_cast<std::int32_t>(drawn.index));
        }
    }
    return take;
}

} // namespace woodshed
