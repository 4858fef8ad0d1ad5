#pragma once

#include <QTest>

/// Names every fault (a message of Qt Test is cut off after some lines), then fails if there is
/// any.
inline void report(const QStringList& faults)
{
    for (const QString& fault : faults)
        qWarning("%s", qPrintable(fault));
    QVERIFY2(faults.isEmpty(),
             qPrintable(QStringLiteral("%1 faults, named above").arg(faults.size())));
}
