#pragma once

#include <optional>
#include <span>

#include <QPainter>

#include "playback/transport.h"
#include "widgets/rollcontent.h"
#include "widgets/rollgeometry.h"
#include "widgets/rolltheme.h"

namespace woodshed
{

/// Everything one frame of the piano roll is made of.
struct RollScene {
    const RollContent& content;
    const RollGeometry& geometry;
    const RollTheme& theme;
    std::optional<LoopRegion> loop{}; ///< the stretch that is marked
    bool loopActive = false;
};

/// All that does not move while playing: grid, loop, lanes, keyboard, notes, values. Returns how
/// many notes were painted.
int paintRoll(QPainter& painter, const RollScene& scene);

/// The notes and keys that sound now, brightened over a painted roll.
void paintSounding(QPainter& painter, const RollScene& scene, std::span<const int> notes);

/// A two-pixel outline round one note.
void paintOutline(QPainter& painter, const RollScene& scene, int note);

void paintPlayhead(QPainter& painter, const RollScene& scene, Ticks position);

/// Where a value stands in the value lane.
[[nodiscard]] QRectF valueRect(const RollGeometry& geometry, const TakeValue& value);

} // namespace woodshed
