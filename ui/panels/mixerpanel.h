#pragma once

#include <vector>

#include <QFrame>

#include "playback/soundstatus.h"
#include "playback/transport.h"
#include "session/session.h"

class QSlider;

namespace woodshed
{

class LevelMeter;
class MixerStrip;

/// The mixer: a strip for each part of the band, the reverb for all, and how loud it comes out.
class MixerPanel : public QFrame
{
    Q_OBJECT

public:
    explicit MixerPanel(QWidget* parent = nullptr);

    /// 0..1, without asking for it.
    void showReverb(double amount);

    /// As set here.
    [[nodiscard]] double reverb() const;
    [[nodiscard]] std::vector<SessionStrip> strips() const;
    /// As if the user had set them; parts that are not named play as they come.
    void setReverb(double amount);
    void setStrips(const std::vector<SessionStrip>& strips);

public Q_SLOTS:
    void setLevel(const woodshed::Meter& level);

Q_SIGNALS:
    /// `part` is its name in a Performance.
    void mixChanged(const QString& part, const woodshed::PartMix& mix);
    /// 0..1
    void reverbChanged(double amount);

private:
    QWidget* makeWhole();

    std::vector<MixerStrip*> m_strips;
    QSlider* m_reverb;
    LevelMeter* m_meter;
};

} // namespace woodshed
