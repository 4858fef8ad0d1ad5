#include "widgets/lossplot.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QVBoxLayout>

#include "widgets/elidedlabel.h"
#include "widgets/losschart.h"

namespace woodshed
{

LossPlot::LossPlot(QWidget* parent)
    : QWidget(parent)
    , m_chart(std::make_unique<LossChart>(this))
    , m_readout(new ElidedLabel(this))
{
    setObjectName(QStringLiteral("lossPlot"));
    setAccessibleName(tr("Loss over the epochs"));
    setToolTip(
        tr("How far the network is from the corpus: the lower the loss, the better it has learnt"));
    setStatusTip(toolTip());
    m_readout->setObjectName(QStringLiteral("lossReadout"));
    m_readout->setAlignment(Qt::AlignCenter);
    m_chart->widget()->setAccessibleName(accessibleName());
    m_chart->mouseArea()->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_chart->widget(), 1);
    layout->addWidget(m_readout);
    m_chart->applyPalette(palette(), font());
    refresh();
}

LossPlot::~LossPlot() = default;

void LossPlot::setPoints(std::vector<EpochReport> history)
{
    m_history = std::move(history);
    m_hovered = std::min(m_hovered, static_cast<int>(m_history.size()) - 1);
    const bool hasLog = std::all_of(m_history.begin(), m_history.end(),
                                    [](const EpochReport& report) { return report.loss > 0; });
    if (m_logarithmic && !hasLog)
        (void)setLogarithmic(true);
    refresh();
}

void LossPlot::setEpochs(int epochs)
{
    m_epochs = epochs;
    refresh();
}

bool LossPlot::setLogarithmic(bool logarithmic)
{
    const bool refused =
        logarithmic && std::any_of(m_history.begin(), m_history.end(),
                                   [](const EpochReport& report) { return !(report.loss > 0); });
    m_logarithmic = logarithmic && !refused;
    m_chart->setLogarithmic(m_logarithmic);
    refresh();
    if (refused)
        m_readout->setText(tr("No logarithmic scale: it cannot show a loss of zero or less"));
    return !refused;
}

void LossPlot::refresh()
{
    m_chart->replace(m_history, m_epochs);
    showReadout(m_hovered);
}

void LossPlot::showReadout(int index)
{
    if (m_history.empty()) {
        m_readout->setText(tr("The curves appear here while the network learns."));
        return;
    }
    const EpochReport& report =
        index < 0 ? m_history.back() : m_history[static_cast<std::size_t>(index)];
    const QLocale locale;
    const auto shown = [&locale](double loss) { return locale.toString(loss, 'f', 2); };
    const QString accuracy = locale.toString(report.accuracy * 100, 'f', 1);
    const EpochReport* best = bestOf(m_history);
    if (!report.validationLoss || best == nullptr) {
        m_readout->setText(tr("Epoch %1: loss %2, accuracy %3 %")
                               .arg(report.epoch)
                               .arg(shown(report.loss), accuracy));
        return;
    }
    m_readout->setText(tr("Epoch %1: training %2, validation %3; best %4 at epoch %5")
                           .arg(report.epoch)
                           .arg(shown(report.loss), shown(*report.validationLoss),
                                shown(best->validationLoss.value_or(best->loss)))
                           .arg(best->epoch));
}

void LossPlot::setUnit(LossUnit unit)
{
    m_chart->setUnit(unit);
    refresh();
}

void LossPlot::setMarks(std::vector<int> epochs)
{
    m_chart->setMarks(std::move(epochs));
    refresh();
}

std::optional<QPointF> LossPlot::markPlace(int epoch) const
{
    return m_chart->placeOf(epoch);
}

QWidget* LossPlot::markArea() const
{
    return m_chart->mouseArea();
}

QString LossPlot::readout() const
{
    return m_readout->text();
}

int LossPlot::drawnPoints() const
{
    return m_chart->drawnPoints();
}

bool LossPlot::savePng(const QString& path)
{
    return grab().save(path, "PNG");
}

bool LossPlot::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        m_hovered = -1;
        showReadout(m_hovered);
    } else if (event->type() == QEvent::MouseMove) {
        point(static_cast<QMouseEvent*>(event)->position());
    } else if (event->type() == QEvent::MouseButtonPress &&
               static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton) {
        const int mark = m_chart->markAt(static_cast<QMouseEvent*>(event)->position());
        if (mark >= 0)
            Q_EMIT markClicked(mark);
    }
    return QWidget::eventFilter(watched, event);
}

void LossPlot::point(QPointF place)
{
    const int mark = m_chart->markAt(place);
    QWidget* area = m_chart->mouseArea();
    area->setCursor(mark >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    area->setToolTip(mark < 0    ? QString()
                     : mark == 0 ? tr("Click to hear it untrained")
                                 : tr("Click to hear what it played at epoch %1").arg(mark));
    if (m_history.empty())
        return;
    const double epoch = m_chart->epochAt(place);
    const auto nearest = std::min_element(
        m_history.begin(), m_history.end(), [epoch](const EpochReport& a, const EpochReport& b) {
            return std::abs(a.epoch - epoch) < std::abs(b.epoch - epoch);
        });
    m_hovered = static_cast<int>(nearest - m_history.begin());
    showReadout(m_hovered);
}

void LossPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        m_chart->applyPalette(palette(), font());
}

void LossPlot::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refresh();
}

QImage renderLossPlot(std::vector<EpochReport> history, QSize size)
{
    LossPlot plot;
    plot.setAutoFillBackground(true);
    plot.resize(size);
    plot.setPoints(std::move(history));
    return plot.grab().toImage();
}

} // namespace woodshed
