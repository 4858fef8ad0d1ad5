#include "panels/corpuspanel.h"

#include <QAction>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/describe.h"
#include "widgets/elidedlabel.h"

namespace woodshed
{

CorpusPanel::CorpusPanel(QAction* open, QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(this))
{
    setObjectName(QStringLiteral("corpusPanel"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* form = new QFormLayout;
    form->setVerticalSpacing(3);
    form->setHorizontalSpacing(4);
    layout->addLayout(form);
    m_name->setObjectName(QStringLiteral("corpusName"));
    m_name->setStatusTip(tr("What the network learns from"));
    form->addRow(m_name);
    m_tokens = addRow("corpusTokens", tr("Number of tokens:"),
                      tr("Musical values in the corpus, one after the other"));
    m_examples = addRow("corpusExamples", tr("Number of examples:"),
                        tr("Random stretches cut from the corpus: the notebook's m"));
    m_steps = addRow("corpusSteps", tr("Tx:"), tr("Length of an example, in values"));
    m_values = addRow("corpusValues", tr("Number of unique values:"),
                      tr("Different values in the corpus: its vocabulary"));
    m_inputs = addRow("corpusInputs", tr("Shape of X:"), tr("Inputs: examples, steps, values"));
    m_labels = addRow("corpusLabels", tr("Shape of Y:"), tr("Labels: steps, examples, values"));

    auto* openButton = new QToolButton(this);
    openButton->setObjectName(QStringLiteral("btnOpen"));
    openButton->setDefaultAction(open);
    openButton->setText(tr("Open...")); // the action's own drops the dots that promise a question
    openButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    openButton->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    openButton->setFocusPolicy(Qt::StrongFocus);
    m_show = new QPushButton(tr("Sho&w corpus"), this);
    m_show->setObjectName(QStringLiteral("btnShowCorpus"));
    describe(m_show, tr("Show corpus"),
             tr("Put the corpus itself into the piano roll, to see and hear it"));
    connect(m_show, &QPushButton::clicked, this, &CorpusPanel::showRequested);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(openButton, 1);
    buttons->addWidget(m_show, 1);
    layout->addSpacing(4);
    layout->addLayout(buttons);
}

QLabel* CorpusPanel::addRow(const char* objectName, const QString& name, const QString& tip)
{
    auto* value = new QLabel(this);
    value->setObjectName(QLatin1String(objectName));
    value->setToolTip(tip);
    value->setStatusTip(tip);
    value->setTextFormat(Qt::PlainText);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* form = static_cast<QFormLayout*>(layout()->itemAt(0)->layout());
    form->addRow(name, value);
    form->labelForField(value)->setToolTip(tip);
    return value;
}

void CorpusPanel::setCorpus(const StudioCorpus& corpus)
{
    const Dataset& dataset = corpus.dataset;
    const auto values = static_cast<int>(dataset.vocabulary.size());
    const auto show = [](QLabel* label, const QString& name, const QString& text) {
        label->setText(text);
        label->setAccessibleName(QStringLiteral("%1 %2").arg(name, text));
    };
    show(m_name, tr("Corpus:"), QString::fromStdString(corpus.name));
    show(m_tokens, tr("Number of tokens:"), QString::number(dataset.corpusTokens));
    show(m_examples, tr("Number of examples:"), QString::number(dataset.examples));
    show(m_steps, tr("Tx:"), QString::number(dataset.steps));
    show(m_values, tr("Number of unique values:"), QString::number(values));
    show(m_inputs, tr("Shape of X:"),
         QStringLiteral("(%1, %2, %3)").arg(dataset.examples).arg(dataset.steps).arg(values));
    show(m_labels, tr("Shape of Y:"),
         QStringLiteral("(%1, %2, %3)").arg(dataset.steps).arg(dataset.examples).arg(values));
    m_show->setEnabled(corpus.take != nullptr);
}

} // namespace woodshed
