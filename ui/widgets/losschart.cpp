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

/// A range from `lowest` to `highest` on round numbers, and the number of its ticks.
struct FittedAxis {
    double begin = 0;
    double end = 1;
    int ticks = 2;
};

FittedAxis fittedAxis(double lowest, double highest)
{
    double step = 0.05;
    for (const double wider : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0}) {
        if ((highest - lowest) / step <= 4)
            break;
        step = wider;
    }
    const double begin = std::max(0.0, step * std::floor(lowest / step));
    const double end = std::max(begin + step, step * std::ceil(highest / step));
    return {begin, end, 1 + static_cast<int>(std::lround((end - begin) / step))};
}

double deciding(const EpochReport& report)
{
    return report.validationLoss.value_or(report.loss);
}

constexpr double markSize = 10;

} // namespace

const EpochReport* bestOf(std::span<const EpochReport> history)
{
    const EpochReport* best = nullptr;
    for (const EpochReport& report : history)
        if (std::isfinite(deciding(report)) && (!best || deciding(report) < deciding(*best)))
            best = &report;
    return best;
}

/// Draws the marks over the curves.
class LossChart::View : public QChartView
{
public:
    View(const LossChart& owner, QChart* chart, QWidget* parent)
        : QChartView(chart, parent)
        , m_owner(owner)
    {
    }

protected:
    void drawForeground(QPainter* painter, const QRectF&) override { m_owner.drawMarks(*painter); }

private:
    const LossChart& m_owner;
};

LossChart::LossChart(QWidget* parent)
    : m_chart(new QChart)
    , m_view(new View(*this, m_chart, parent))
    , m_loss(new QLineSeries)
    , m_validation(new QLineSeries)
    , m_accuracy(new QLineSeries)
    , m_epochs(new QValueAxis)
    , m_linear(new QValueAxis)
    , m_log(new QLogValueAxis)
    , m_percent(new QValueAxis)
{
    m_validation->setName(QCoreApplication::translate("woodshed::LossPlot", "Validation"));
    m_accuracy->setName(QCoreApplication::translate("woodshed::LossPlot", "Accuracy % (right)"));
    m_chart->addSeries(m_loss);
    m_chart->addSeries(m_validation);
    m_chart->addSeries(m_accuracy);
    m_chart->addAxis(m_epochs, Qt::AlignBottom);
    m_chart->addAxis(m_linear, Qt::AlignLeft);
    m_chart->addAxis(m_percent, Qt::AlignRight);
    for (QLineSeries* series : {m_loss, m_validation, m_accuracy})
        series->attachAxis(m_epochs);
    m_loss->attachAxis(m_linear);
    m_validation->attachAxis(m_linear);
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
    m_view->setViewportUpdateMode(QGraphicsView::FullViewportUpdate); // marks are no items
    setUnit(LossUnit::Example);
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
    m_validation->attachAxis(in);
    m_logarithmic = logarithmic;
}

void LossChart::setUnit(LossUnit unit)
{
    m_unit = unit;
    const bool notes = unit == LossUnit::Note;
    m_loss->setName(notes ? QCoreApplication::translate("woodshed::LossPlot", "Training")
                          : QCoreApplication::translate("woodshed::LossPlot", "Loss (left)"));
    const QString title =
        notes ? QCoreApplication::translate("woodshed::LossPlot", "nats a note") : QString();
    m_linear->setTitleText(title);
    m_log->setTitleText(title);
    m_linear->setLabelFormat(notes ? QStringLiteral("%.2f") : QStringLiteral("%g"));
    m_validation->setVisible(notes);
    m_accuracy->setVisible(!notes);
    m_percent->setVisible(!notes);
}

void LossChart::setMarks(std::vector<int> epochs)
{
    m_marked = std::move(epochs);
}

void LossChart::replace(std::span<const EpochReport> history, int epochs)
{
    std::vector<QPointF> loss;
    std::vector<QPointF> validation;
    std::vector<QPointF> accuracy;
    m_marks.clear();
    if (!m_marked.empty() && m_marked.front() == 0) // untrained, it is off the scale
        m_marks.emplace_back(0, std::numeric_limits<double>::infinity());
    for (const EpochReport& report : history) {
        loss.emplace_back(report.epoch, report.loss);
        if (report.validationLoss)
            validation.emplace_back(report.epoch, *report.validationLoss);
        accuracy.emplace_back(report.epoch, report.accuracy * 100);
        if (std::binary_search(m_marked.begin(), m_marked.end(), report.epoch))
            m_marks.emplace_back(report.epoch, deciding(report));
    }
    const EpochReport* best = bestOf(history);
    m_best = best ? std::optional(QPointF(best->epoch, deciding(*best))) : std::nullopt;
    const int limit = 2 * std::max(50, m_view->width());
    m_loss->replace(decimated(loss, limit));
    m_validation->replace(decimated(validation, limit));
    m_accuracy->replace(decimated(accuracy, limit));
    fitAxes(history, epochs);
    m_view->viewport()->update();
}

