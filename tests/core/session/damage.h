#pragma once

#include <algorithm>
#include <cstring>
#include <vector>

#include "support/files.h"
#include "support/random.h"

namespace woodshed::test
{

inline constexpr std::size_t sectorSize = 512;
inline constexpr std::size_t pageSize = 4096;

inline Bytes noise(Random& random, std::size_t size)
{
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(random.next());
    return bytes;
}

/// Puts `part` over what stands at `at`; what would go past the end is cut.
inline void overwrite(Bytes& bytes, std::size_t at, const Bytes& part)
{
    for (std::size_t i = 0; i < part.size() && at + i < bytes.size(); ++i)
        bytes[at + i] = part[i];
}

inline Bytes partOf(const Bytes& bytes, std::size_t at, std::size_t size)
{
    Bytes part(size, 0);
    for (std::size_t i = 0; i < size && at + i < bytes.size(); ++i)
        part[i] = bytes[at + i];
    return part;
}

/// `newer` where some of the sectors never came to the disk, so that the older file's are there.
inline Bytes torn(Random& random, Bytes newer, const Bytes& older)
{
    newer.resize(std::max(newer.size(), older.size()));
    const std::size_t share = 1 + random.index(20);
    for (std::size_t at = 0; at < newer.size(); at += sectorSize)
        if (random.index(share) == 0)
            overwrite(newer, at, partOf(older, at, sectorSize));
    return newer;
}

inline Bytes bigEndian(std::uint64_t number, std::size_t size)
{
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i)
        bytes[size - 1 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return bytes;
}

inline std::size_t bigEndianAt(const Bytes& bytes, std::size_t at, std::size_t size)
{
    std::size_t number = 0;
    for (std::size_t i = 0; i < size; ++i)
        number = number << 8U | bytes.at(at + i);
    return number;
}

/// A variable-length number of the SQLite format that lies at a place.
struct VarInt {
    std::size_t at = 0;
    std::size_t size = 0;
    std::uint64_t number = 0;
};

inline VarInt varIntAt(const Bytes& bytes, std::size_t at)
{
    VarInt read{.at = at, .size = 0, .number = 0};
    while (read.size < 8 && at + read.size < bytes.size()) {
        const std::uint8_t byte = bytes[at + read.size++];
        read.number = read.number << 7U | (byte & 0x7FU);
        if (byte < 0x80)
            break;
    }
    return read;
}

/// The number in just as many bytes as the one that it replaces.
inline void putVarInt(Bytes& bytes, const VarInt& place, std::uint64_t number)
{
    for (std::size_t i = 0; i < place.size; ++i) {
        const auto part = static_cast<std::uint8_t>(number >> (7 * (place.size - 1 - i)) & 0x7FU);
        bytes[place.at + i] = static_cast<std::uint8_t>(i + 1 < place.size ? part | 0x80U : part);
    }
}

/// A row of a table where it lies in the file.
struct Cell {
    VarInt payload;
    VarInt rowId;
    std::vector<VarInt> types;  ///< the length of the header, and then of id, content, data, md5
    std::size_t overflowAt = 0; ///< of the number of the page where it goes on; 0 where it does not
};

inline std::vector<Cell> cellsOf(const Bytes& bytes)
{
    constexpr std::size_t mostLocal = pageSize - 35;
    constexpr std::size_t leastLocal = (pageSize - 12) * 32 / 255 - 23;
    std::vector<Cell> cells;
    for (std::size_t page = pageSize; page + pageSize <= bytes.size(); page += pageSize) {
        const std::size_t count = bigEndianAt(bytes, page + 3, 2);
        if (bytes[page] != 13 || count > 1000)
            continue;
        for (std::size_t i = 0; i < count; ++i) {
            Cell cell;
            cell.payload = varIntAt(bytes, page + bigEndianAt(bytes, page + 8 + 2 * i, 2));
            cell.rowId = varIntAt(bytes, cell.payload.at + cell.payload.size);
            std::size_t at = cell.rowId.at + cell.rowId.size;
            const std::size_t begin = at;
            for (int type = 0; type < 5; ++type) {
                cell.types.push_back(varIntAt(bytes, at));
                at += cell.types.back().size;
            }
            if (const std::size_t size = cell.payload.number; size > mostLocal) {
                const std::size_t local = leastLocal + (size - leastLocal) % (pageSize - 4);
                cell.overflowAt = begin + (local <= mostLocal ? local : leastLocal);
            }
            cells.push_back(std::move(cell));
        }
    }
    return cells;
}

} // namespace woodshed::test
