#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "score/solo.h"
#include "support/result.h"

namespace woodshed
{

/// One solo of the book.
struct BookEntry {
    std::string id; ///< the file's name without folder and suffix: "harbour-lights"
    Solo solo;
};

/// Reads the book from pairs of name and ABC text, in their order. The first text that cannot be
/// read fails the whole, as do two entries with one id.
[[nodiscard]] Result<std::vector<BookEntry>>
readBook(const std::vector<std::pair<std::string, std::string>>& namedTexts);

/// The entry with that id or title, whatever the case of its letters (ASCII); null where there is
/// none.
[[nodiscard]] const BookEntry* findEntry(const std::vector<BookEntry>& book,
                                         std::string_view idOrTitle);

} // namespace woodshed
