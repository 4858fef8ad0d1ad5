#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <QSettings>
#include <QStringList>

#include "playback/soundstatus.h"

namespace woodshed
{

/// How the user last listened.
struct SoundPreferences {
    double volume = 0.8;
    bool countIn = false;
    bool metronome = false;
    OutputChoice output;
    std::filesystem::path soundFont; ///< empty: the first that is found
    std::string input;               ///< MIDI input that plays along; empty: none
    friend bool operator==(const SoundPreferences&, const SoundPreferences&) = default;
};

/// Choices that last from one run to the next, in a file.
class Preferences
{
public:
    /// Without a file name nothing is kept.
    explicit Preferences(const QString& file);

    /// What cannot be understood is as on the first day.
    [[nodiscard]] SoundPreferences sound() const;
    void setSound(const SoundPreferences& sound);

    /// The documents opened or saved last, the latest first.
    static constexpr int mostRecent = 10;
    [[nodiscard]] QStringList recentDocuments() const;
    /// Puts a document at the head of them.
    void addRecentDocument(const QString& path);

private:
    std::unique_ptr<QSettings> m_settings;
};

} // namespace woodshed
