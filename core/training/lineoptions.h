#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace woodshed
{

/// How a network of the Woodshed profile is trained.
struct LineTrainingOptions {
    int hidden = 160;               ///< 1..1,024
    int epochs = 24;                ///< 1..1,000,000
    int steps = 64;                 ///< of a window, which begins with the state at zero: 2..1,024
    int batchSize = 32;             ///< windows in one update: 1..4,096
    double learningRate = 3e-3;     ///< AdamW, beta 0.9 and 0.999; falls along a cosine down to 3 %
    double dropout = 0.3;           ///< share of the LSTM's outputs that are left out: 0..0.95
    double weightDecay = 1e-4;      ///< 0..1, times the learning rate
    double gradientLimit = 1;       ///< a longer gradient is shortened to this
    double characterDropout = 0.15; ///< share of windows that are not told their character: 0..1
    /// This many epochs without a better validation loss end the run early; 0 never does, nor does
    /// a dataset without validation.
    int patience = 0;
    /// A run that comes to its end keeps the weights of the last epoch, not those of the lowest
    /// validation loss. They foretell strange solos less well, but the solos they improvise measure
    /// more like people's: the learning rate has come down, and turns of phrase are whole.
    bool keepsLast = false;
    std::uint64_t seed = 0; ///< initial weights, windows, order and dropout
    friend bool operator==(const LineTrainingOptions&, const LineTrainingOptions&) = default;
};

/// A size of training that a user can choose without knowing the numbers.
struct LinePreset {
    std::string_view name;
    LineTrainingOptions options;
};

/// From seconds to a night.
inline constexpr std::array<LinePreset, 3> linePresets{{
    {.name = "Quick", .options = {.hidden = 96, .epochs = 10, .keepsLast = true}},
    {.name = "Good", .options = {.hidden = 160, .epochs = 24, .keepsLast = true}},
    {.name = "Overnight",
     .options =
         {.hidden = 320, .epochs = 60, .learningRate = 2e-3, .dropout = 0.5, .keepsLast = true}},
}};

} // namespace woodshed
