#include <csignal>
#include <filesystem>
#include <vector>

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include "export/framespool.h"

using namespace woodshed;
namespace fs = std::filesystem;

namespace
{

std::vector<float> ramp(std::size_t frames)
{
    std::vector<float> samples(2 * frames);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(i);
    return samples;
}

} // namespace

class TestFrameSpool : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path folder() const { return m_folder.path().toStdString(); }

private Q_SLOTS:
    void whatGoesInComesOut()
    {
        const std::vector<float> samples = ramp(1000);
        for (const std::size_t inMemory : {0UL, 1UL, 100UL, 300UL, 999UL, 1000UL, 5000UL}) {
            for (const std::size_t step : {20UL, 200UL, 2000UL}) {
                FrameSpool spool(folder(), inMemory, 1000);
                for (std::size_t i = 0; i < samples.size(); i += 40)
                    QVERIFY(spool.append(std::span(samples).subspan(i, 40)).has_value());
                FrameSpool moved(std::move(spool));
                std::vector<float> back(samples.size());
                for (std::size_t i = 0; i < back.size(); i += step)
                    QVERIFY(moved.read(std::span(back).subspan(i, step)).has_value());
                QVERIFY2(
                    back == samples,
                    qPrintable(QStringLiteral("%1 in memory, %2 at once").arg(inMemory).arg(step)));
                QVERIFY(fs::is_empty(folder())); // also while it is in use
            }
        }
    }

    void moreThanThereIsIsAnError()
    {
        FrameSpool spool(folder(), 0, 0);
        const std::vector<float> samples = ramp(10);
        QVERIFY(spool.append(samples).has_value());
        std::vector<float> back(22);
        QCOMPARE(spool.read(back).error().code, ErrorCode::Unreadable);
    }

    void aFolderThatIsNotThereIsAnError()
    {
        FrameSpool spool(folder() / "missing", 4, 4);
        QVERIFY(spool.append(ramp(4)).has_value());
        const auto done = spool.append(ramp(1));
        QCOMPARE(done.error().code, ErrorCode::NotWritable);
        QVERIFY2(done.error().detail.find("No such file") != std::string::npos,
                 done.error().detail.c_str());
    }

    void aFullDiskIsAnError()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit old{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
        const rlimit small{1000, old.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        FrameSpool spool(folder(), 0, 0);
        const auto done = spool.append(ramp(1000));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &old), 0);
        QVERIFY(!done.has_value());
        QCOMPARE(done.error().code, ErrorCode::NotWritable);
        QVERIFY(fs::is_empty(folder()));
    }
};

QTEST_GUILESS_MAIN(TestFrameSpool)
#include "tst_framespool.moc"
