#include "widgets/originalityline.h"

#include <QEvent>
#include <QLocale>

namespace woodshed
{

namespace
{

/// `place` is put in where the longest run has one.
QString sentence(const OriginalityReport& report, const QString& place)
{
    if (report.longest == 0)
        return OriginalityLine::tr("Shares nothing with the corpus.");
    QString text =
        OriginalityLine::tr("Longest run shared with the corpus: %1 notes").arg(report.longest);
    if (!place.isEmpty())
        text += QStringLiteral(" (%1)").arg(place);
    // Six steps from note to note are seven notes.
    return text + OriginalityLine::tr(". %1 % of its seven-note figures are known.")
                      .arg(QLocale().toString(100 * report.share6, 'f', 0));
}

QString placeOf(const SharedRun& run)
{
    return OriginalityLine::tr("%1, bar %2").arg(QString::fromStdString(run.source)).arg(run.bar);
}

} // namespace

OriginalityLine::OriginalityLine(QWidget* parent)
    : QLabel(parent)
{
    setObjectName(QStringLiteral("originality"));
    setTextFormat(Qt::RichText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    setToolTip(tr("How much of the solo is already in the solos that the network has learned "
                  "from, in any key; choose the place to see it"));
    setStatusTip(toolTip());
    connect(this, &QLabel::linkActivated, this, [this] {
        if (m_report && !m_report->runs.empty())
            Q_EMIT sourceRequested(QString::fromStdString(m_report->runs.front().source),
                                   m_report->runs.front().bar);
    });
    hide();
}

void OriginalityLine::setReport(const std::optional<OriginalityReport>& report)
{
    m_report = report;
    setVisible(report.has_value());
    write();
}

void OriginalityLine::write()
{
    if (!m_report)
        return;
    // Underlined in the colour of the text: the usual blue is hard to read on dark windows.
    const bool hasSource = !m_report->runs.empty();
    const QString link = hasSource ? QStringLiteral("<a href=\"source\" style=\"color: %1\">%2</a>")
                                         .arg(palette().color(QPalette::WindowText).name(),
                                              placeOf(m_report->runs.front()).toHtmlEscaped())
                                   : QString();
    setText(sentence(*m_report, link));
    setAccessibleName(originalityText(*m_report));
    setFocusPolicy(hasSource ? Qt::StrongFocus : Qt::NoFocus);
}

void OriginalityLine::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        write();
}

QString originalityText(const OriginalityReport& report)
{
    return sentence(report, report.runs.empty() ? QString() : placeOf(report.runs.front()));
}

} // namespace woodshed
