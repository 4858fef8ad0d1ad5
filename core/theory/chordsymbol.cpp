#include "theory/chordsymbol.h"

#include <algorithm>
#include <array>
#include <utility>

namespace woodshed
{
namespace
{

constexpr std::size_t longestSymbol = 40;

struct Quality {
    std::string_view name;
    std::array<int, 6> intervals; ///< unused places stay 0
};

/// The basic chords by our own name. Alterations and added notes are applied on top.
constexpr std::array qualities = {
    Quality{"", {0, 4, 7}},
    Quality{"5", {0, 7}},
    Quality{"6", {0, 4, 7, 9}},
    Quality{"69", {0, 4, 7, 9, 14}},
    Quality{"7", {0, 4, 7, 10}},
    Quality{"9", {0, 4, 7, 10, 14}},
    Quality{"11", {0, 7, 10, 14, 17}}, // without its third, which would clash with the eleventh
    Quality{"13", {0, 4, 7, 10, 14, 21}},
    Quality{"maj7", {0, 4, 7, 11}},
    Quality{"maj9", {0, 4, 7, 11, 14}},
    Quality{"maj11", {0, 4, 7, 11, 14, 17}},
    Quality{"maj13", {0, 4, 7, 11, 14, 21}},
    Quality{"m", {0, 3, 7}},
    Quality{"m6", {0, 3, 7, 9}},
    Quality{"m69", {0, 3, 7, 9, 14}},
    Quality{"m7", {0, 3, 7, 10}},
    Quality{"m9", {0, 3, 7, 10, 14}},
    Quality{"m11", {0, 3, 7, 10, 14, 17}},
    Quality{"m13", {0, 3, 7, 10, 14, 21}},
    Quality{"mmaj7", {0, 3, 7, 11}},
    Quality{"mmaj9", {0, 3, 7, 11, 14}},
    Quality{"mmaj11", {0, 3, 7, 11, 14, 17}},
    Quality{"mmaj13", {0, 3, 7, 11, 14, 21}},
    Quality{"dim", {0, 3, 6}},
    Quality{"dim7", {0, 3, 6, 9}},
    Quality{"dim9", {0, 3, 6, 9, 14}},
    Quality{"dim11", {0, 3, 6, 9, 14, 17}},
    Quality{"dimmaj7", {0, 3, 6, 11}},
    Quality{"dimmaj9", {0, 3, 6, 11, 14}},
    Quality{"hdim7", {0, 3, 6, 10}},
    Quality{"hdim9", {0, 3, 6, 10, 14}},
    Quality{"hdim11", {0, 3, 6, 10, 14, 17}},
    Quality{"aug", {0, 4, 8}},
    Quality{"aug6", {0, 4, 8, 9}},
    Quality{"aug7", {0, 4, 8, 10}},
    Quality{"aug9", {0, 4, 8, 10, 14}},
    Quality{"aug11", {0, 4, 8, 10, 14, 18}},
    Quality{"aug13", {0, 4, 8, 10, 14, 21}},
    Quality{"augmaj7", {0, 4, 8, 11}},
    Quality{"augmaj9", {0, 4, 8, 11, 14}},
    Quality{"alt", {0, 4, 8, 10, 13, 15}},
};

using Spelling = std::pair<std::string_view, std::string_view>;

/// How each family is spelt, longest spelling first where one begins another.
constexpr std::array families = {
    Spelling{"major", "maj"},     Spelling{"Major", "maj"},
    Spelling{"maj", "maj"},       Spelling{"Maj", "maj"},
    Spelling{"MAJ", "maj"},       Spelling{"minor", "m"},
    Spelling{"Minor", "m"},       Spelling{"min", "m"},
    Spelling{"Min", "m"},         Spelling{"MIN", "m"},
    Spelling{"mi", "m"},          Spelling{"Mi", "m"},
    Spelling{"ma", "maj"},        Spelling{"Ma", "maj"},
    Spelling{"M", "maj"},         Spelling{"m", "m"},
    Spelling{"-", "m"},           Spelling{"^", "^"},
    Spelling{"j", "maj"},         Spelling{"diminished", "dim"},
    Spelling{"dim", "dim"},       Spelling{"DIM", "dim"},
    Spelling{"o", "dim"},         Spelling{"h", "hdim"},
    Spelling{"augmented", "aug"}, Spelling{"aug", "aug"},
    Spelling{"AUG", "aug"},       Spelling{"+", "aug"},
    Spelling{"altered", "alt"},   Spelling{"alt", "alt"},
    Spelling{"dom", ""},
};

constexpr std::array numbers = {"69", "13", "11", "9", "7", "6", "5"};

/// What may follow the basic chord: replace drops those chord members (semitones), add puts one in.
struct Change {
    std::string_view spelling;
    std::array<int, 3> drops; ///< -1 where fewer
    int adds;                 ///< -1 for none
    bool needsSeventh; ///< stands for a dominant seventh where no seventh was written ("C(b9)")
};

constexpr std::array changes = {
    Change{"altered", {7, -1, -1}, 8, true},   Change{"alt", {7, -1, -1}, 8, true},
    Change{"add13", {-1, -1, -1}, 21, false},  Change{"add#11", {-1, -1, -1}, 18, false},
    Change{"addb13", {-1, -1, -1}, 20, false}, Change{"add11", {-1, -1, -1}, 17, false},
    Change{"addb9", {-1, -1, -1}, 13, false},  Change{"add#9", {-1, -1, -1}, 15, false},
    Change{"add9", {-1, -1, -1}, 14, false},   Change{"add6", {-1, -1, -1}, 9, false},
    Change{"add4", {-1, -1, -1}, 5, false},    Change{"add2", {-1, -1, -1}, 2, false},
    Change{"sus24", {3, 4, -1}, 2, false},     Change{"sus2", {3, 4, -1}, 2, false},
    Change{"sus4", {3, 4, -1}, 5, false},      Change{"sus", {3, 4, -1}, 5, false},
    Change{"omit3", {3, 4, -1}, -1, false},    Change{"omit5", {6, 7, 8}, -1, false},
    Change{"no3", {3, 4, -1}, -1, false},      Change{"no5", {6, 7, 8}, -1, false},
    Change{"no1", {0, -1, -1}, -1, false},     Change{"aug", {7, -1, -1}, 8, false},
    Change{"b13", {21, -1, -1}, 20, true},     Change{"b11", {17, -1, -1}, 16, true},
    Change{"#11", {17, -1, -1}, 18, true},     Change{"b9", {14, -1, -1}, 13, true},
    Change{"#9", {14, -1, -1}, 15, true},      Change{"b6", {-1, -1, -1}, 8, false},
    Change{"b5", {7, -1, -1}, 6, false},       Change{"#5", {7, -1, -1}, 8, false},
    Change{"#4", {-1, -1, -1}, 18, false},     Change{"13", {-1, -1, -1}, 21, true},
    Change{"11", {-1, -1, -1}, 17, true},      Change{"9", {-1, -1, -1}, 14, true},
    Change{"6", {-1, -1, -1}, 9, false},
};

constexpr std::array signs = {
    Spelling{"♭", "b"}, Spelling{"♯", "#"}, Spelling{"𝄫", "bb"}, Spelling{"𝄪", "##"},
    Spelling{"Δ", "^"}, Spelling{"∆", "^"}, Spelling{"△", "^"},  Spelling{"ø", "h"},
    Spelling{"Ø", "h"}, Spelling{"°", "o"}, Spelling{"º", "o"},  Spelling{"–", "-"},
    Spelling{"−", "-"}, Spelling{"⁷", "7"}, Spelling{"⁶", "6"},  Spelling{"⁹", "9"},
};

bool take(std::string_view& rest, std::string_view front)
{
    if (!rest.starts_with(front))
        return false;
    rest.remove_prefix(front.size());
    return true;
}

bool isSeparator(char c)
{
    return c == '(' || c == ')' || c == '[' || c == ']' || c == ',' || c == ' ';
}

void skipSeparators(std::string_view& rest)
{
    while (!rest.empty() && isSeparator(rest.front()))
        rest.remove_prefix(1);
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string withPlainSigns(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        const auto sign = std::find_if(signs.begin(), signs.end(), [&](const Spelling& s) {
            return text.starts_with(s.first);
        });
        if (sign != signs.end()) {
            plain += sign->second;
            text.remove_prefix(sign->first.size());
        } else {
            plain += text.front();
            text.remove_prefix(1);
        }
    }
    return plain;
}

struct Basic {
    std::string family;
    std::string number;
    bool triangle = false; ///< the sign for a major seventh means one even without a 7

