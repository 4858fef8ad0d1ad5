#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace woodshed
{

/// Counts what a reader took although it breaks the rules of the format: one line for each kind,
/// however often it happens, so that a hostile file cannot make a million warnings.
class Departures
{
public:
    /// `clause` has static lifetime and is the kind; `byte` is its place in the file.
    void add(std::string_view clause, std::size_t byte, std::size_t times = 1);
    /// Something that can happen once only, with its own words.
    void addOnce(std::string sentence);

    /// The lines, in order of first appearance.
    [[nodiscard]] std::vector<std::string> lines() const;

private:
    struct Entry {
        std::string_view clause;
        std::string sentence; ///< of addOnce(); then `clause` is empty
        std::size_t firstByte = 0;
        std::size_t times = 0;
    };
    std::vector<Entry> m_entries;
};

} // namespace woodshed
