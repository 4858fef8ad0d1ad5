#pragma once

#include <span>

#include <QFont>
#include <QPalette>
#include <QPointF>

#include "training/trainer.h"

class QChart;
class QChartView;
class QLineSeries;
class QLogValueAxis;
class QValueAxis;
class QWidget;

namespace woodshed
{

/// The chart inside LossPlot, and the only code that knows Qt Charts: loss on the left axis,
/// accuracy on the right.
class LossChart
{
public:
    /// The view becomes a child of `parent`, which must outlive the chart.
    explicit LossChart(QWidget* parent);
    ~LossChart();
    LossChart(const LossChart&) = delete;
    LossChart& operator=(const LossChart&) = delete;

    [[nodiscard]] QWidget* widget() const;
    /// What receives the mouse inside widget().
    [[nodiscard]] QWidget* mouseArea() const;

    void setLogarithmic(bool logarithmic);
    /// Draws these points only; the epoch axis reaches to `epochs` at least.
    void replace(std::span<const EpochReport> history, int epochs);
    void applyPalette(const QPalette& palette, const QFont& font);
    /// The epoch under a place in mouseArea().
    [[nodiscard]] double epochAt(QPointF place) const;
    [[nodiscard]] int drawnPoints() const;

private:
    QChart* m_chart; ///< owned by the view, as the series and attached axes are by the chart
    QChartView* m_view;
    QLineSeries* m_loss;
    QLineSeries* m_accuracy;
    QValueAxis* m_epochs;
    QValueAxis* m_linear;
    QLogValueAxis* m_log;
    QValueAxis* m_percent;
    bool m_logarithmic = false;
};

} // namespace woodshed
