#include "widgets/losschart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <QChart>
#include <QChartView>
#include <QCoreApplication>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QValueAxis>

#include "widgets/contrast.h"
#include "widgets/decimate.h"

namespace woodshed
{

namespace
{

struct NiceAxis {
    double end = 1;
    int ticks = 5;
};

/// The next round number at or above with ticks on round numbers too, so that axes change seldom
/// and read well.
NiceAxis niceAxis(double value)
{
    if (!(value > 0) || !std::isfinite(value))
        return {};
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const auto& [step, ticks] :
         {std::pair{1.0, 5}, {1.5, 4}, {2.0, 5}, {3.0, 4}, {5.0, 6}, {7.5, 4}}) {
        if (value <= step * power * 1.0001)
            return {step * power, ticks};
    }
    return {10 * power, 5};
}

/// The next of 1, 2, 5, 10, ... at or above.
double roundStep(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(std::max(value, 1.0))));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (value <= step * power)
            return step * power;
    }
    return 10 * power;
}

} // namespace

LossChart::LossChart(QWidget* parent)
    : m_chart(new QChart)
    , m_view(new QChartView(m_chart, parent))
    , m_loss(new QLineSeries)
    , m_accuracy(new QLineSeries)
    , m_epochs(new QValueAxis)
    , m_linear(new QValueAxis)
    , m_log(new QLogValueAxis)
    , m_percent(new QValueAxis)
{
    m_loss->setName(QCoreApplication::translate("woodshed::LossPlot", "Loss (left)"));
    m_accuracy->setName(QCoreApplication::translate("woodshed::LossPlot", "Accuracy % (right)"));
    m_chart->addSeries(m_loss);
    m_chart->addSeries(m_accuracy);
    m_chart->addAxis(m_epochs, Qt::AlignBottom);
    m_chart->addAxis(m_linear, Qt::AlignLeft);
    m_chart->addAxis(m_percent, Qt::AlignRight);
    for (QLineSeries* series : {m_loss, m_accuracy})
        series->attachAxis(m_epochs);
    m_loss->attachAxis(m_linear);
    m_accuracy->attachAxis(m_percent);
    m_epochs->setTickType(QValueAxis::TicksDynamic);
    m_epochs->setTickAnchor(0);
    m_epochs->setLabelFormat(QStringLiteral("%d"));
    m_linear->setLabelFormat(QStringLiteral("%g"));
    m_log->setLabelFormat(QStringLiteral("%g"));
    m_log->setBase(10);
    m_log->setMinorTickCount(-1);
    m_percent->setRange(0, 100);
    m_percent->setTickCount(3);
    m_percent->setLabelFormat(QStringLiteral("%d"));
    m_percent->setGridLineVisible(false);
    m_chart->setMargins(QMargins(0, 0, 0, 0));
    m_chart->setBackgroundRoundness(0);
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    m_chart->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->viewport()->setMouseTracking(true);
}

LossChart::~LossChart()
{
    // The axis that is not attached belongs to nobody else.
    if (m_logarithmic)
        delete m_linear;
    else
        delete m_log;
}

QWidget* LossChart::widget() const
{
    return m_view;
}

QWidget* LossChart::mouseArea() const
{
    return m_view->viewport();
}

void LossChart::setLogarithmic(bool logarithmic)
{
    if (logarithmic == m_logarithmic)
        return;
    QAbstractAxis* out = logarithmic ? static_cast<QAbstractAxis*>(m_linear) : m_log;
    QAbstractAxis* in = logarithmic ? static_cast<QAbstractAxis*>(m_log) : m_linear;
    m_chart->removeAxis(out);
    m_chart->addAxis(in, Qt::AlignLeft);
    m_loss->attachAxis(in);
    m_logarithmic = logarithmic;
}

void LossChart::replace(std::span<const EpochReport> history, int epochs)
{
    std::vector<QPointF> loss;
    std::vector<QPointF> accuracy;
    double highest = 0;
    double lowest = std::numeric_limits<double>::max();
    for (const EpochReport& report : history) {
        loss.emplace_back(report.epoch, report.loss);
        accuracy.emplace_back(report.epoch, report.accuracy * 100);
        if (std::isfinite(report.loss)) {
            highest = std::max(highest, report.loss);
            lowest = std::min(lowest, report.loss);
        }
    }
    const int limit = 2 * std::max(50, m_view->width());
    m_loss->replace(decimated(loss, limit));
    m_accuracy->replace(decimated(accuracy, limit));
    const int last = history.empty() ? 0 : history.back().epoch;
    const int end = std::max({2, epochs, last});
    m_epochs->setTickInterval(std::max(1.0, roundStep(end / 6.0)));
    m_epochs->setRange(1, end);
    const NiceAxis axis = niceAxis(highest);
    m_linear->setLabelsVisible(!history.empty());
    m_linear->setTickCount(axis.ticks);
    m_linear->setRange(0, axis.end);
    if (lowest > 0 && highest > 0)
        m_log->setRange(std::pow(10, std::floor(std::log10(lowest))),
                        std::pow(10, std::ceil(std::log10(highest))));
}

void LossChart::applyPalette(const QPalette& palette, const QFont& font)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    const QColor dim = legible(blended(base, text, 0.7), base, 4.5);
    m_chart->setBackgroundBrush(base);
    m_chart->setBackgroundPen(Qt::NoPen);
    m_view->setBackgroundBrush(base);
    QFont small = font;
    small.setPointSizeF(std::max(7.0, font.pointSizeF() * 0.85));
    for (QAbstractAxis* axis :
         {static_cast<QAbstractAxis*>(m_epochs), static_cast<QAbstractAxis*>(m_linear),
          static_cast<QAbstractAxis*>(m_log), static_cast<QAbstractAxis*>(m_percent)}) {
        axis->setLabelsColor(dim);
        axis->setLabelsFont(small);
        axis->setGridLineColor(blended(base, text, 0.12));
        axis->setMinorGridLineColor(blended(base, text, 0.06));
        axis->setLinePenColor(blended(base, text, 0.35));
    }
    m_chart->legend()->setLabelColor(text);
    m_chart->legend()->setFont(small);
    m_loss->setPen(QPen(legible(QColor(0x00, 0x72, 0xB2), base, 3.5), 2));
    m_accuracy->setPen(QPen(legible(QColor(0xD5, 0x5E, 0x00), base, 3.5), 1.6, Qt::DashLine));
}

double LossChart::epochAt(QPointF place) const
{
    const QPointF scene = m_view->mapToScene(place.toPoint());
    return m_chart->mapToValue(m_chart->mapFromScene(scene), m_loss).x();
}

int LossChart::drawnPoints() const
{
    return static_cast<int>(m_loss->count());
}

} // namespace woodshed
