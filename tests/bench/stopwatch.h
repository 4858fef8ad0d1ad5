#pragma once

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <time.h>

namespace woodshed::bench
{

/// Processor seconds of this thread: other programs disturb them less than the clock on the wall.
inline double threadSeconds()
{
    timespec now = {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Contestant {
    std::string name;
    std::function<void()> work;
    std::vector<double> seconds;

    double median() const
    {
        auto sorted = seconds;
        std::sort(sorted.begin(), sorted.end());
        return sorted[sorted.size() / 2];
    }
};

/// Runs all of them once to warm up and then `rounds` times in turn, so that a slow moment of the
/// machine meets all.
inline void race(std::vector<Contestant>& contestants, int rounds)
{
    for (auto& contestant : contestants)
        contestant.work();
    for (int round = 0; round < rounds; ++round) {
        for (auto& contestant : contestants) {
            const double before = threadSeconds();
            contestant.work();
            contestant.seconds.push_back(threadSeconds() - before);
        }
    }
}

/// The n-th argument as a positive number, or a default.
inline int argument(int count, char** arguments, int n, int otherwise)
{
    const int number = n < count ? std::atoi(arguments[n]) : otherwise;
    return number > 0 ? number : otherwise;
}

} // namespace woodshed::bench
