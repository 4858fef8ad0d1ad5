#pragma once

#include <optional>
#include <span>
#include <vector>

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QPointF>

#include "training/trainer.h"

class QChart;
class QChartView;
class QLineSeries;
class QLogValueAxis;
class QPainter;
class QValueAxis;
class QWidget;

namespace woodshed
{

/// What a loss is counted in.
enum class LossUnit {
    Example, ///< the notebook's: summed over an example; shown with the accuracy
    Note,    ///< nats a note; shown with the loss in validation
};

/// The epoch with the lowest loss in validation or, where there is none, in training; null of an
/// empty history.
[[nodiscard]] const EpochReport* bestOf(std::span<const EpochReport> history);

/// The chart inside LossPlot, and the only code that knows Qt Charts: loss on the left axis,
/// accuracy on the right, a ring round the best epoch and a triangle at those that can be heard.
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
    void setUnit(LossUnit unit);
    /// The epochs that can be heard; drawn with the next replace().
    void setMarks(std::vector<int> epochs);
    /// Draws these points only; the epoch axis reaches to `epochs` at least.
    void replace(std::span<const EpochReport> history, int epochs);
    void applyPalette(const QPalette& palette, const QFont& font);
    /// The epoch under a place in mouseArea().
    [[nodiscard]] double epochAt(QPointF place) const;
    /// The marked epoch under a place in mouseArea(), or -1.
    [[nodiscard]] int markAt(QPointF place) const;
    /// Where the mark of an epoch is in mouseArea(); nothing where there is none.
    [[nodiscard]] std::optional<QPointF> placeOf(int epoch) const;
    [[nodiscard]] int drawnPoints() const;

private:
    class View;
    void drawMarks(QPainter& painter) const;
    [[nodiscard]] QPointF onChart(QPointF value) const;
    void fitAxes(std::span<const EpochReport> history, int epochs);

    QChart* m_chart; ///< owned by the view, as the series and attached axes are by the chart
    QChartView* m_view;
    QLineSeries* m_loss;
    QLineSeries* m_validation;
    QLineSeries* m_accuracy;
    QValueAxis* m_epochs;
    QValueAxis* m_linear;
    QLogValueAxis* m_log;
    QValueAxis* m_percent;
    bool m_logarithmic = false;
    LossUnit m_unit = LossUnit::Example;
    std::vector<int> m_marked;
    std::vector<QPointF> m_marks;  ///< epoch and loss
    std::optional<QPointF> m_best; ///< likewise
    QColor m_ink;
    QColor m_paper;
};

} // namespace woodshed
