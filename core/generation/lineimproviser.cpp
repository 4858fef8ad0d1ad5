#include "generation/lineimproviser.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "generation/sampler.h"
#include "support/portablemath.h"

namespace woodshed
{

namespace
{

/// What the instruments that play solos reach.
constexpr int lowestPitch = 50;
constexpr int highestPitch = 86;
constexpr int widestLeap = 17;
constexpr int octave = 12;

/// Times are drawn a little warmer than pitches: rhythm suffers more from caution, pitch from
/// daring.
constexpr double timeWarmth = 1 / 0.95;
constexpr double hottest = 5;

/// Players share runs of 8 to 10 notes with one another, and rarely more than 14.
constexpr int longestSharedRun = 12;

/// Over so many bars a line stays around the same notes.
constexpr int barsInMind = 4;

/// Nothing new begins when less than this is left.
constexpr int leastLeft = stepsPerQuarter / 2;

/// Sums over monstrous weights overflow; what then is no number says nothing.
float known(float number)
{
    constexpr float most = 1e6F;
    return std::isnan(number) ? 0 : std::clamp(number, -most, most);
}

double bitsOf(double probability)
{
    constexpr double oneOverLn2 = 1.4426950408889634;
    constexpr double least = 1e-9;
    return -portableLog(std::max(probability, least)) * oneOverLn2;
}

} // namespace

LineImproviser::LineImproviser(const Material& material, const GenerationOptions& options,
                               const Stretch& stretch)
    : m_material(material)
    , m_options(options)
    , m_stretch(stretch)
    , m_bias(options.dials, material.vocabulary, material.setting,
             stretch.closes ? stretch.end : 1 << 28)
    , m_random(options.seed)
    , m_logits(material.vocabulary.values().size())
    , m_network(material.vocabulary.values().size())
    , m_probabilities(material.vocabulary.values().size())
{
    if (options.corpus)
        m_copied.emplace(*options.corpus);
}

Character LineImproviser::characterNow() const
{
    return m_bias.character(
        m_material.character.at(m_walk->state().time(), m_material.setting.barSteps));
}

template<typename Rule>
LineImproviser::Choice LineImproviser::draw(const Rule& allows)
{
    const LineState& state = m_walk->state();
    const Character character = characterNow();
    const auto network = m_walk->ask(character);
    std::transform(network.begin(), network.end(), m_network.begin(), known);
    const auto logits = m_walk->logits();
    std::transform(logits.begin(), logits.end(), m_logits.begin(), known);
    m_bias.apply(state, character, m_logits);

    const IndexRange range = m_material.vocabulary.range(state.stage());
    const auto first = static_cast<std::size_t>(range.first);
    std::vector<std::size_t> values(static_cast<std::size_t>(range.size()));
    std::iota(values.begin(), values.end(), first);
    const double largest =
        *std::max_element(m_logits.begin() + range.first, m_logits.begin() + range.last);
    for (const std::size_t value : values)
        m_probabilities[value] = static_cast<float>(portableExp(m_logits[value] - largest));

    const bool isPitch = state.stage() == LineStage::Pitch;
    m_memory.bringBack(range, m_probabilities);
    if (isPitch)
        m_memory.stayAround(m_material.vocabulary, state.pitch(),
                            state.time() - barsInMind * m_material.setting.barSteps,
                            m_probabilities);
    const double temperature = m_options.temperature * (isPitch ? 1 : timeWarmth);
    const SamplerOptions sampling{.temperature = std::min(temperature, hottest),
                                  .topP = m_options.topP};
    std::size_t drawn = drawValue(m_probabilities, values, sampling, m_random).index;
    if (!allows(static_cast<std::int32_t>(drawn))) {
        std::vector<std::size_t> allowed;
        std::copy_if(values.begin(), values.end(), std::back_inserter(allowed),
                     [&](std::size_t value) { return allows(static_cast<std::int32_t>(value)); });
        if (!allowed.empty()) {
            drawn = drawValue(m_probabilities, allowed, sampling, m_random).index;
            ++m_ruled;
        }
    }
    return {static_cast<std::int32_t>(drawn), static_cast<double>(m_network[drawn])};
}

void LineImproviser::remark(const std::string& sentence)
{
    if (std::find(m_remarks.begin(), m_remarks.end(), sentence) == m_remarks.end())
        m_remarks.push_back(sentence);
}

void LineImproviser::beginWithFirstNote()
{
    // Not always on the first beat; the network takes over from here.
    constexpr std::array<int, 8> entries{0, 6, 6, 12, 18, 24, 30, 42};
    const int length = m_stretch.end - m_stretch.first;
    const int entry = entries[m_random.index(entries.size())];
    const int start = m_stretch.first + (entry < length - leastLeft ? entry : 0);
    const Character character = m_material.character.at(start, m_material.setting.barSteps);
    constexpr int lowestMiddle = 60;
    const int middle = lowestMiddle + 3 * std::max<int>(0, character[Trait::Register]);
    const ChordShape shape = m_material.setting.shapeAt(start);
    std::vector<int> pitches;
    for (int pitch = middle - octave / 2; pitch < middle + octave / 2; ++pitch)
        if (!shape.isChord() || shape.hasTone(pitch))
            pitches.push_back(pitch);
    const int pitch = pitches.empty() ? middle : pitches[m_random.index(pitches.size())];
    m_walk.emplace(m_material.weights, m_material.vocabulary, m_material.setting, start, pitch);
    m_last = {.start = start, .length = 0, .rest = 0, .pitch = pitch};
    m_notes.push_back({.note = m_last, .text = {}, .alternatives = {}});
}

void LineImproviser::beginAfter(std::span<const LineNote> before)
{
    // What lies far behind is forgotten anyway.
    constexpr std::size_t mostRemembered = 400;
    if (before.size() > mostRemembered)
        before = before.last(mostRemembered);
    m_walk.emplace(m_material.weights, m_material.vocabulary, m_material.setting,
                   before.front().start, before.front().pitch);
    m_walk->follow(before, characterNow());
    for (std::size_t i = 1; i < before.size(); ++i)
        watch(before[i - 1], before[i]);
    m_last = before.back();
    m_pitchBefore = m_last.pitch;

    // The last note lasts as long as it does; what the network would have done with it says when to
    // come in.
    const LineNote& last = before.back();
    const auto any = [](std::int32_t) { return true; };
    const LineValue time = m_material.vocabulary[draw(any).value];
    const int earliest = std::min(std::max(m_stretch.first, last.start + 1), m_stretch.end - 1);
    const int held = std::max(1, earliest - last.start); // as long as it really is
    int length = time.amount;
    int onset = last.start + length;
    if (time.rests) {
        length = std::min(length, held);
        m_walk->hold(length, true);
        onset = last.start + length + m_material.vocabulary[draw(any).value].amount;
    }
    if (onset < earliest || onset > m_stretch.end - leastLeft)
        onset = earliest;
    if (time.rests)
        m_walk->rest(onset - last.start - length);
    else
        m_walk->hold(onset - last.start, false);
    playPitch();
}

bool LineImproviser::playTime()
{
    ImprovisedNote& playing = m_notes.back();
    const Choice choice = draw([](std::int32_t) { return true; });
    const LineValue& value = m_material.vocabulary[choice.value];
    playing.bits += bitsOf(choice.probability);
    playing.text += (playing.text.empty() ? "" : " ") +
                    m_material.vocabulary.values()[static_cast<std::size_t>(choice.value)];
    const int left = m_stretch.end - playing.note.start;
    playing.note.length = value.amount;
    if (value.amount >= left) {
        m_ruled += value.amount > left ? 1 : 0;
        playing.note.length = left;
        return false;
    }
    const bool isOver =
        m_stretch.closes && value.rests && left - value.amount <= m_material.setting.barSteps / 2;
    if (isOver || left - value.amount < leastLeft) {
        playing.note.rest = left - value.amount;
        return false;
    }
    m_last.length = value.amount;
    m_memory.take(choice.value);
    m_walk->hold(value.amount, value.rests);
    return true;
}

bool LineImproviser::playRest()
{
    const Choice choice = draw([](std::int32_t) { return true; });
    const int rest = m_material.vocabulary[choice.value].amount;
    m_restBits = bitsOf(choice.probability);
    const int left = m_stretch.end - (m_notes.back().note.start + m_notes.back().note.length);
    const int least = m_stretch.closes ? m_material.setting.barSteps / 2 : leastLeft;
    if (left - rest < least) {
        m_notes.back().note.rest = left;
        return false;
    }
    m_notes.back().note.rest = rest;
    m_memory.take(choice.value);
    m_walk->rest(rest);
    return true;
}

void LineImproviser::playPitch()
{
    const int before = m_walk->state().pitch();
    LineNote place = m_last;
    place.start = m_walk->state().time();
    const auto placedAt = [&place](int pitch) {
        place.pitch = pitch;
        return place;
    };
    const auto isCopied = [&](int pitch) {
        if (!m_copied)
            return false;
        const auto token = tokenBetween(m_last, placedAt(pitch));
        return token && m_copied->lengthWith(token->interval, token->rhythm) > longestSharedRun;
    };
    const auto loops = [&](int pitch) {
        RepetitionGuard guard = m_repetition;
        guard.take(pitch - before, place.start - m_last.start);
        return guard.isLooping();
    };
    bool drawnOnce = false;
    bool copied = false; // what was wrong with the first draw
    bool looped = false;
    // The first note of bars made anew joins what stands before them.
    const int widest = m_notes.empty() ? octave : widestLeap;
    const auto inReach = [&](std::int32_t value) {
        const int move = m_material.vocabulary[value].amount;
        const int pitch = before + move;
        // A line that was led out of the range comes back step by step.
        const bool inRange = pitch >= std::min(lowestPitch, before) &&
                             pitch <= std::max(highestPitch, before) && std::abs(move) <= widest;
        const bool isKnown = inRange && isCopied(pitch);
        const bool isLoop = inRange && loops(pitch);
        if (!std::exchange(drawnOnce, true)) {
            copied = isKnown;
            looped = isLoop;
        }
        return inRange && !isKnown && !isLoop;
    };
    const int ruledBefore = m_ruled;
    const Choice choice = draw(inReach);
    if (m_ruled > ruledBefore && copied)
        remark("A run of more than " + std::to_string(longestSharedRun) +
               " notes from the corpus was turned another way.");
    if (m_ruled > ruledBefore && looped)
        remark("A figure that went round in circles was broken off.");
    const int pitch = std::clamp(before + m_material.vocabulary[choice.value].amount, 0, 127);

    watch(m_last, placedAt(pitch));
    ImprovisedNote& next = m_notes.emplace_back();
    next.note = {.start = m_walk->state().time(), .length = 0, .rest = 0, .pitch = pitch};
    next.text = m_material.vocabulary.values()[static_cast<std::size_t>(choice.value)];
    next.probability = choice.probability;
    next.bits = m_restBits + bitsOf(choice.probability);
    m_restBits = 0;

    next.alternatives = othersThan(choice.value, before);
    m_memory.take(choice.value);
    m_walk->go(pitch);
    m_last = next.note;
}

std::vector<Alternative> LineImproviser::othersThan(std::int32_t choice, int before) const
{
    constexpr std::size_t shown = 3;
    const IndexRange range = m_material.vocabulary.range(LineStage::Pitch);
    std::vector<std::int32_t> others;
    for (std::int32_t value = range.first; value < range.last; ++value)
        if (value != choice && before + m_material.vocabulary[value].amount >= 0 &&
            before + m_material.vocabulary[value].amount <= 127)
            others.push_back(value);
    const auto probabilityOf = [&](std::int32_t value) {
        return m_network[static_cast<std::size_t>(value)];
    };
    const auto count = std::min(shown, others.size());
    std::partial_sort(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(count),
                      others.end(), [&](std::int32_t a, std::int32_t b) {
                          return probabilityOf(a) != probabilityOf(b)
                                     ? probabilityOf(a) > probabilityOf(b)
                                     : a < b;
                      });
    std::vector<Alternative> alternatives;
    for (std::size_t i = 0; i < count; ++i)
        alternatives.push_back({before + m_material.vocabulary[others[i]].amount,
                                static_cast<double>(probabilityOf(others[i]))});
    return alternatives;
}

void LineImproviser::watch(const LineNote& before, const LineNote& note)
{
    m_memory.hear(note.start, note.pitch);
    m_repetition.take(note.pitch - before.pitch, note.start - before.start);
    if (!m_copied)
        return;
    if (const auto token = tokenBetween(before, note))
        m_copied->take(token->interval, token->rhythm);
    else
        m_copied->breakPhrase();
}

void LineImproviser::joinTheNext()
{
    if (!m_stretch.nextPitch || m_notes.empty())
        return;
    const int target = *m_stretch.nextPitch;
    // How far apart notes can lie between two joins of an octave with so many notes between them.
    const auto reach = [](std::size_t notes) {
        return 2 * octave + widestLeap * (static_cast<int>(notes) - 1);
    };
    while (m_pitchBefore && std::abs(target - *m_pitchBefore) > reach(m_notes.size())) {
        const auto longest =
            std::max_element(m_notes.begin(), m_notes.end(), [](const auto& a, const auto& b) {
                return a.note.length < b.note.length;
            });
        LineNote& first = longest->note;
        if (first.length < 2)
            break;
        ImprovisedNote second = *longest;
        second.bits = 0;
        second.note.length = first.length / 2;
        first.length -= second.note.length;
        first.rest = 0;
        second.note.start = first.start + first.length;
        m_notes.insert(std::next(longest), std::move(second));
    }

    // From the last note back, as far as it takes.
    int next = target;
    int widest = octave;
    for (std::size_t i = m_notes.size(); i-- > 0;) {
        int low = next - widest;
        int high = next + widest;
        if (m_pitchBefore) {
            const int fromBefore = octave + widestLeap * static_cast<int>(i);
            low = std::max(low, *m_pitchBefore - fromBefore);
            high = std::min(high, *m_pitchBefore + fromBefore);
        }
        const int joined = low <= high ? std::clamp(m_notes[i].note.pitch, low, high) : low;
        if (joined == m_notes[i].note.pitch)
            return;
        moveTo(m_notes[i], joined);
        next = joined;
        widest = widestLeap;
    }
}

void LineImproviser::moveTo(ImprovisedNote& note, int pitch)
{
    // What was drawn changes places with what now sounds.
    const auto known = std::find_if(note.alternatives.begin(), note.alternatives.end(),
                                    [pitch](const Alternative& a) { return a.pitch == pitch; });
    if (known != note.alternatives.end()) {
        std::swap(known->probability, note.probability);
        known->pitch = note.note.pitch;
        std::stable_sort(note.alternatives.begin(), note.alternatives.end(),
                         [](const Alternative& a, const Alternative& b) {
                             return a.probability > b.probability;
                         });
    }
    note.note.pitch = pitch;
    ++m_ruled;
    remark("The end of the new bars was brought closer to the note behind them.");
}

Result<std::vector<ImprovisedNote>> LineImproviser::run(std::span<const LineNote> before,
                                                        const std::stop_token& stop)
{
    if (before.empty())
        beginWithFirstNote();
    else
        beginAfter(before);
    for (bool goesOn = true; goesOn;) {
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "generating was stopped");
        switch (m_walk->state().stage()) {
        case LineStage::Time:
            goesOn = playTime();
            break;
        case LineStage::Rest:
            goesOn = playRest();
            break;
        case LineStage::Pitch:
            playPitch();
            break;
        }
    }
    joinTheNext();
    return std::move(m_notes);
}

} // namespace woodshed
