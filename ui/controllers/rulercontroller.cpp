#include "controllers/rulercontroller.h"

#include <algorithm>
#include <optional>

#include <QAction>

#include "controllers/playbackcontroller.h"
#include "studio/studioactions.h"
#include "widgets/pianoroll.h"

namespace woodshed
{

RulerController::RulerController(const StudioActions& actions, PianoRoll* roll,
                                 PlaybackController* playback, QObject* parent)
    : QObject(parent)
    , m_loop(actions.loop)
    , m_roll(roll)
    , m_playback(playback)
{
    connect(roll, &PianoRoll::seekRequested, playback, &PlaybackController::seek);
    connect(actions.barBack, &QAction::triggered, this, [this] { moveByBar(-1); });
    connect(actions.barForward, &QAction::triggered, this, [this] { moveByBar(1); });
    connect(actions.loop, &QAction::toggled, this, &RulerController::applyLoop);
    connect(actions.loopFrom, &QAction::triggered, this, [this] { markLoop(true); });
    connect(actions.loopTo, &QAction::triggered, this, [this] { markLoop(false); });
    connect(actions.loopWhole, &QAction::triggered, this, [this] {
        m_roll->setLoopRegion(std::nullopt);
        applyLoop();
    });
    connect(m_roll, &PianoRoll::loopMarked, this, [this] {
        if (m_roll->loopRegion())
            m_loop->setChecked(true);
        applyLoop();
    });
}

void RulerController::applyLoop()
{
    const bool on = m_loop->isChecked();
    m_roll->setLoopActive(on);
    const LoopRegion whole{{}, m_playback->performance().length};
    const LoopRegion region = m_roll->loopRegion().value_or(whole);
    m_playback->setLoop(on && region.from < region.to ? std::optional(region) : std::nullopt);
}

void RulerController::markLoop(bool from)
{
    const RollContent& content = m_roll->content();
    const int note = m_roll->currentNote();
    const Ticks here = note >= 0 ? content.take().notes[static_cast<std::size_t>(note)].start
                                 : m_playback->position();
    const Ticks bar = content.barLength();
    const Ticks start = bar * (std::min(here, content.length() - Ticks{1}).count / bar.count);
    LoopRegion region = m_roll->loopRegion().value_or(LoopRegion{{}, content.length()});
    if (from) {
        region.from = start;
        region.to = region.to > start ? region.to : content.length();
    } else {
        region.to = std::min(start + bar, content.length());
        region.from = region.from < region.to ? region.from : Ticks{};
    }
    m_roll->setLoopRegion(region);
    m_loop->setChecked(true);
    applyLoop();
    Q_EMIT told(
        tr("Loop from %1 to %2")
            .arg(content.positionText(region.from), content.positionText(region.to - Ticks{1})));
}

void RulerController::moveByBar(int direction)
{
    const RollContent& content = m_roll->content();
    const Ticks bar = content.barLength();
    const Ticks here = m_playback->position();
    // While playing, going back twice within the first beat reaches the bar before.
    const Ticks reach = m_playback->isPlaying() ? content.beatLength() : Ticks{1};
    const std::int64_t target =
        direction > 0 ? here.count / bar.count + 1 : (here - reach).count / bar.count;
    m_playback->seek(std::clamp(bar * target, Ticks{}, content.length()));
}

} // namespace woodshed
