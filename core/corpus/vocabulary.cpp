#include "corpus/vocabulary.h"

#include <algorithm>
#include <utility>

namespace woodshed
{

Vocabulary::Vocabulary(std::vector<std::string> values)
    : m_values(std::move(values))
{
    std::sort(m_values.begin(), m_values.end());
    m_values.erase(std::unique(m_values.begin(), m_values.end()), m_values.end());
}

std::optional<std::size_t> Vocabulary::indexOf(std::string_view value) const
{
    const auto found = std::lower_bound(m_values.begin(), m_values.end(), value);
    if (found == m_values.end() || *found != value)
        return std::nullopt;
    return static_cast<std::size_t>(found - m_values.begin());
}

} // namespace woodshed
