#include "theory/chordshape.h"

#include <algorithm>
#include <initializer_list>

namespace woodshed
{

namespace
{

std::uint16_t setOf(std::initializer_list<int> intervals)
{
    std::uint16_t set = 0;
    for (const int interval : intervals)
        set |= static_cast<std::uint16_t>(1U << (interval % 12));
    return set;
}

/// Which intervals a symbol names, in one octave or, for ninths and up, in the second.
class Members
{
public:
    explicit Members(const ChordSymbol& symbol)
        : m_symbol(symbol)
    {
    }

    [[nodiscard]] bool has(int interval) const
    {
        return std::find(m_symbol.intervals.begin(), m_symbol.intervals.end(), interval) !=
               m_symbol.intervals.end();
    }
    /// All of them, folded into one octave.
    [[nodiscard]] std::uint16_t all() const
    {
        std::uint16_t set = 0;
        for (const int interval : m_symbol.intervals)
            set |= setOf({interval});
        return set;
    }
    [[nodiscard]] std::uint16_t tones() const
    {
        std::uint16_t set = 0;
        for (const int interval : m_symbol.intervals)
            if (interval < 12)
                set |= setOf({interval});
        return set;
    }

private:
    const ChordSymbol& m_symbol;
};

ChordFamily familyOf(const Members& has)
{
    const bool minorThird = has.has(3);
    if (!minorThird && !has.has(4) && (has.has(5) || has.has(2) || has.has(17)))
        return ChordFamily::Suspended;
    if (minorThird && has.has(6) && !has.has(7))
        return has.has(10) ? ChordFamily::HalfDiminished : ChordFamily::Diminished;
    if (minorThird)
        return ChordFamily::Minor;
    return has.has(10) ? ChordFamily::Dominant : ChordFamily::Major;
}

std::uint16_t dominantScale(const Members& has)
{
    const bool alteredNinth = has.has(13) || has.has(15);
    const bool alteredThirteenth = has.has(20) || has.has(8);
    if (alteredNinth && alteredThirteenth)
        return setOf({0, 1, 3, 4, 6, 8, 10});
    if (alteredNinth)
        return setOf({0, 1, 3, 4, 6, 7, 9, 10});
    if (has.has(20))
        return setOf({0, 2, 4, 5, 7, 8, 10});
    if (has.has(8))
        return setOf({0, 2, 4, 6, 8, 10});
    if (has.has(6) || has.has(18))
        return setOf({0, 2, 4, 6, 7, 9, 10});
    return setOf({0, 2, 4, 5, 7, 9, 10});
}

std::uint16_t minorScale(const Members& has)
{
    if (has.has(13))
        return setOf({0, 1, 3, 5, 7, 8, 10});
    if (has.has(8) || has.has(20))
        return setOf({0, 2, 3, 5, 7, 8, 10});
    if (has.has(10))
        return setOf({0, 2, 3, 5, 7, 9, 10});
    return has.has(11) || has.has(9) ? setOf({0, 2, 3, 5, 7, 9, 11})
                                     : setOf({0, 2, 3, 5, 7, 9, 10, 11});
}

std::uint16_t suspendedScale(const Members& has)
{
    if (has.has(13))
        return setOf({0, 1, 3, 5, 7, 8, 10});
    return has.has(11) ? setOf({0, 2, 4, 5, 7, 9, 11}) : setOf({0, 2, 4, 5, 7, 9, 10});
}

std::uint16_t scaleOf(ChordFamily family, const Members& has)
{
    switch (family) {
    case ChordFamily::Major:
        if (has.has(8))
            return setOf({0, 2, 4, 6, 8, 9, 11});
        return has.has(6) || has.has(18) ? setOf({0, 2, 4, 6, 7, 9, 11})
                                         : setOf({0, 2, 4, 5, 7, 9, 11});
    case ChordFamily::Minor:
        return minorScale(has);
    case ChordFamily::Dominant:
        return dominantScale(has);
    case ChordFamily::HalfDiminished:
        return has.has(14) ? setOf({0, 2, 3, 5, 6, 8, 10}) : setOf({0, 1, 3, 5, 6, 8, 10});
    case ChordFamily::Diminished:
        return setOf({0, 2, 3, 5, 6, 8, 9, 11});
    case ChordFamily::Suspended:
        return suspendedScale(has);
    case ChordFamily::None:
        break;
    }
    return 0;
}

} // namespace

ChordShape chordShape(const ChordSymbol& symbol)
{
    const Members members(symbol);
    ChordShape shape;
    shape.root = symbol.root;
    shape.family = familyOf(members);
    shape.tones = members.tones();
    shape.scale = static_cast<std::uint16_t>(scaleOf(shape.family, members) | members.all());
    return shape;
}

ChordShape chordShape(std::string_view text)
{
    if (isNoChord(text))
        return {};
    const auto symbol = ChordSymbol::parse(text);
    return symbol ? chordShape(*symbol) : ChordShape{};
}

} // namespace woodshed
