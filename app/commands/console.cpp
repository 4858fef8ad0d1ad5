#include "commands/console.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include <pthread.h>
#include <unistd.h>

#include "studio/errortext.h"

namespace woodshed
{

namespace
{

constexpr int barWidth = 24;

sigset_t stopSignals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGUSR1); // ends the waiter
    return set;
}

} // namespace

int refuse(const Error& error)
{
    // One line, whatever a file name may hold.
    std::string text = errorText(error).toStdString();
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    std::cerr << "woodshed: " << text << '\n';
    return 1;
}

int misuse(const std::string& what)
{
    std::cerr << "woodshed: " << what << " (see woodshed --help)\n";
    return 2;
}

void warn(const std::string& what)
{
    std::cerr << "warning: " << what << '\n';
}

ProgressLine::ProgressLine()
    : m_terminal(::isatty(STDOUT_FILENO) == 1)
{
}

ProgressLine::~ProgressLine()
{
    if (m_drawn)
        std::cout << '\n' << std::flush;
}

void ProgressLine::show(double share, const std::string& text)
{
    share = std::clamp(share, 0.0, 1.0);
    if (!m_terminal) {
        // Every tenth is enough in a log.
        if (share < 1 && share < m_lastShare + 0.1)
            return;
        m_lastShare = share;
        std::cout << text << std::endl;
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (share < 1 && m_drawn && now - m_lastDrawn < std::chrono::milliseconds(100))
        return;
    m_lastDrawn = now;
    m_drawn = true;
    const auto full = static_cast<std::size_t>(share * barWidth);
    std::cout << "\r\033[K[" << std::string(full, '#') << std::string(barWidth - full, '.') << "] "
              << text << std::flush;
}

std::string renderingText(double share)
{
    return "Rendering, " + std::to_string(static_cast<int>(share * 100)) + " %";
}

InterruptGuard::InterruptGuard()
{
    const sigset_t set = stopSignals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_waiter = std::thread([this, set] {
        bool asked = false;
        while (true) {
            int signal = 0;
            if (sigwait(&set, &signal) != 0 || (signal == SIGUSR1 && m_closing))
                return;
            if (signal == SIGUSR1)
                continue;
            if (asked)
                std::_Exit(128 + signal);
            asked = true;
            m_stop.request_stop();
        }
    });
}

InterruptGuard::~InterruptGuard()
{
    m_closing = true;
    pthread_kill(m_waiter.native_handle(), SIGUSR1);
    m_waiter.join();
}

} // namespace woodshed
