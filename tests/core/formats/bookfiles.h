#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "support/files.h"

/// The files of the built-in book, name and text, by name. The test's CMakeLists says where they
/// are.
inline std::vector<std::pair<std::string, std::string>> bookTexts()
{
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& file : std::filesystem::directory_iterator(WOODSHED_BOOK)) {
        if (file.path().extension() != ".abc")
            continue;
        const auto bytes = woodshed::readFile(file.path());
        if (bytes)
            texts.emplace_back(file.path().string(), std::string(bytes->begin(), bytes->end()));
    }
    std::sort(texts.begin(), texts.end());
    return texts;
}
