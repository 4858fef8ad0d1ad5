// savehelper: saves sessions and has faults happen while it does. Reads orders, one a line, and
// answers each with a line; every save is done by a child, so that it may be killed.
//   save VARIANT MODE CALL FILE   "STATUS CALLS SENTENCE"
//   limit VARIANT BYTES FILE      the same, where no file may grow beyond that
//   kill VARIANT MICROSECONDS FILE  saves both variants by turns, until it is killed then
// STATUS is 0 (saved), 1 (refused, with the sentence) or 9 (killed).
#include <csignal>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/session/faultycalls.h"
#include "session/document.h"
#include "support/builtsession.h"

using namespace woodshed;
using namespace woodshed::test;

namespace
{

/// What a child tells its parent.
struct Answer {
    int calls = 0;
    char sentence[200] = {};
};

template<typename Work>
std::string answerOf(const Work& work)
{
    int ends[2];
    if (::pipe(ends) != 0)
        return "2 0 no pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        Answer answer;
        const int status = work(answer);
        (void)!::write(ends[1], &answer, sizeof(answer));
        ::_exit(status);
    }
    ::close(ends[1]);
    Answer answer;
    (void)!::read(ends[0], &answer, sizeof(answer));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return std::to_string(WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status)) + ' ' +
           std::to_string(answer.calls) + ' ' + answer.sentence;
}

int save(const std::string& file, const Session& session, FaultMode mode, int call, Answer& answer)
{
    armFaults(mode, call);
    const auto saved = saveSession(file, session);
    answer.calls = disarmFaults();
    if (saved)
        return 0;
    std::snprintf(answer.sentence, sizeof(answer.sentence), "%s", saved.error().detail.c_str());
    return 1;
}

void killWhileSaving(const std::string& file, const Session (&sessions)[2], std::size_t first,
                     long microseconds)
{
    const pid_t child = ::fork();
    if (child == 0)
        for (std::size_t i = first;; ++i)
            (void)saveSession(file, sessions[i % 2]).has_value();
    const timespec delay{0, microseconds * 1'000};
    ::nanosleep(&delay, nullptr);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
}

} // namespace

int main()
{
    const Session sessions[] = {builtSession(0, {.takes = 8}), builtSession(1, {.takes = 9})};
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream order(line);
        std::string what;
        std::string file;
        std::size_t variant = 0;
        long number = 0;
        order >> what;
        if (what == "save") {
            int mode = 0;
            order >> variant >> mode >> number >> std::ws;
            std::getline(order, file);
            line = answerOf([&](Answer& answer) {
                return save(file, sessions[variant % 2], static_cast<FaultMode>(mode),
                            static_cast<int>(number), answer);
            });
        } else if (what == "limit") {
            order >> variant >> number >> std::ws;
            std::getline(order, file);
            line = answerOf([&](Answer& answer) {
                std::signal(SIGXFSZ, SIG_IGN);
                const rlimit limit{static_cast<rlim_t>(number), static_cast<rlim_t>(number)};
                ::setrlimit(RLIMIT_FSIZE, &limit);
                return save(file, sessions[variant % 2], FaultMode::None, -1, answer);
            });
        } else if (what == "kill") {
            order >> variant >> number >> std::ws;
            std::getline(order, file);
            killWhileSaving(file, sessions, variant, number);
            line = "9 0";
        }
        std::cout << line << std::endl;
    }
    return 0;
}
