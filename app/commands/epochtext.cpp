#include "commands/epochtext.h"

#include <array>
#include <charconv>

namespace woodshed
{

namespace
{

std::string shortest(double value)
{
    std::array<char, 64> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

} // namespace

std::string fixed(double value, int digits)
{
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::fixed, digits)
                         .ptr;
    return {text.data(), end};
}

std::string csvOf(const std::vector<EpochReport>& history)
{
    std::string csv = "epoch,loss,accuracy,validation_loss,learning_rate,seconds\n";
    for (const EpochReport& report : history) {
        csv += std::to_string(report.epoch) + ',' + shortest(report.loss) + ',' +
               shortest(report.accuracy) + ',' +
               (report.validationLoss ? shortest(*report.validationLoss) : "") + ',' +
               shortest(report.learningRate) + ',' + fixed(report.seconds, 3) + '\n';
    }
    return csv;
}

std::string timeLeft(const EpochReport& report, int epochs)
{
    if (report.epoch * 20 < epochs || report.epoch == epochs)
        return {};
    const double left = report.seconds / report.epoch * (epochs - report.epoch);
    if (left < 100)
        return ", about " + fixed(left, 0) + " s left";
    return ", about " + fixed(left / 60, 0) + " min left";
}

} // namespace woodshed
