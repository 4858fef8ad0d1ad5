#pragma once

#include <array>
#include <optional>

#include <QColor>
#include <QPainter>
#include <QPalette>
#include <QString>

#include "corpus/value.h"

namespace woodshed
{

/// How a kind of value looks apart from its colour, so that nobody needs to tell hues apart.
enum class KindPattern { Plain, Dot, Hatch, Cross, Hollow };

struct KindStyle {
    QColor colour;
    KindPattern pattern = KindPattern::Plain;
};

/// The colours of the piano roll, all derived from a palette: light, dark or high contrast.
struct RollTheme {
    /// Share of the playhead's colour over what is marked for the loop.
    static constexpr double loopShare = 0.12;

    QColor background;
    QColor blackRow;
    QColor beatLine;
    QColor barLine;
    QColor lane; ///< ruler, chord and value lanes
    QColor text;
    QColor dimText;
    QColor whiteKey;
    QColor blackKey;
    QColor keyText;
    QColor lit; ///< keys that sound
    QColor playhead;

    [[nodiscard]] static RollTheme from(const QPalette& palette);
    /// Okabe and Ito's colours, moved until they stand at 3:1 on every row; grey and plain where
    /// the kind is unknown.
    [[nodiscard]] const KindStyle& style(std::optional<ValueKind> kind) const;

private:
    std::array<KindStyle, 6> m_styles; ///< in the order of ValueKind, then the unknown kind
};

/// "chord tone", "scale tone", ... in the user's language.
[[nodiscard]] QString kindName(ValueKind kind);

/// Fills a block in the style; the pattern is left out where the block is too small to show it.
void paintKind(QPainter& painter, const QRectF& block, const KindStyle& style,
               const QColor& background);

} // namespace woodshed
