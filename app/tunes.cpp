#include "tunes.h"

#include <filesystem>

#include "bundle.h"
#include "commands/console.h"
#include "corpus/corpusloader.h"
#include "formats/abc.h"
#include "formats/chordtext.h"
#include "support/files.h"

namespace woodshed
{

namespace
{

std::string builtInNames()
{
    std::string names;
    for (const BookEntry& entry : bundledBook())
        names += (names.empty() ? "" : ", ") + entry.id;
    return names;
}

Result<LeadSheet> tuneOfFile(const std::filesystem::path& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return forward(bytes);
    if (hasSuffix(path, {".abc", ".mid", ".midi"})) {
        const auto solo = loadSolo(*bytes);
        if (!solo)
            return fail(solo.error().code, solo.error().detail, path.string());
        LeadSheet tune = oneChorus(*solo);
        if (tune.title.empty())
            tune.title = path.stem().string();
        return tune;
    }
    const auto reading =
        readChordText({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    if (!reading)
        return fail(reading.error().code, reading.error().detail, path.string());
    for (const std::string& warning : reading->warnings)
        warn(warning);
    LeadSheet tune = reading->tune;
    if (tune.title.empty())
        tune.title = path.stem().string();
    return tune;
}

} // namespace

Result<LeadSheet> findTune(const std::string& nameOrFile)
{
    if (nameOrFile.empty())
        return oneChorus(bundledBook().front().solo);
    if (const BookEntry* entry = findEntry(bundledBook(), nameOrFile))
        return oneChorus(entry->solo);
    std::error_code ignored;
    if (!std::filesystem::exists(nameOrFile, ignored))
        return fail(ErrorCode::NotFound,
                    "there is no built-in tune and no file of this name; built in are " +
                        builtInNames(),
                    nameOrFile);
    return tuneOfFile(nameOrFile);
}

} // namespace woodshed
