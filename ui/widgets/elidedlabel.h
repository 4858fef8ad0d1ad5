#pragma once

#include <QLabel>

namespace woodshed
{

/// A line of plain text that gives way: cut with an ellipsis where there is no room for it, and
/// whole in its tool tip.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace woodshed
