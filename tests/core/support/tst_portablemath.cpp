#include <cmath>

#include <QTest>

#include "support/portablemath.h"
#include "support/random.h"

using namespace woodshed;

class TestPortableMath : public QObject
{
    Q_OBJECT

private:
    static bool close(double ours, double theirs)
    {
        return std::abs(ours - theirs) <= 1e-13 * std::abs(theirs);
    }

private Q_SLOTS:
    void expAgreesWithTheSystem()
    {
        Random random(1);
        for (int i = 0; i < 200000; ++i) {
            const double x = random.uniform() * 1400 - 700;
            QVERIFY2(close(portableExp(x), std::exp(x)), qPrintable(QString::number(x, 'g', 17)));
        }
        QCOMPARE(portableExp(0), 1.0);
        QVERIFY(portableExp(-1000) < 1e-300);
        QVERIFY(std::isfinite(portableExp(1e9)));
    }

    void logAgreesWithTheSystem()
    {
        Random random(2);
        for (int i = 0; i < 200000; ++i) {
            const double x = std::exp(random.uniform() * 1400 - 700);
            const double theirs = std::log(x);
            QVERIFY2(std::abs(portableLog(x) - theirs) <= 1e-13 * std::max(1.0, std::abs(theirs)),
                     qPrintable(QString::number(x, 'g', 17)));
        }
        QCOMPARE(portableLog(1), 0.0);
        QVERIFY(std::isfinite(portableLog(0)));
    }
};

QTEST_GUILESS_MAIN(TestPortableMath)
#include "tst_portablemath.moc"
