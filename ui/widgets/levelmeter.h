#pragma once

#include <QWidget>

#include "playback/soundstatus.h"

namespace woodshed
{

/// How loud it is, in decibels below full scale, with a mark that stays when it has been too loud
/// until a click or Space takes it away.
class LevelMeter : public QWidget
{
    Q_OBJECT

public:
    static constexpr double quietest = -48; ///< decibels at the left end

    explicit LevelMeter(QWidget* parent = nullptr);

    /// Rises at once, falls slowly: called twenty times a second.
    void setLevel(const Meter& level);
    [[nodiscard]] double decibels() const { return m_decibels; }
    [[nodiscard]] bool hasClipped() const { return m_clipped; }
    void resetClip();
    /// "-12 dB, has been too loud"
    [[nodiscard]] QString valueText() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    double m_decibels = quietest;
    bool m_clipped = false;
};

} // namespace woodshed
