#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>

#include <QMetaObject>
#include <QObject>

namespace woodshed
{

/// Runs work off the user interface's thread. Every job has a number; starting another asks the
/// running one to stop, and its answer is dropped. Belongs to `owner`, on whose thread the answers
/// arrive; its end waits for all work.
template<typename T>
class Job
{
public:
    explicit Job(QObject* owner)
        : m_owner(owner)
    {
    }

    /// Returns the number of the job, from 1.
    int start(std::function<T(const std::stop_token&)> work, std::function<void(T)> done)
    {
        cancel();
        const int number = ++m_last;
        m_wanted = number;
        m_threads.emplace(number, [this, number, work = std::move(work),
                                   done = std::move(done)](const std::stop_token& stop) {
            auto answer = std::make_shared<T>(work(stop));
            QMetaObject::invokeMethod(
                m_owner, [this, number, answer, done] { deliver(number, *answer, done); },
                Qt::QueuedConnection);
        });
        return number;
    }

    /// Asks the running job to stop and forgets its answer.
    void cancel()
    {
        if (const auto running = m_threads.find(m_wanted); running != m_threads.end())
            running->second.request_stop();
        m_wanted = 0;
    }

    [[nodiscard]] bool isRunning() const { return m_wanted != 0; }
    [[nodiscard]] int number() const { return m_last; }

private:
    void deliver(int number, T& answer, const std::function<void(T)>& done)
    {
        m_threads.erase(number); // it has nothing left to do, so this joins at once
        if (number != m_wanted)
            return;
        m_wanted = 0;
        done(std::move(answer));
    }

    QObject* m_owner;
    int m_last = 0;
    int m_wanted = 0;
    std::map<int, std::jthread> m_threads; ///< last, so that everything else outlives them
};

} // namespace woodshed
