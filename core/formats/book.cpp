#include "formats/book.h"

#include <algorithm>
#include <cctype>

#include "formats/abc.h"

namespace woodshed
{
namespace
{

bool equalInAnyCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
        return std::tolower(x) == std::tolower(y);
    });
}

std::string idOf(std::string_view name)
{
    name.remove_prefix(name.find_last_of('/') + 1); // npos + 1 is 0
    return std::string(name.substr(0, name.find_last_of('.')));
}

} // namespace

Result<std::vector<BookEntry>>
readBook(const std::vector<std::pair<std::string, std::string>>& namedTexts)
{
    std::vector<BookEntry> book;
    for (const auto& [name, text] : namedTexts) {
        auto reading = readAbc(text);
        if (!reading) {
            Error error = reading.error();
            error.where = error.where.empty() ? name : name + ", " + error.where;
            return Unexpected{std::move(error)};
        }
        BookEntry entry{idOf(name), std::move(reading->solo)};
        const bool known = std::any_of(book.begin(), book.end(), [&](const BookEntry& other) {
            return equalInAnyCase(other.id, entry.id);
        });
        if (known)
            return fail(ErrorCode::Malformed,
                        "two solos of the book are called \"" + entry.id + "\"", name);
        book.push_back(std::move(entry));
    }
    return book;
}

const BookEntry* findEntry(const std::vector<BookEntry>& book, std::string_view idOrTitle)
{
    const auto entry = std::find_if(book.begin(), book.end(), [&](const BookEntry& candidate) {
        return equalInAnyCase(candidate.id, idOrTitle) ||
               equalInAnyCase(candidate.solo.tune.title, idOrTitle);
    });
    return entry == book.end() ? nullptr : &*entry;
}

} // namespace woodshed
