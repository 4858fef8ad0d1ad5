#include "arrange/comppatterns.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace woodshed
{

namespace
{

struct Written {
    std::string_view hits;
    double liking;
};

/// Charleston, its displacements and what grew from them.
constexpr std::array swing{
    Written{"x..x....", 1.0}, Written{".x..x...", 0.8}, Written{"..x..x..", 0.7},
    Written{"...x..x.", 0.7}, Written{"....x..x", 0.7}, Written{"x......x", 0.7},
    Written{"...x...x", 0.9}, Written{".x.....x", 0.6}, Written{"..x....x", 0.6},
    Written{"x....x..", 0.6}, Written{".x...x..", 0.6}, Written{"x..x...x", 0.7},
    Written{"x..x..x.", 0.6}, Written{".x..x..x", 0.6}, Written{"..x..x.x", 0.4},
    Written{"x....x.x", 0.5}, Written{".x.x..x.", 0.4}, Written{".x.x....", 0.6},
    Written{"...x.x..", 0.5}, Written{".....x.x", 0.4}, Written{"..x...x.", 0.5},
    Written{"...x....", 0.6}, Written{".x......", 0.5}, Written{".......x", 0.6},
    Written{".....x..", 0.5}, Written{"x.......", 0.4}, Written{"..x.....", 0.4},
    Written{"....x...", 0.4}, Written{"......x.", 0.2}, Written{"........", 0.1},
    Written{"x.....x.", 0.4}, Written{".x....x.", 0.4}, Written{"x...x...", 0.3},
    Written{"..xx....", 0.3},
};

constexpr std::array ballad{
    Written{"x.......", 1.0}, Written{"x...x...", 0.9}, Written{"x..x....", 0.7},
    Written{"x......x", 0.7}, Written{"x.....x.", 0.6}, Written{"x....x..", 0.6},
    Written{"..x.....", 0.7}, Written{".x......", 0.6}, Written{".x..x...", 0.5},
    Written{"..x...x.", 0.6}, Written{"..x..x..", 0.5}, Written{"...x...x", 0.6},
    Written{"....x..x", 0.5}, Written{"...x....", 0.5}, Written{"....x...", 0.4},
    Written{"x...x..x", 0.4}, Written{".......x", 0.4}, Written{"........", 0.0},
    Written{".....x..", 0.3}, Written{"......x.", 0.2}, Written{".x...x..", 0.4},
};

/// The two sides of the bossa nova clave, with the chords that lean on it.
constexpr std::array bossaThree{
    Written{"x..x..x.", 1.0}, Written{"x..x...x", 0.8}, Written{"x..x....", 0.7},
    Written{".x.x..x.", 0.6}, Written{"x.x..x..", 0.6}, Written{"...x..x.", 0.6},
    Written{"x..x.x..", 0.5}, Written{".x.x....", 0.4}, Written{"...x....", 0.3},
    Written{"x.......", 0.2}, Written{".....x..", 0.2}, Written{"......x.", 0.2},
};
constexpr std::array bossaTwo{
    Written{"..x..x..", 1.0}, Written{"..x..x.x", 0.8}, Written{".x..x..x", 0.7},
    Written{".x..x...", 0.7}, Written{"x..x...x", 0.5}, Written{"..x...x.", 0.5},
    Written{"..x....x", 0.5}, Written{".x...x..", 0.4}, Written{"..x.....", 0.3},
    Written{".x......", 0.2}, Written{".....x..", 0.2}, Written{".......x", 0.2},
};

constexpr std::array waltz{
    Written{"x..x..", 1.0}, Written{"..x.x.", 0.9}, Written{".x..x.", 0.7}, Written{"...x.x", 0.6},
    Written{"x....x", 0.7}, Written{"..x..x", 0.7}, Written{".x.x..", 0.6}, Written{"x.x...", 0.4},
    Written{"...x..", 0.6}, Written{".x....", 0.5}, Written{"..x...", 0.6}, Written{"....x.", 0.4},
    Written{"x.....", 0.5}, Written{".....x", 0.5}, Written{".x...x", 0.5}, Written{"x...x.", 0.4},
    Written{"x..x.x", 0.5}, Written{".x.x.x", 0.3}, Written{"......", 0.1},
};

constexpr std::array twoBeats{
    Written{"x...", 0.5}, Written{".x..", 0.6}, Written{"..x.", 0.4}, Written{"...x", 0.7},
    Written{"x..x", 0.7}, Written{".x.x", 0.4}, Written{"....", 0.4},
};

constexpr std::array oneBeat{Written{"x.", 0.5}, Written{".x", 0.5}, Written{"..", 0.4}};

constexpr std::size_t joinedPatterns = 40;

std::span<const Written> bookOf(Feel feel, int pulses, int bar)
{
    switch (pulses) {
    case 1:
        return oneBeat;
    case 2:
        return twoBeats;
    case 3:
        return waltz;
    default:
        break;
    }
    if (feel == Feel::Ballad)
        return ballad;
    if (feel != Feel::Bossa)
        return swing;
    return bar % 2 == 0 ? std::span<const Written>(bossaThree) : bossaTwo;
}

/// The groups of an odd metre in a chance order: 5 is 3 + 2 or 2 + 3.
std::vector<int> groupsOf(int pulses, Random& random)
{
    std::vector<int> groups;
    int left = pulses;
    while (left > 4) {
        const bool three = left == 6 || (left % 4 != 0 && random.index(2) == 0);
        groups.push_back(three ? 3 : left == 5 ? 2 : 4);
        left -= groups.back();
    }
    groups.push_back(left);
    return groups;
}

} // namespace

std::vector<CompPattern> compPatterns(Feel feel, int pulses, int bar, Random& random)
{
    std::vector<CompPattern> patterns;
    if (pulses <= 4) {
        for (const Written& written : bookOf(feel, pulses, bar))
            patterns.push_back({std::string(written.hits), written.liking});
        return patterns;
    }
    while (patterns.size() < joinedPatterns) {
        CompPattern joined;
        const auto groups = groupsOf(pulses, random);
        for (const int group : groups) {
            const auto book = bookOf(feel, group, bar);
            const Written& written = book[random.index(book.size())];
            joined.hits += written.hits;
            joined.liking += written.liking / static_cast<double>(groups.size());
        }
        patterns.push_back(std::move(joined));
    }
    return patterns;
}

CompPattern quarterPattern(int pulses)
{
    CompPattern quarters;
    for (int pulse = 0; pulse < pulses; ++pulse)
        quarters.hits += "x.";
    return quarters;
}

} // namespace woodshed
