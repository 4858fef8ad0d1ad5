#include "studio/errortext.h"

#include <QCoreApplication>

namespace woodshed
{

QString sentence(const std::string& clause)
{
    QString text = QString::fromStdString(clause).trimmed();
    if (text.isEmpty())
        return text;
    text[0] = text[0].toUpper();
    if (!text.endsWith(QLatin1Char('.')))
        text += QLatin1Char('.');
    return text;
}

QString errorText(const Error& error)
{
    QString text = sentence(error.detail);
    if (text.isEmpty())
        text = QCoreApplication::translate("woodshed::Error", "Something went wrong.");
    const QString where = QString::fromStdString(error.where);
    if (!where.isEmpty() && !text.contains(where)) {
        text.chop(1);
        text += QStringLiteral(" (%1).").arg(where);
    }
    return text;
}

} // namespace woodshed
