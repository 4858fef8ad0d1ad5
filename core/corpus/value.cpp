#include "corpus/value.h"

#include <charconv>
#include <utility>

#include "theory/interval.h"

namespace woodshed
{

namespace
{

constexpr std::size_t maximumFractionDigits = 3;

std::optional<ValueKind> kindOf(std::string_view text)
{
    constexpr std::string_view letters = "CSAXR";
    if (text.size() != 1 || letters.find(text.front()) == std::string_view::npos)
        return std::nullopt;
    return static_cast<ValueKind>(text.front());
}

/// Digits with an optional fraction of at most three: thousandths of a quarter.
std::optional<std::int64_t> parseThousandths(std::string_view text)
{
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto fraction =
        point == std::string_view::npos ? std::string_view("0") : text.substr(point + 1);
    const auto isDigits = [](std::string_view part, std::size_t most) {
        return !part.empty() && part.size() <= most &&
               part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!isDigits(whole, 6) || !isDigits(fraction, maximumFractionDigits))
        return std::nullopt;
    std::int64_t quarters = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), quarters);
    std::int64_t parts = 0;
    std::from_chars(fraction.data(), fraction.data() + fraction.size(), parts);
    for (auto digits = fraction.size(); digits < maximumFractionDigits; ++digits)
        parts *= 10;
    const std::int64_t all = quarters * 1000 + parts;
    return all <= maximumValueQuarters * 1000 ? std::optional(all) : std::nullopt;
}

Unexpected refused(std::string_view text, const std::string& why)
{
    return fail(ErrorCode::Malformed, "\"" + std::string(text.substr(0, 40)) +
                                          "\" is not a value like C,0.250,<P1,d-5>: " + why);
}

} // namespace

Result<Value> Value::parse(std::string_view text)
{
    const auto firstComma = text.find(',');
    const auto kind = kindOf(text.substr(0, firstComma));
    if (!kind)
        return refused(text, "it must begin with one of C, S, A, X, R");
    if (firstComma == std::string_view::npos)
        return refused(text, "it has no duration");

    const auto rest = text.substr(firstComma + 1);
    const auto secondComma = rest.find(',');
    Value value{*kind, std::string(rest.substr(0, secondComma)), std::nullopt};
    if (!parseThousandths(value.duration))
        return refused(text, "its duration must be quarters with at most three decimals, up to " +
                                 std::to_string(maximumValueQuarters));
    if (secondComma == std::string_view::npos)
        return value;

    const auto pair = rest.substr(secondComma + 1);
    const auto thirdComma = pair.find(',');
    if (pair.size() < 2 || pair.front() != '<' || pair.back() != '>' ||
        thirdComma == std::string_view::npos)
        return refused(text, "its intervals must stand as <up,down>");
    const auto up = pair.substr(1, thirdComma - 1);
    const auto down = pair.substr(thirdComma + 1, pair.size() - thirdComma - 2);
    if (!DirectedInterval::parse(up) || !DirectedInterval::parse(down))
        return refused(text, "its intervals must be names like P4 or m-3");
    if (*kind == ValueKind::Rest)
        return refused(text, "a rest has no interval");
    value.interval = {std::string(up), std::string(down)};
    return value;
}

std::string Value::text() const
{
    std::string result = {static_cast<char>(kind), ','};
    result += duration;
    if (interval)
        result += ",<" + interval->first + "," + interval->second + ">";
    return result;
}

std::int64_t Value::thousandths() const
{
    return parseThousandths(duration).value_or(0);
}

Ticks Value::ticks() const
{
    return Ticks::fromTwelfths((thousandths() * 12 + 500) / 1000);
}

std::vector<std::string> ValueCorpus::tokens() const
{
    std::size_t count = 0;
    for (const ValueMeasure& measure : measures)
        count += measure.tokens.size();
    std::vector<std::string> all;
    all.reserve(count);
    for (const ValueMeasure& measure : measures)
        all.insert(all.end(), measure.tokens.begin(), measure.tokens.end());
    return all;
}

} // namespace woodshed
