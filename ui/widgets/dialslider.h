#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QSlider;
class QToolButton;

namespace woodshed
{

/// A dial round a middle that means "as it comes": a slider from -100 to 100 with a plain word
/// beside its name. A double click, Delete, the key 0 and a small button bring it back to 0.
class DialSlider : public QWidget
{
    Q_OBJECT

public:
    /// What the stretches of the dial are called, from its left end to its right; the middle is "as
    /// the network likes it".
    struct Words {
        QString farLeft;
        QString left;
        QString right;
        QString farRight;
    };

    /// The slider is called "slider" + id, the button "btnReset" + id, the word "word" + id.
    DialSlider(const QString& id, const QString& name, const QString& tip, Words words,
               QWidget* parent = nullptr);

    /// -1 to 1.
    [[nodiscard]] double value() const;
    void setValue(double value);
    /// Rests with that reason as its tip; an empty reason wakes it.
    void rest(const QString& reason);
    /// What takes the focus, for the order of Tab.
    [[nodiscard]] QSlider* slider() const { return m_slider; }

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QString word(int hundredths) const;
    void show(int hundredths);

    QString m_name;
    QString m_tip;
    QString m_reason;
    Words m_words;
    QSlider* m_slider;
    QLabel* m_word;
    QToolButton* m_reset;
};

} // namespace woodshed
