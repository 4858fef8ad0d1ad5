#include "widgets/lossplot.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QEvent>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QVBoxLayout>

#include "widgets/losschart.h"

namespace woodshed
{

LossPlot::LossPlot(QWidget* parent)
    : QWidget(parent)
    , m_chart(std::make_unique<LossChart>(this))
    , m_readout(new QLabel(this))
{
    setObjectName(QStringLiteral("lossPlot"));
    setAccessibleName(tr("Loss and accuracy over the epochs"));
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
    m_readout->setText(tr("Epoch %1: loss %2, accuracy %3 %")
                           .arg(report.epoch)
                           .arg(locale.toString(report.loss, 'f', 2),
                                locale.toString(report.accuracy * 100, 'f', 1)));
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
    } else if (event->type() == QEvent::MouseMove && !m_history.empty()) {
        const double epoch = m_chart->epochAt(static_cast<QMouseEvent*>(event)->position());
        const auto nearest =
            std::min_element(m_history.begin(), m_history.end(),
                             [epoch](const EpochReport& a, const EpochReport& b) {
                                 return std::abs(a.epoch - epoch) < std::abs(b.epoch - epoch);
                             });
        m_hovered = static_cast<int>(nearest - m_history.begin());
        showReadout(m_hovered);
    }
    return QWidget::eventFilter(watched, event);
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
