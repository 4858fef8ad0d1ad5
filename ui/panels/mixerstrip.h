#pragma once

#include <QWidget>

#include "playback/transport.h"

class QSlider;
class QToolButton;

namespace woodshed
{

/// One part in the mixer: volume, pan, Mute and Solo. M and S do the same while the focus is here.
class MixerStrip : public QWidget
{
    Q_OBJECT

public:
    /// `part` is the part's name in a Performance, `shown` the same in the user's language.
    MixerStrip(const QString& part, const QString& shown, QWidget* parent = nullptr);

    [[nodiscard]] const QString& part() const { return m_part; }
    [[nodiscard]] PartMix mix() const;
    /// As if the user had set it.
    void setMix(const PartMix& mix);

Q_SIGNALS:
    void changed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_part;
    QSlider* m_volume;
    QSlider* m_pan;
    QToolButton* m_mute;
    QToolButton* m_solo;
};

} // namespace woodshed
