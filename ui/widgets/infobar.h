#pragma once

#include <functional>

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace woodshed
{

/// One message at the top of the work area, instead of a modal box: what happened, and at most one
/// thing to do about it.
class InfoBar : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Information, Warning, Error };

    explicit InfoBar(QWidget* parent = nullptr);

    /// Replaces what was shown. The action closes the bar after it has run.
    void showMessage(Kind kind, const QString& text, const QString& actionText = {},
                     std::function<void()> action = {});
    [[nodiscard]] QString message() const;
    [[nodiscard]] Kind kind() const { return m_kind; }

public Q_SLOTS:
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QColor accent() const;
    void applyColours();

    QLabel* m_sign;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
    std::function<void()> m_run;
    Kind m_kind = Kind::Information;
};

} // namespace woodshed
