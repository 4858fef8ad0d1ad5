#pragma once

#include <cstdlib>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QThread>

#include <csignal>
#include <sys/prctl.h>

#include "ports/jackserver.h"

/// A JACK server without a sound card, under a name that no other server on the machine has. Dies
/// with the test.
class DummyJack
{
public:
    /// Leads libjack, ours and the server's, to the name. To be called before anything else.
    static void claimName()
    {
        const QByteArray name =
            "woodshed-test-" + QByteArray::number(QCoreApplication::applicationPid());
        qputenv("JACK_DEFAULT_SERVER", name);
        qputenv("JACK_NO_AUDIO_RESERVATION", "1");
    }

    /// Ends it in good order, so that it takes its shared memory with it.
    ~DummyJack()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.terminate();
        if (!m_process.waitForFinished(10'000))
            kill();
    }

    /// Why there is no server, or empty.
    QString start()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("jackd"));
        if (program.isEmpty())
            return QStringLiteral("no jackd is installed (package jackd1)");
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
        // On a busy machine clients may be late for a while without being turned out; but one that
        // is killed in mid-cycle holds up all others for as long.
        const QStringList server{QStringLiteral("--no-realtime"), QStringLiteral("-t"),
                                 QStringLiteral("3000"), QStringLiteral("-n"),
                                 QString::fromLocal8Bit(qgetenv("JACK_DEFAULT_SERVER"))};
        const QStringList driver{QStringLiteral("-d"), QStringLiteral("dummy"),
                                 QStringLiteral("-r"), QStringLiteral("48000"),
                                 QStringLiteral("-p"), QStringLiteral("256")};
        m_process.start(program, server + driver);
        QElapsedTimer timer;
        timer.start();
        while (!woodshed::jackServerRuns()) {
            if (m_process.waitForFinished(20) || timer.elapsed() > 20'000)
                return QStringLiteral("jackd does not run here: ") +
                       QString::fromLocal8Bit(m_process.readAll());
        }
        return {};
    }

    /// Makes it hang, and go on.
    void suspend() { ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP); }
    void resume() { ::kill(static_cast<pid_t>(m_process.processId()), SIGCONT); }

    /// As a crash would.
    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};
