#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "support/result.h"

struct sf_private_tag;

namespace woodshed
{

/// A kind of audio file that we write.
struct SoundFileKind {
    const char* suffix; ///< ".wav"
    int format;         ///< libsndfile's
    int sampleRate;
    double quality; ///< of variable bit rate, 0..1; negative where libsndfile's default does
};

/// By the suffix, in any case; else Unsupported, with those known.
[[nodiscard]] Result<SoundFileKind> soundFileKind(const std::filesystem::path& path);

/// The program, as tags name it.
inline constexpr const char* soundSoftware = "Woodshed";

/// UTF-8; empty ones are left out.
struct SoundTags {
    std::string title;
    std::string artist;
    std::string comment;
};

/// A stereo audio file being written by libsndfile.
class SoundFile
{
public:
    static Result<SoundFile> open(const std::filesystem::path& path, const SoundFileKind& kind,
                                  const SoundTags& tags);
    SoundFile(SoundFile&& other) noexcept;
    SoundFile& operator=(SoundFile&&) = delete;
    ~SoundFile();

    /// Interleaved stereo within -1..1.
    Result<void> write(std::span<const float> samples);
    /// Without it the file may lack its end, and errors go unheard.
    Result<void> close();

private:
    struct Deleter {
        void operator()(sf_private_tag* file) const;
    };
    class Behind;
    SoundFile();

    std::unique_ptr<Behind> m_behind; ///< under an MP3 file; outlives it
    std::unique_ptr<sf_private_tag, Deleter> m_file;
};

} // namespace woodshed