void LossChart::fitAxes(std::span<const EpochReport> history, int epochs)
{
    double highest = 0;
    double lowest = std::numeric_limits<double>::max();
    for (const EpochReport& report : history) {
        for (const double loss : {report.loss, deciding(report)}) {
            if (std::isfinite(loss)) {
                highest = std::max(highest, loss);
                lowest = std::min(lowest, loss);
            }
        }
    }
    const int last = history.empty() ? 0 : history.back().epoch;
    const int end = std::max({2, epochs, last});
    m_epochs->setTickInterval(std::max(1.0, roundStep(end / 6.0)));
    m_epochs->setRange(!m_marked.empty() && m_marked.front() == 0 ? 0 : 1, end);
    m_linear->setLabelsVisible(!history.empty());
    m_linear->setTitleVisible(!history.empty());
    if (m_unit == LossUnit::Note && lowest <= highest) {
        const FittedAxis axis = fittedAxis(lowest, highest);
        m_linear->setTickCount(axis.ticks);
        m_linear->setRange(axis.begin, axis.end);
    } else {
        const NiceAxis axis = niceAxis(highest);
        m_linear->setTickCount(axis.ticks);
        m_linear->setRange(0, axis.end);
    }
    if (lowest > 0 && highest > 0)
        m_log->setRange(std::pow(10, std::floor(std::log10(lowest))),
                        std::pow(10, std::ceil(std::log10(highest))));
}

QPointF LossChart::onChart(QPointF value) const
{
    const QRectF area = m_chart->plotArea();
    QPointF place(area.left(), area.top());
    if (std::isfinite(value.y()))
        place = m_chart->mapToPosition(value, m_loss);
    else
        place.setX(m_chart->mapToPosition({value.x(), m_linear->max()}, m_loss).x());
    const double inset = markSize / 2;
    return {std::clamp(place.x(), area.left(), std::max(area.left(), area.right())),
            std::clamp(place.y(), area.top() + inset,
                       std::max(area.top() + inset, area.bottom() - inset))};
}

void LossChart::drawMarks(QPainter& painter) const
{
    if (m_chart->plotArea().isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_best) {
        painter.setPen(QPen(m_ink, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(m_chart->mapToScene(onChart(*m_best)), 0.7 * markSize, 0.7 * markSize);
    }
    painter.setPen(QPen(m_paper, 1));
    painter.setBrush(m_ink);
    for (const QPointF& mark : m_marks) {
        const QPointF at = m_chart->mapToScene(onChart(mark));
        const double half = markSize / 2;
        painter.drawPolygon(QPolygonF{{{at.x() - 0.8 * half, at.y() - half},
                                       {at.x() + half, at.y()},
                                       {at.x() - 0.8 * half, at.y() + half}}});
    }
}

int LossChart::markAt(QPointF place) const
{
    const QPointF scene = m_view->mapToScene(place.toPoint());
    int found = -1;
    double nearest = markSize;
    for (const QPointF& mark : m_marks) {
        const QPointF away = m_chart->mapToScene(onChart(mark)) - scene;
        const double distance = std::hypot(away.x(), away.y());
        if (distance < nearest) {
            nearest = distance;
            found = static_cast<int>(mark.x());
        }
    }
    return found;
}

std::optional<QPointF> LossChart::placeOf(int epoch) const
{
    for (const QPointF& mark : m_marks)
        if (static_cast<int>(mark.x()) == epoch)
            return m_view->mapFromScene(m_chart->mapToScene(onChart(mark)));
    return std::nullopt;
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
        axis->setTitleBrush(dim);
        axis->setTitleFont(small);
        axis->setGridLineColor(blended(base, text, 0.12));
        axis->setMinorGridLineColor(blended(base, text, 0.06));
        axis->setLinePenColor(blended(base, text, 0.35));
    }
    m_chart->legend()->setLabelColor(text);
    m_chart->legend()->setFont(small);
    m_loss->setPen(QPen(legible(QColor(0x00, 0x72, 0xB2), base, 3.5), 2));
    m_validation->setPen(QPen(legible(QColor(0xD5, 0x5E, 0x00), base, 3.5), 2, Qt::DashLine));
    m_ink = text;
    m_paper = base;
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