    /// The row of the table of qualities.
    std::string name() const
    {
        if (family == "alt")
            return family;
        if (family == "maj" && !triangle &&
            (number.empty() || number == "5" || number.starts_with("6")))
            return number;
        const bool impliesSeventh = triangle || family == "hdim";
        return family + (number.empty() && impliesSeventh ? "7" : number);
    }
};

void takeFamily(std::string_view& rest, Basic& basic)
{
    const auto next = [&] {
        if (rest.starts_with("mad")) // "madd9": minor with an added note, not "ma" and a rest
            return std::find_if(families.begin(), families.end(),
                                [](const Spelling& s) { return s.first == "m"; });
        return std::find_if(families.begin(), families.end(),
                            [&](const Spelling& s) { return rest.starts_with(s.first); });
    };
    const auto family = next();
    if (family == families.end())
        return;
    take(rest, family->first);
    basic.triangle = family->second == "^";
    basic.family = basic.triangle ? "maj" : family->second;
    if (basic.family != "m" && basic.family != "dim" && basic.family != "aug")
        return;
    // A second family: minor, diminished or augmented with a major seventh ("m(maj7)", "-^7",
    // "+M7").
    std::string_view ahead = rest;
    skipSeparators(ahead);
    std::swap(rest, ahead);
    const auto second = next();
    if (second != families.end() && (second->second == "maj" || second->second == "^")) {
        take(rest, second->first);
        basic.triangle = true;
        basic.family += "maj";
    } else if (rest.starts_with("#7") || rest.starts_with("+7")) {
        rest.remove_prefix(2);
        basic.family += "maj";
        basic.number = "7";
    } else {
        std::swap(rest, ahead);
    }
}

void takeNumber(std::string_view& rest, Basic& basic)
{
    if (!basic.number.empty())
        return;
    std::string_view ahead = rest;
    while (!ahead.empty() && ahead.front() == ' ')
        ahead.remove_prefix(1);
    for (const char* number : numbers) {
        if (take(ahead, number)) {
            basic.number = number;
            rest = ahead;
            break;
        }
    }
    if (basic.number == "7" && take(rest, "alt"))
        basic.family = "alt";
}

bool hasSeventh(const std::vector<int>& intervals)
{
    return std::any_of(intervals.begin(), intervals.end(),
                       [](int i) { return i == 9 || i == 10 || i == 11; });
}

void apply(const Change& change, std::vector<int>& intervals)
{
    std::erase_if(intervals, [&](int i) {
        return i >= 0 &&
               std::find(change.drops.begin(), change.drops.end(), i) != change.drops.end();
    });
    const auto insert = [&](int interval) {
        if (std::find(intervals.begin(), intervals.end(), interval) == intervals.end())
            intervals.insert(std::upper_bound(intervals.begin(), intervals.end(), interval),
                             interval);
    };
    if (change.needsSeventh && !hasSeventh(intervals))
        insert(10);
    if (change.adds >= 0)
        insert(change.adds);
    if (change.spelling == "sus24")
        insert(5);
    if (change.spelling.starts_with("alt")) {
        insert(13);
        insert(15);
    }
}

/// Everything after the basic chord. False where something is left that means nothing.
bool takeChanges(std::string_view rest, bool numbered, std::vector<int>& intervals, bool& suspended)
{
    for (;;) {
        skipSeparators(rest);
        if (rest.empty())
            return true;
        if (rest.front() == '/') { // as in "6/9" and "7b9/#11"
            rest.remove_prefix(1);
            if (!numbered || rest.empty())
                return false;
        }
        std::string spelling(rest.substr(0, 1));
        if (spelling == "+" || spelling == "-") { // "7+9" and "7-5"; a lone plus is a raised fifth
            const bool hasDegree = rest.size() > 1 && rest[1] >= '1' && rest[1] <= '9';
            if (!hasDegree && spelling == "-")
                return false;
            spelling =
                (spelling == "+" ? "#" : "b") + (hasDegree ? std::string() : std::string("5"));
        }
        const std::string plain = spelling + std::string(rest.substr(1));
        const auto change = std::find_if(changes.begin(), changes.end(), [&](const Change& c) {
            return std::string_view(plain).starts_with(c.spelling);
        });
        if (change == changes.end()) {
            // The seventh of "sus7" stands after the suspension, out of its usual place.
            if (suspended && rest.front() == '7' && !hasSeventh(intervals)) {
                intervals.push_back(10);
                std::sort(intervals.begin(), intervals.end());
                rest.remove_prefix(1);
                continue;
            }
            return false;
        }
        suspended = suspended || change->spelling.starts_with("sus");
        apply(*change, intervals);
        const std::size_t written = change->spelling.size() - (plain.size() - rest.size());
        rest.remove_prefix(written);
    }
}

Unexpected notAChord(std::string_view text)
{
    return fail(ErrorCode::Malformed, "\"" + std::string(text.substr(0, longestSymbol)) +
                                          "\" is not a chord symbol Woodshed knows");
}

} // namespace

std::optional<int> takeRoot(std::string_view& text)
{
    constexpr std::array<int, 7> letters = {9, 11, 0, 2, 4, 5, 7};
    if (text.empty() || text.front() < 'A' || text.front() > 'G')
        return std::nullopt;
    int root = letters.at(static_cast<std::size_t>(text.front() - 'A'));
    text.remove_prefix(1);
    for (int i = 0; i < 2; ++i) {
        if (take(text, "#") || take(text, "♯"))
            ++root;
        else if (take(text, "b") || take(text, "♭"))
            --root;
        else
            break;
    }
    return (root + 12) % 12;
}

Result<ChordSymbol> ChordSymbol::parse(std::string_view text)
{
    const std::string_view typed = trimmed(text);
    if (typed.empty() || typed.size() > longestSymbol)
        return notAChord(typed);

    ChordSymbol symbol;
    symbol.text = typed;
    std::string_view rest = typed;
    const auto root = takeRoot(rest);
    if (!root)
        return notAChord(typed);
    symbol.root = *root;
    symbol.suffix = rest;

    if (const auto slash = rest.rfind('/');
        slash != std::string_view::npos && slash + 1 < rest.size()) {
        std::string bass(rest.substr(slash + 1));
        if (bass.front() >= 'a' && bass.front() <= 'g')
            bass.front() = static_cast<char>(bass.front() - 'a' + 'A');
        std::string_view after = bass;
        const auto pitchClass = takeRoot(after);
        if (pitchClass && after.empty()) {
            symbol.bass = pitchClass;
            symbol.suffix = rest.substr(0, slash);
        } // else a separator, as in "6/9" and "7/b9"
    }

    const std::string plain = withPlainSigns(symbol.suffix);
    rest = plain;
    skipSeparators(rest);
    Basic basic;
    takeFamily(rest, basic);
    takeNumber(rest, basic);
    if (basic.family.empty() && basic.number.empty() && (rest == "2" || rest == "4"))
        rest = rest == "2" ? "add9" : "add4";

    symbol.quality = basic.name();
    const auto quality = std::find_if(qualities.begin(), qualities.end(),
                                      [&](const auto& q) { return q.name == symbol.quality; });
    if (quality == qualities.end())
        return notAChord(typed);
    for (const int interval : quality->intervals) {
        if (symbol.intervals.empty() || interval > 0)
            symbol.intervals.push_back(interval);
    }
    bool suspended = false;
    if (!takeChanges(rest, !basic.number.empty(), symbol.intervals, suspended))
        return notAChord(typed);
    return symbol;
}

ChordSymbol ChordSymbol::transposed(int semitones) const
{
    ChordSymbol result = *this;
    const auto moved = [&](int pitchClass) { return ((pitchClass + semitones) % 12 + 12) % 12; };
    result.root = moved(root);
    // Minor chords sit on the sharp side (C#m, F#m, G#m), all others on the flat side.
    const bool minor = std::find(intervals.begin(), intervals.end(), 3) != intervals.end();
    const bool sharps = minor && result.root != 3 && result.root != 10;
    result.text = pitchClassName(result.root, sharps) + suffix;
    if (bass) {
        result.bass = moved(*bass);
        result.text += "/" + pitchClassName(*result.bass, sharps);
    }
    return result;
}

std::vector<int> voicing(const ChordSymbol& symbol)
{
    const int root = 48 + symbol.root;
    std::vector<int> pitches;
    if (symbol.bass && *symbol.bass != symbol.root)
        pitches.push_back(root - (symbol.root - *symbol.bass + 12) % 12);
    for (const int interval : symbol.intervals)
        pitches.push_back(root + interval);
    return pitches;
}

bool isNoChord(std::string_view text)
{
    text = trimmed(text);
    constexpr std::array names = {"NC", "N.C.", "N.C", "N", "n", "nc", "n.c."};
    return std::find(names.begin(), names.end(), text) != names.end();
}

bool looksLikeChordSymbol(std::string_view text)
{
    text = trimmed(text);
    if (text == "NC" || text == "N.C.")
        return true;
    const auto symbol = ChordSymbol::parse(text);
    if (!symbol)
        return false;
    if (std::count(text.begin(), text.end(), '(') != std::count(text.begin(), text.end(), ')'))
        return false;
    constexpr std::array wordlike = {"2", "4", "5", "o", "h", "no1", "-"};
    const bool bare = text.size() == 1 + symbol->suffix.size();
    return !(bare && std::find(wordlike.begin(), wordlike.end(), symbol->suffix) != wordlike.end());
}

std::string pitchClassName(int pitchClass, bool sharps)
{
    constexpr std::array flatNames = {"C",  "Db", "D",  "Eb", "E",  "F",
                                      "Gb", "G",  "Ab", "A",  "Bb", "B"};
    constexpr std::array sharpNames = {"C",  "C#", "D",  "D#", "E",  "F",
                                       "F#", "G",  "G#", "A",  "A#", "B"};
    const auto index = static_cast<std::size_t>((pitchClass % 12 + 12) % 12);
    return sharps ? sharpNames.at(index) : flatNames.at(index);
}

} // namespace woodshed
