#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/files.h"
#include "support/result.h"

namespace woodshed
{

/// What a row of a document says: JSON, and where that is not enough a block of bytes.
struct DocumentRow {
    std::int64_t id = 0; ///< from 1
    std::string content;
    Bytes data;
};

/// The tables of a document, in the order in which they are written.
enum class DocumentTable : std::uint8_t { Settings, Tune, Corpus, Model, Take, Training };
inline constexpr std::size_t documentTables = 6;
[[nodiscard]] std::string_view tableName(DocumentTable table);

/// A document as rows of its tables; FORMAT.md tells what they mean.
struct DocumentRows {
    std::array<std::vector<DocumentRow>, documentTables> tables;

    [[nodiscard]] std::vector<DocumentRow>& of(DocumentTable table)
    {
        return tables.at(static_cast<std::size_t>(table));
    }
    [[nodiscard]] const std::vector<DocumentRow>& of(DocumentTable table) const
    {
        return tables.at(static_cast<std::size_t>(table));
    }
};

inline constexpr std::uint32_t documentApplicationId = 0x57647368; ///< "Wdsh"
inline constexpr std::uint32_t documentVersion = 1;                ///< user_version
inline constexpr std::size_t largestDocument = std::size_t{192} << 20U;
inline constexpr std::size_t largestContent = std::size_t{16} << 20U;
inline constexpr std::size_t largestData = std::size_t{64} << 20U;
inline constexpr std::size_t mostRows = 10'000; ///< of a table

/// The rows as an SQLite database, made in memory: same rows, same bytes. Fails where a bound above
/// is passed.
[[nodiscard]] Result<Bytes> databaseOf(const DocumentRows& rows);

struct DocumentReading {
    DocumentRows rows;
    std::vector<std::string> warnings; ///< what is damaged and left out, as sentences
};

/// Reads a database from memory and trusts nothing in it: no file beside it is opened, no trigger
/// or view is accepted, every row must have the digest that was written with it. What is whole is
/// read, the rest is left out with a warning. Fails where it is no document of ours, where a newer
/// program wrote it, and where nothing in it is whole.
[[nodiscard]] Result<DocumentReading> readDatabase(Bytes bytes);

/// Whether these bytes begin as an SQLite file does.
[[nodiscard]] bool isDatabase(std::span<const std::uint8_t> bytes);

} // namespace woodshed
