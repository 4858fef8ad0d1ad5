#include "playback/soundfont.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <tuple>
#include <utility>

namespace woodshed
{
namespace
{

namespace fs = std::filesystem;

constexpr std::array generalMidiNames{"timgm6mb",    "fluidr3",    "musescore_general",
                                      "generaluser", "default-gm", "sgm-",
                                      "arachno",     "fluid_gm",   "freepats-general-midi"};

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool isKnownGeneralMidi(const std::string& loweredName)
{
    return std::any_of(generalMidiNames.begin(), generalMidiNames.end(),
                       [&](std::string_view known) { return loweredName.starts_with(known); });
}

/// How well a known set sounds, as far as listeners agree; 0 for one that is not known.
int worth(const fs::path& font)
{
    constexpr std::array<std::pair<std::string_view, int>, 6> ranks{{{"timgm6mb", 1},
                                                                     {"fluidr3mono", 2},
                                                                     {"fluidr3", 3},
                                                                     {"generaluser", 3},
                                                                     {"arachno", 3},
                                                                     {"musescore_general", 4}}};
    const std::string name = lowered(font.filename().string());
    for (const auto& [known, rank] : ranks) {
        if (name.starts_with(known))
            return rank;
    }
    return 0;
}

struct Candidate {
    int rank = 0;
    std::uintmax_t size = 0;
    fs::path path;

    friend bool operator<(const Candidate& a, const Candidate& b)
    {
        return std::tie(a.rank, a.size, a.path) < std::tie(b.rank, b.size, b.path);
    }
};

} // namespace

std::vector<fs::path> soundFontFolders()
{
    std::vector<fs::path> folders;
    const char* dataHome = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    fs::path own;
    if (dataHome != nullptr && *dataHome != '\0')
        own = dataHome;
    else if (home != nullptr && *home != '\0')
        own = fs::path(home) / ".local/share";
    if (!own.empty()) {
        folders.push_back(own / "soundfonts");
        folders.push_back(own / "sounds/sf2");
        folders.push_back(own / "sounds/sf3");
    }
    for (const fs::path root : {"/usr/local/share", "/usr/share"}) {
        folders.push_back(root / "sounds/sf2");
        folders.push_back(root / "sounds/sf3");
        folders.push_back(root / "soundfonts");
    }
    return folders;
}

std::vector<fs::path> findSoundFonts(std::span<const fs::path> folders)
{
    std::vector<Candidate> found;
    for (const fs::path& folder : folders) {
        std::error_code error;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
             entry.increment(error)) {
            const std::string suffix = lowered(entry->path().extension().string());
            if ((suffix != ".sf2" && suffix != ".sf3") || !checkSoundFont(entry->path()))
                continue;
            // The link default-GM.sf3 may well lead to an .sf2: what the file is decides, not what
            // it is called.
            std::error_code ignored;
            fs::path real = fs::canonical(entry->path(), ignored);
            const std::uintmax_t size = ignored ? 0 : fs::file_size(real, ignored);
            if (ignored)
                continue;
            const std::string name = lowered(real.filename().string());
            const bool isCompressed = name.ends_with(".sf3");
            const int rank = (isKnownGeneralMidi(name) ? 0 : 2) + (isCompressed ? 1 : 0);
            found.push_back({rank, size, std::move(real)});
        }
    }
    std::sort(found.begin(), found.end());
    std::vector<fs::path> paths;
    for (Candidate& candidate : found) {
        if (paths.empty() || paths.back() != candidate.path)
            paths.push_back(std::move(candidate.path));
    }
    return paths;
}

std::vector<fs::path> findSoundFonts()
{
    return findSoundFonts(soundFontFolders());
}

std::optional<fs::path> betterSoundFont(std::span<const fs::path> fonts, const fs::path& inUse)
{
    // One that the list of ranks does not know was the user's choice, or the only one there.
    const int now = worth(inUse);
    if (now == 0)
        return std::nullopt;
    const auto best =
        std::max_element(fonts.begin(), fonts.end(),
                         [](const fs::path& a, const fs::path& b) { return worth(a) < worth(b); });
    if (best == fonts.end() || worth(*best) <= now)
        return std::nullopt;
    return *best;
}

Result<void> checkSoundFont(const fs::path& path)
{
    std::error_code ignored;
    const auto status = fs::status(path, ignored);
    if (!fs::exists(status))
        return fail(ErrorCode::NotFound, "there is no such soundfont", path.string());
    if (!fs::is_regular_file(status))
        return fail(ErrorCode::NotAFile, "is not a regular file, so it cannot be a soundfont",
                    path.string());
    std::ifstream file(path, std::ios::binary);
    std::array<char, 12> head{};
    if (!file.is_open())
        return fail(ErrorCode::Unreadable, "this soundfont may not be read", path.string());
    file.read(head.data(), head.size());
    const std::string_view text(head.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() < head.size() || text.substr(0, 4) != "RIFF" || text.substr(8, 4) != "sfbk")
        return fail(ErrorCode::Malformed, "is not a SoundFont 2 bank (.sf2 or .sf3)",
                    path.string());
    std::uintmax_t promised = 8;
    for (std::size_t i = 0; i < 4; ++i)
        promised += std::uintmax_t{static_cast<unsigned char>(head.at(4 + i))} << (8 * i);
    if (fs::file_size(path, ignored) < promised)
        return fail(ErrorCode::Malformed, "this soundfont is cut short; copy or download it again",
                    path.string());
    return {};
}

std::string noSoundFontAdvice()
{
    return "no General MIDI soundfont was found; install one (on Debian: timgm6mb-soundfont or "
           "fluid-soundfont-gm) or name an .sf2 file";
}

} // namespace woodshed
