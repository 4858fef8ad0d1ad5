#pragma once

#include <QWidget>

namespace woodshed
{

/// One line that says how the kinds of values look in the piano roll.
class KindLegend : public QWidget
{
    Q_OBJECT

public:
    explicit KindLegend(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
};

} // namespace woodshed
