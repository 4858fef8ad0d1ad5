#pragma once

#include <QWidget>

#include "training/lineoptions.h"

class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;

namespace woodshed
{

/// The numbers behind a preset of the Woodshed profile, to be read and changed.
class TrainingNumbers : public QWidget
{
    Q_OBJECT

public:
    explicit TrainingNumbers(QWidget* parent = nullptr);

    void setOptions(const LineTrainingOptions& options);
    [[nodiscard]] LineTrainingOptions options() const;

Q_SIGNALS:
    /// By the user.
    void edited();

private:
    template<typename Box>
    void add(QFormLayout* form, Box* box, const char* objectName, const QString& name,
             const QString& tip);

    LineTrainingOptions m_others; ///< with the numbers that have no box
    QSpinBox* m_hidden;
    QSpinBox* m_epochs;
    QDoubleSpinBox* m_dropout;
    QDoubleSpinBox* m_rate;
    QSpinBox* m_patience;
};

} // namespace woodshed
