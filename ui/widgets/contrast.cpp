#include "widgets/contrast.h"

#include <algorithm>
#include <cmath>

namespace woodshed
{

namespace
{

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

} // namespace

double contrastRatio(const QColor& a, const QColor& b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QColor blended(const QColor& under, const QColor& over, double share)
{
    const auto mix = [share](float a, float b) {
        return static_cast<float>(a * (1 - share) + b * share);
    };
    return QColor::fromRgbF(mix(under.redF(), over.redF()), mix(under.greenF(), over.greenF()),
                            mix(under.blueF(), over.blueF()));
}

QColor legible(const QColor& colour, const QColor& background, double ratio)
{
    const QColor target = luminance(background) < 0.18 ? Qt::white : Qt::black;
    for (int step = 0; step < 20; ++step) {
        const QColor candidate = blended(colour, target, step / 20.0);
        if (contrastRatio(candidate, background) >= ratio)
            return candidate;
    }
    return target;
}

} // namespace woodshed
