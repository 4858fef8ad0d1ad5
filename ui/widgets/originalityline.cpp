#include "widgets/originalityline.h"

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
        if (m_longest)
            Q_EMIT sourceRequested(QString::fromStdString(m_longest->source), m_longest->bar);
    });
    hide();
}

void OriginalityLine::setReport(const std::optional<OriginalityReport>& report)
{
    m_longest.reset();
    setVisible(report.has_value());
    if (!report)
        return;
    if (!report->runs.empty())
        m_longest = report->runs.front();
    setText(m_longest ? sentence(*report, QStringLiteral("<a href=\"source\">%1</a>")
                                              .arg(placeOf(*m_longest).toHtmlEscaped()))
                      : sentence(*report, {}));
    setAccessibleName(originalityText(*report));
    setFocusPolicy(m_longest ? Qt::StrongFocus : Qt::NoFocus);
}

QString originalityText(const OriginalityReport& report)
{
    return sentence(report, report.runs.empty() ? QString() : placeOf(report.runs.front()));
}

} // namespace woodshed
