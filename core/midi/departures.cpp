#include "midi/departures.h"

#include <algorithm>
#include <utility>

namespace woodshed
{

void Departures::add(std::string_view clause, std::size_t byte, std::size_t times)
{
    if (times == 0)
        return;
    const auto known = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry& entry) { return entry.clause == clause; });
    if (known == m_entries.end())
        m_entries.push_back({clause, {}, byte, times});
    else
        known->times += times;
}

void Departures::addOnce(std::string sentence)
{
    m_entries.push_back({{}, std::move(sentence), 0, 1});
}

std::vector<std::string> Departures::lines() const
{
    std::vector<std::string> lines;
    for (const Entry& entry : m_entries) {
        if (entry.clause.empty())
            lines.push_back(entry.sentence);
        else if (entry.times == 1)
            lines.push_back(std::string(entry.clause) + " (at byte " +
                            std::to_string(entry.firstByte) + ")");
        else
            lines.push_back(std::string(entry.clause) + " (" + std::to_string(entry.times) +
                            " times, first at byte " + std::to_string(entry.firstByte) + ")");
    }
    return lines;
}

} // namespace woodshed
