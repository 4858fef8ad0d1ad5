#include "export/soundfile.h"

#include <array>

#include <sndfile.h>

namespace woodshed
{
namespace
{

constexpr std::array kinds{
    SoundFileKind{".wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, -1},
    SoundFileKind{".flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, -1},
    SoundFileKind{".ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 0.6},
    SoundFileKind{".opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000,
                  -1}, // libsndfile refuses 44.1 kHz here
    SoundFileKind{".mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, -1},
};

} // namespace

Result<SoundFileKind> soundFileKind(const std::filesystem::path& path)
{
    std::string suffix = path.extension().string();
    for (char& c : suffix) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    std::string known;
    for (const SoundFileKind& kind : kinds) {
        if (suffix == kind.suffix)
            return kind;
        known += (known.empty() ? "" : ", ") + std::string(kind.suffix);
    }
    return fail(ErrorCode::Unsupported, "no audio format goes by this suffix; known are " + known,
                path.string());
}

void SoundFile::Deleter::operator()(sf_private_tag* file) const
{
    sf_close(file);
}

Result<SoundFile> SoundFile::open(const std::filesystem::path& path, const SoundFileKind& kind,
                                  const std::string& title, const std::string& artist)
{
    SF_INFO info{};
    info.channels = 2;
    info.samplerate = kind.sampleRate;
    info.format = kind.format;
    if (sf_format_check(&info) == SF_FALSE)
        return fail(ErrorCode::Unsupported,
                    "this machine's libsndfile does not write " + std::string(kind.suffix));
    SoundFile file;
    file.m_file.reset(sf_open(path.c_str(), SFM_WRITE, &info));
    if (!file.m_file)
        return fail(ErrorCode::NotWritable,
                    "could not be opened for writing: " + std::string(sf_strerror(nullptr)));
    SNDFILE* handle = file.m_file.get();
    sf_set_string(handle, SF_STR_SOFTWARE, "Woodshed");
    if (!title.empty())
        sf_set_string(handle, SF_STR_TITLE, title.c_str());
    if (!artist.empty())
        sf_set_string(handle, SF_STR_ARTIST, artist.c_str());
    if (double quality = kind.quality; quality >= 0)
        sf_command(handle, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
    return file;
}

Result<void> SoundFile::write(std::span<const float> samples)
{
    const auto frames = static_cast<sf_count_t>(samples.size() / 2);
    if (sf_writef_float(m_file.get(), samples.data(), frames) != frames)
        return fail(ErrorCode::NotWritable,
                    "could not be written to the end: " + std::string(sf_strerror(m_file.get())));
    return {};
}

Result<void> SoundFile::close()
{
    if (const int error = sf_close(m_file.release()); error != SF_ERR_NO_ERROR)
        return fail(ErrorCode::NotWritable,
                    "could not be finished: " + std::string(sf_error_number(error)));
    return {};
}

} // namespace woodshed
