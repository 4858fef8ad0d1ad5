#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include "support/result.h"

namespace woodshed
{

/// Says on stderr, in one line, what went wrong; returns 1, the exit code for it.
int refuse(const Error& error);

/// Says on stderr, in one line, what does not fit together; returns 2, the exit code for wrong
/// usage.
int misuse(const std::string& what);

/// A note that is not a failure, on stderr: "warning: ...".
void warn(const std::string& what);

/// Progress on stdout: a bar that is drawn over on a terminal, plain lines now and then elsewhere.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// share in 0..1.
    void show(double share, const std::string& text);

private:
    bool m_terminal;
    bool m_drawn = false;
    double m_lastShare = -1;
    std::chrono::steady_clock::time_point m_lastDrawn;
};

/// "Rendering, 40 %", for ProgressLine.
[[nodiscard]] std::string renderingText(double share);

/// Ctrl+C, hang-up and termination as a stop request while this object lives; a second Ctrl+C ends
/// the process at once. Make it before other threads: they inherit its signal mask.
class InterruptGuard
{
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    std::stop_source m_stop;
    std::atomic<bool> m_closing = false;
    std::thread m_waiter;
};

} // namespace woodshed
