#pragma once

#include <QColor>
#include <QPalette>

namespace woodshed
{

/// Contrast of two opaque colours, 1..21 (WCAG 2.1, relative luminance of sRGB).
[[nodiscard]] double contrastRatio(const QColor& a, const QColor& b);

/// Whether the palette is a dark one: its window is darker than middle grey.
[[nodiscard]] bool isDark(const QPalette& palette);

/// `share` of `over` on top of `under`, opaque.
[[nodiscard]] QColor blended(const QColor& under, const QColor& over, double share);

/// The nearest colour of the same hue that reaches `ratio` against the background: lighter on dark,
/// darker on light.
[[nodiscard]] QColor legible(const QColor& colour, const QColor& background, double ratio = 3.0);

} // namespace woodshed
