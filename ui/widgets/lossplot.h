#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QPointF>
#include <QWidget>

#include "training/trainer.h"

class QLabel;

namespace woodshed
{

class LossChart;
enum class LossUnit;

/// Loss and accuracy or validation over the epochs, with a read-out of the values under the
/// pointer.
class LossPlot : public QWidget
{
    Q_OBJECT

public:
    explicit LossPlot(QWidget* parent = nullptr);
    ~LossPlot() override;

    /// Shows these epochs instead of what was there. Values that are not finite are left out.
    void setPoints(std::vector<EpochReport> history);
    [[nodiscard]] const std::vector<EpochReport>& points() const { return m_history; }
    /// How far the epoch axis reaches, so that it stands still while points come in.
    void setEpochs(int epochs);

    void setUnit(LossUnit unit);
    /// Marks these epochs, sorted, as ones that can be heard; 0 is before the first.
    void setMarks(std::vector<int> epochs);
    /// Where the mark of an epoch is in markArea(); nothing where there is none.
    [[nodiscard]] std::optional<QPointF> markPlace(int epoch) const;
    /// What receives the mouse.
    [[nodiscard]] QWidget* markArea() const;

    /// True logarithm of the loss. Refused, with the reason in the read-out, while any loss is zero
    /// or less.
    bool setLogarithmic(bool logarithmic);
    [[nodiscard]] bool isLogarithmic() const { return m_logarithmic; }

    /// The values under the pointer, or else the last ones, as text.
    [[nodiscard]] QString readout() const;
    /// How many points the chart holds after thinning out.
    [[nodiscard]] int drawnPoints() const;
    /// The chart as a PNG; false when it could not be written.
    [[nodiscard]] bool savePng(const QString& path);

Q_SIGNALS:
    /// The mark of that epoch was clicked.
    void markClicked(int epoch);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void showReadout(int index);
    void point(QPointF place);

    std::unique_ptr<LossChart> m_chart;
    QLabel* m_readout;
    std::vector<EpochReport> m_history;
    int m_epochs = 0;
    int m_hovered = -1;
    bool m_logarithmic = false;
};

/// The curves as a picture, without a window on screen: the command line's --plot. Needs a
/// QApplication.
[[nodiscard]] QImage renderLossPlot(std::vector<EpochReport> history, QSize size);

} // namespace woodshed
