#include <QTest>

#include "playback/audiodriver.h"

using namespace woodshed;

class TestAudioDriver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsAJackServerByItsSocket_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<bool>("expected");
        QTest::newRow("jackd1") << QByteArray("/dev/shm/jack-1000/default/jack_0") << true;
        QTest::newRow("jackd2") << QByteArray("/dev/shm/jack_default_1000_0") << true;
        QTest::newRow("another user's") << QByteArray("/dev/shm/jack-1001/default/jack_0") << false;
        QTest::newRow("another user's, jackd2")
            << QByteArray("/dev/shm/jack_default_10001_0") << false;
        QTest::newRow("something else") << QByteArray("/run/user/1000/jack_of_all_trades") << false;
        QTest::newRow("abstract") << QByteArray("@/tmp/dbus-1000") << false;
        QTest::newRow("nameless") << QByteArray("") << false;
    }

    void knowsAJackServerByItsSocket()
    {
        QFETCH(QByteArray, line);
        QFETCH(bool, expected);
        const std::string text = "Num       RefCount Protocol Flags    Type St Inode Path\n"
                                 "0000: 00000002 00000000 00010000 0001 01 10 /run/user/1000/bus\n"
                                 "0000: 00000002 00000000 00010000 0001 01 11 " +
                                 line.toStdString() + "\n";
        QCOMPARE(listsJackServer(text, 1000), expected);
        QCOMPARE(listsJackServer(text.substr(0, text.size() - 1), 1000), expected);
    }
};

QTEST_GUILESS_MAIN(TestAudioDriver)
#include "tst_audiodriver.moc"
