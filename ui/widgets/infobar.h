#pragma once

#include <functional>
#include <optional>

#include <QFrame>
#include <QString>

class QLabel;
class QPushButton;
class QToolButton;

namespace woodshed
{

/// One message at the top of the work area, instead of a modal box: what happened, and at most one
/// thing to do about it. Behind it stands what is under way, to be seen while there is no message.
class InfoBar : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Information, Warning, Error };

    explicit InfoBar(QWidget* parent = nullptr);

    /// Replaces what was shown. The action closes the bar after it has run.
    void showMessage(Kind kind, const QString& text, const QString& actionText = {},
                     std::function<void()> action = {});
    /// Something goes on, or has gone further; its text may change as often as it likes. The action
    /// leaves it there, and so does dismiss().
    void showActivity(const QString& text, const QString& actionText = {},
                      std::function<void()> action = {});
    void endActivity();
    /// What can be read now.
    [[nodiscard]] QString message() const;
    [[nodiscard]] Kind kind() const;

public Q_SLOTS:
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Content {
        Kind kind = Kind::Information;
        QString text;
        QString actionText;
        std::function<void()> action;
    };

    void present();
    void announce();
    void act();
    [[nodiscard]] QColor accent() const;
    void applyColours();

    QLabel* m_sign;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
    std::optional<Content> m_message;
    std::optional<Content> m_activity;
};

} // namespace woodshed
