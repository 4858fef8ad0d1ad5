#pragma once

#include <cstdio>
#include <fstream>
#include <map>
#include <set>

#include <QTemporaryDir>

#include <malloc.h>

#include "session/document.h"
#include "support/builtsession.h"

namespace woodshed::test
{

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool isSanitized = true; // which takes memory of its own
#else
inline constexpr bool isSanitized = false;
#endif

inline void forgetPeak()
{
    ::malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5;
}

/// In KiB; 0 where the system does not say.
inline long peakMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:") {
            long size = 0;
            status >> size;
            return size;
        }
    return 0;
}

/// Every item of a session as text.
inline std::multiset<std::string> itemsOf(const Session& session)
{
    std::multiset<std::string> items;
    for (const auto& corpus : session.corpora)
        items.insert(described(*corpus));
    for (const auto& model : session.models)
        items.insert(described(*model.model));
    for (const auto& tune : session.tunes)
        items.insert(described(*tune));
    for (const auto& take : session.takes)
        items.insert(described(take));
    if (session.training)
        items.insert(described(*session.training));
    items.insert(described(session.making));
    items.insert(described(session.band));
    return items;
}

/// Opens bad documents and judges what comes of it.
class Examination
{
public:
    const Session session = builtSession(1);
    const Bytes whole = *encodeSession(session);
    const Session older = before(session); ///< what was saved before it
    const Session stranger = builtSession(2);

    struct Count {
        int refused = 0;
        int partly = 0;
        int complete = 0;
        long peak = 0; ///< KiB
    };
    std::map<std::string, Count> counts;

    /// Empty where the document does as it must. With a second session any mix of both is right, if
    /// there is a warning.
    std::string of(const std::string& kind, Bytes bytes, const Session* other = nullptr)
    {
        // Sanitizers take ten times as long, and what they look for shows in the first of a kind.
        if (isSanitized && m_asked++ % thinned != 0)
            return {};
        forgetPeak();
        const bool isByFile = bytes.size() <= std::size_t{1} << 20U;
        const std::string path = m_folder.path().toStdString() + "/bad";
        if (isByFile)
            std::ofstream(path, std::ios::binary)
                .write(reinterpret_cast<const char*>(bytes.data()),
                       static_cast<std::streamsize>(bytes.size()));
        const auto opened = isByFile ? openSession(path) : decodeSession(std::move(bytes));
        Count& count = counts[kind];
        const long peak = peakMemory();
        count.peak = std::max(count.peak, peak);
        if (!isSanitized && peak >= 1 << 20)
            return "it took " + std::to_string(peak >> 10) + " MiB";
        if (!opened) {
            ++count.refused;
            return opened.error().detail.size() > 10 ? "" : "refused without a sentence";
        }
        for (const std::string& warning : opened->warnings)
            if (warning.size() < 10)
                return "a warning is no sentence";
        if (!opened->warnings.empty()) {
            ++count.partly;
            return other == nullptr ? firstStranger(opened->session, session)
                                    : strangerToBoth(opened->session, *other);
        }
        ++count.complete;
        const std::string difference = firstDifference(opened->session, session);
        if (difference.empty() ||
            (other != nullptr && firstDifference(opened->session, *other).empty()))
            return {};
        return "without a warning: " + difference;
    }

    /// Prints the counts; how many documents there were.
    int report() const
    {
        int all = 0;
        std::printf("%-30s %8s %8s %8s %10s\n", "bad documents", "refused", "partly", "whole",
                    "MiB");
        for (const auto& [kind, count] : counts) {
            std::printf("%-30s %8d %8d %8d %10ld\n", kind.c_str(), count.refused, count.partly,
                        count.complete, count.peak >> 10);
            all += count.refused + count.partly + count.complete;
        }
        std::printf("%-30s %8d\n", "all", all);
        return all;
    }

private:
    static Session before(Session session)
    {
        const Session other = builtSession(2);
        session.takes.erase(session.takes.begin() + 3, session.takes.begin() + 5);
        session.takes[7] = other.takes[7];
        session.tunes.pop_back();
        session.band = other.band;
        session.take = 0;
        return session;
    }
    [[nodiscard]] std::string strangerToBoth(const Session& opened, const Session& other) const
    {
        auto known = itemsOf(session);
        known.merge(itemsOf(other));
        known.merge(itemsOf({}));
        for (const std::string& item : itemsOf(opened))
            if (!known.contains(item))
                return "an item of neither session: " + item.substr(0, 200);
        return {};
    }

    static constexpr int thinned = 8;
    int m_asked = 0;
    QTemporaryDir m_folder;
};

} // namespace woodshed::test
