#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace woodshed
{

/// The distinct values of a corpus in sorted order; a value's index is its place there. (The
/// notebook numbers values in the order of a Python set, which differs from run to run; sorted
/// order is the stable choice.)
class Vocabulary
{
public:
    Vocabulary() = default;
    /// Sorts and removes repeats.
    explicit Vocabulary(std::vector<std::string> values);

    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] const std::string& operator[](std::size_t index) const { return m_values[index]; }
    [[nodiscard]] std::optional<std::size_t> indexOf(std::string_view value) const;
    [[nodiscard]] std::span<const std::string> values() const { return m_values; }
    friend bool operator==(const Vocabulary&, const Vocabulary&) = default;

private:
    std::vector<std::string> m_values;
};

} // namespace woodshed
