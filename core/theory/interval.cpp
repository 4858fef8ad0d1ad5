#include "theory/interval.h"

#include <charconv>
#include <cstdlib>

#include "theory/pitchname.h"

namespace woodshed
{

namespace
{

constexpr std::size_t maximumAlterations = 8;
constexpr int maximumNumber = 99;

/// Unisons, fourths and fifths are perfect; the others have a major and a minor form.
bool isPerfectKind(int steps)
{
    const int within = steps % 7;
    return within == 0 || within == 3 || within == 4;
}

/// Semitones of the perfect or major interval over so many steps upwards.
int naturalSize(int steps)
{
    return naturalPitchClass(steps % 7) + 12 * (steps / 7);
}

std::string qualityName(int steps, int deviation)
{
    const auto repeated = [](int count, char letter) {
        return std::string(static_cast<std::size_t>(count), letter);
    };
    if (deviation > 0)
        return repeated(deviation, 'A');
    if (isPerfectKind(steps))
        return deviation == 0 ? "P" : repeated(-deviation, 'd');
    if (deviation == 0)
        return "M";
    return deviation == -1 ? "m" : repeated(-deviation - 1, 'd');
}

/// How far a quality lies from the natural size, or nothing where the two do not go together ("P3",
/// "m5").
std::optional<int> deviationOf(std::string_view quality, int steps)
{
    const bool perfect = isPerfectKind(steps);
    if (quality == "P")
        return perfect ? std::optional(0) : std::nullopt;
    if (quality == "M")
        return perfect ? std::nullopt : std::optional(0);
    if (quality == "m")
        return perfect ? std::nullopt : std::optional(-1);
    if (quality.empty() || quality.size() > maximumAlterations ||
        quality.find_first_not_of(quality.front()) != std::string_view::npos)
        return std::nullopt;
    const int count = static_cast<int>(quality.size());
    if (quality.front() == 'A')
        return count;
    if (quality.front() == 'd')
        return perfect ? -count : -count - 1;
    return std::nullopt;
}

} // namespace

std::string DirectedInterval::text() const
{
    const bool downwards = steps < 0;
    const int inDirection = downwards ? -semitones : semitones;
    const int span = std::abs(steps);
    const int number = downwards ? steps - 1 : steps + 1;
    return qualityName(span, inDirection - naturalSize(span)) + std::to_string(number);
}

std::optional<DirectedInterval> DirectedInterval::parse(std::string_view text)
{
    const auto numberAt = text.find_first_of("-0123456789");
    if (numberAt == std::string_view::npos)
        return std::nullopt;
    const auto digits = text.substr(numberAt);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size() || number == 0 ||
        number == -1 || std::abs(number) > maximumNumber)
        return std::nullopt;
    const int span = std::abs(number) - 1;
    const auto deviation = deviationOf(text.substr(0, numberAt), span);
    if (!deviation)
        return std::nullopt;
    const int sign = number < 0 ? -1 : 1;
    return DirectedInterval{sign * span, sign * (naturalSize(span) + *deviation)};
}

DirectedInterval DirectedInterval::between(int fromMidi, int toMidi)
{
    return {notebookStaffPosition(toMidi) - notebookStaffPosition(fromMidi), toMidi - fromMidi};
}

} // namespace woodshed
