#include "ports/jackserver.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

namespace woodshed
{
namespace
{

constexpr std::string_view blank = " \t";

/// The next word of a line, taken off its front.
std::string_view takeWord(std::string_view& line)
{
    line.remove_prefix(std::min(line.find_first_not_of(blank), line.size()));
    const std::size_t end = std::min(line.find_first_of(blank), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(end);
    return word;
}

template<typename Number>
Number numberIn(std::string_view word, int base)
{
    Number number{};
    (void)std::from_chars(word.data(), word.data() + word.size(), number, base);
    return number;
}

} // namespace

JackServer listedJackServer(std::string_view unixSockets, unsigned user, std::string_view name)
{
    // Columns: Num RefCount Protocol Flags Type St Inode Path. What a listening socket accepts has
    // the same path and outlives it, so the flag has to be there.
    constexpr unsigned isListening = 0x10000;
    constexpr std::size_t flagsColumn = 3;
    constexpr std::size_t inodeColumn = 6;

    const std::string id = std::to_string(user);
    const std::string first = "/jack-" + id + "/" + std::string(name) + "/jack_0"; // jackd1
    const std::string second = "/jack_" + std::string(name) + "_" + id + "_0";     // jackd2
    std::size_t start = 0;
    while (start < unixSockets.size()) {
        const std::size_t end = std::min(unixSockets.find('\n', start), unixSockets.size());
        std::string_view line = unixSockets.substr(start, end - start);
        start = end + 1;
        if (!line.ends_with(first) && !line.ends_with(second))
            continue;
        std::array<std::string_view, inodeColumn + 1> columns;
        for (std::string_view& column : columns)
            column = takeWord(line);
        if ((numberIn<unsigned>(columns[flagsColumn], 16) & isListening) != 0)
            return numberIn<JackServer>(columns[inodeColumn], 10);
    }
    return 0;
}

JackServer jackServer()
{
    std::ifstream file("/proc/net/unix");
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const char* name = std::getenv("JACK_DEFAULT_SERVER");
    return listedJackServer(text, ::getuid(), name == nullptr ? "default" : name);
}

bool jackServerRuns()
{
    return jackServer() != 0;
}

std::unique_lock<std::mutex> turnToOpenJack()
{
    static std::mutex turn;
    return std::unique_lock(turn);
}

} // namespace woodshed
