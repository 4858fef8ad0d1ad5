#include <QTest>

#include "ports/jackserver.h"

using namespace woodshed;

class TestJackServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsAServerByItsSocket_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("expected");
        QTest::newRow("jackd1") << QByteArray("/dev/shm/jack-1000/default/jack_0") << true;
        QTest::newRow("jackd2") << QByteArray("/dev/shm/jack_default_1000_0") << true;
        QTest::newRow("another user's") << QByteArray("/dev/shm/jack-1001/default/jack_0") << false;
        QTest::newRow("another user's, jackd2")
            << QByteArray("/dev/shm/jack_default_10001_0") << false;
        QTest::newRow("another server") << QByteArray("/dev/shm/jack-1000/studio/jack_0") << false;
        QTest::newRow("another server, jackd2")
            << QByteArray("/dev/shm/jack_studio_1000_0") << false;
        QTest::newRow("its other socket")
            << QByteArray("/dev/shm/jack-1000/default/jack_ack_0") << false;
        QTest::newRow("something else") << QByteArray("/run/user/1000/jack_of_all_trades") << false;
        QTest::newRow("abstract") << QByteArray("@/tmp/dbus-1000") << false;
        QTest::newRow("nameless") << QByteArray("") << false;
    }

    void knowsAServerByItsSocket()
    {
        QFETCH(QByteArray, path);
        QFETCH(bool, expected);
        const std::string text = "Num       RefCount Protocol Flags    Type St Inode Path\n"
                                 "0000: 00000002 00000000 00010000 0001 01 10 /run/user/1000/bus\n"
                                 "0000: 00000002 00000000 00010000 0001 01    11 " +
                                 path.toStdString() + "\n";
        QCOMPARE(listedJackServer(text, 1000, "default"), JackServer{expected ? 11U : 0U});
        QCOMPARE(listedJackServer(text.substr(0, text.size() - 1), 1000, "default"),
                 JackServer{expected ? 11U : 0U});
    }

    void onlyASocketThatListensIsAServer()
    {
        // Connections that a server accepted bear its path.
        const std::string text =
            "0000: 00000003 00000000 00000000 0001 03 7 /dev/shm/jack-0/default/jack_0\n";
        QCOMPARE(listedJackServer(text, 0, "default"), JackServer{0});
    }

    void runsThatFollowEachOtherDiffer()
    {
        const std::string line = "0: 2 0 00010000 0001 01 ";
        const std::string path = " /dev/shm/jack-0/default/jack_0\n";
        QCOMPARE(listedJackServer(line + "7" + path, 0, "default"), JackServer{7});
        QCOMPARE(listedJackServer(line + "8" + path, 0, "default"), JackServer{8});
    }

    void survivesNonsense()
    {
        const std::string path = "/dev/shm/jack-0/default/jack_0";
        QCOMPARE(listedJackServer("", 0, "default"), JackServer{0});
        QCOMPARE(listedJackServer(path, 0, "default"), JackServer{0});
        QCOMPARE(listedJackServer("\n\n" + path + "\n  \n", 0, "default"), JackServer{0});
    }
};

QTEST_GUILESS_MAIN(TestJackServer)
#include "tst_jackserver.moc"
