#include "panels/trainingnumbers.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include "widgets/describe.h"

namespace woodshed
{

TrainingNumbers::TrainingNumbers(QWidget* parent)
    : QWidget(parent)
    , m_hidden(new QSpinBox(this))
    , m_epochs(new QSpinBox(this))
    , m_dropout(new QDoubleSpinBox(this))
    , m_rate(new QDoubleSpinBox(this))
    , m_patience(new QSpinBox(this))
{
    setObjectName(QStringLiteral("trainingNumbers"));
    m_hidden->setRange(1, 1024);
    m_hidden->setSingleStep(16);
    m_epochs->setRange(1, 100'000);
    m_dropout->setRange(0, 0.95);
    m_dropout->setSingleStep(0.05);
    m_rate->setDecimals(5);
    m_rate->setRange(0.00001, 0.1);
    m_rate->setSingleStep(0.0005);
    m_patience->setRange(0, 10'000);
    m_patience->setSpecialValueText(tr("off"));

    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(4);
    add(form, m_hidden, "spinHidden", tr("Hidden units"),
        tr("How many units the LSTM has: more learn more and take longer"));
    add(form, m_epochs, "spinLineEpochs", tr("Epochs"),
        tr("How many times to go through all solos"));
    add(form, m_dropout, "spinDropout", tr("Dropout"),
        tr("Share of the units left out at random in training, so that none is relied upon"));
    add(form, m_rate, "spinRate", tr("Learning rate"),
        tr("How large the steps of learning are at the beginning"));
    add(form, m_patience, "spinPatience", tr("Patience"),
        tr("After how many epochs without anything better training ends by itself"));
    setOptions({});
}

template<typename Box>
void TrainingNumbers::add(QFormLayout* form, Box* box, const char* objectName, const QString& name,
                          const QString& tip)
{
    box->setObjectName(QLatin1String(objectName));
    describe(box, name, tip);
    form->addRow(tr("%1:").arg(name), box);
    form->labelForField(box)->setToolTip(tip);
    connect(box, &Box::valueChanged, this, &TrainingNumbers::edited);
}

void TrainingNumbers::setOptions(const LineTrainingOptions& options)
{
    const QSignalBlocker quiet(this);
    m_others = options;
    m_hidden->setValue(options.hidden);
    m_epochs->setValue(options.epochs);
    m_dropout->setValue(options.dropout);
    m_rate->setValue(options.learningRate);
    m_patience->setValue(options.patience);
}

LineTrainingOptions TrainingNumbers::options() const
{
    LineTrainingOptions options = m_others;
    options.hidden = m_hidden->value();
    options.epochs = m_epochs->value();
    options.dropout = m_dropout->value();
    options.learningRate = m_rate->value();
    options.patience = m_patience->value();
    return options;
}

} // namespace woodshed
