#include "studio/errortext.h"

#include <QCoreApplication>

namespace woodshed
{

QString errorText(const Error& error)
{
    QString text = QString::fromStdString(error.detail).trimmed();
    if (text.isEmpty())
        text = QCoreApplication::translate("woodshed::Error", "Something went wrong");
    text[0] = text[0].toUpper();
    const QString where = QString::fromStdString(error.where);
    if (!where.isEmpty() && !text.contains(where))
        text += QStringLiteral(" (%1)").arg(where);
    if (!text.endsWith(QLatin1Char('.')))
        text += QLatin1Char('.');
    return text;
}

} // namespace woodshed
