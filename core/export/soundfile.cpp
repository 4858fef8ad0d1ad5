#include "export/soundfile.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sndfile.h>
#include <unistd.h>

#include "export/id3tag.h"

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
    SoundFileKind{".mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 0.8},
};

bool isMp3(const SoundFileKind& kind)
{
    return (kind.format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG;
}

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

/// A file that begins, for libsndfile, behind a head of ours.
class SoundFile::Behind
{
public:
    Behind(const std::filesystem::path& path, const Bytes& head)
        : m_file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666))
        , m_head(static_cast<off_t>(head.size()))
    {
        m_isWhole = m_file >= 0 && write(head.data(), m_head, this) == m_head;
    }
    ~Behind()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    Behind(const Behind&) = delete;
    Behind& operator=(const Behind&) = delete;

    [[nodiscard]] bool isWhole() const { return m_isWhole; }

    SNDFILE* open(SF_INFO& info)
    {
        SF_VIRTUAL_IO io{length, seek, read, write, tell};
        return sf_open_virtual(&io, SFM_WRITE, &info, this);
    }

private:
    static Behind& self(void* data) { return *static_cast<Behind*>(data); }
    static sf_count_t length(void* data)
    {
        const off_t here = ::lseek(self(data).m_file, 0, SEEK_CUR);
        const off_t end = ::lseek(self(data).m_file, 0, SEEK_END);
        ::lseek(self(data).m_file, here, SEEK_SET);
        return end - self(data).m_head;
    }
    static sf_count_t seek(sf_count_t offset, int whence, void* data)
    {
        const off_t shift = whence == SEEK_SET ? self(data).m_head : 0;
        return ::lseek(self(data).m_file, offset + shift, whence) - self(data).m_head;
    }
    static sf_count_t tell(void* data) { return seek(0, SEEK_CUR, data); }
    static sf_count_t read(void* bytes, sf_count_t count, void* data)
    {
        return ::read(self(data).m_file, bytes, static_cast<std::size_t>(count));
    }
    static sf_count_t write(const void* bytes, sf_count_t count, void* data)
    {
        sf_count_t done = 0;
        while (done < count) {
            const ssize_t written =
                ::write(self(data).m_file, static_cast<const std::uint8_t*>(bytes) + done,
                        static_cast<std::size_t>(count - done));
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0) {
                self(data).m_isWhole = false;
                break;
            }
            done += written;
        }
        return done;
    }

    int m_file;
    off_t m_head;
    bool m_isWhole = false;
};

void SoundFile::Deleter::operator()(sf_private_tag* file) const
{
    sf_close(file);
}

SoundFile::SoundFile() = default;
SoundFile::SoundFile(SoundFile&&) noexcept = default;
SoundFile::~SoundFile() = default;

Result<SoundFile> SoundFile::open(const std::filesystem::path& path, const SoundFileKind& kind,
                                  const SoundTags& tags)
{
    SF_INFO info{};
    info.channels = 2;
    info.samplerate = kind.sampleRate;
    info.format = kind.format;
    if (sf_format_check(&info) == SF_FALSE)
        return fail(ErrorCode::Unsupported,
                    "this machine's libsndfile does not write " + std::string(kind.suffix));
    SoundFile file;
    if (isMp3(kind)) {
        file.m_behind = std::make_unique<Behind>(path, id3Tag(tags));
        if (!file.m_behind->isWhole())
            return fail(ErrorCode::NotWritable, "could not be opened for writing: " +
                                                    std::generic_category().message(errno));
        file.m_file.reset(file.m_behind->open(info));
    } else {
        file.m_file.reset(sf_open(path.c_str(), SFM_WRITE, &info));
    }
    if (!file.m_file)
        return fail(ErrorCode::NotWritable,
                    "could not be opened for writing: " + std::string(sf_strerror(nullptr)));
    SNDFILE* handle = file.m_file.get();
    const auto tag = [&](int which, const std::string& text) {
        if (!text.empty() && !file.m_behind)
            sf_set_string(handle, which, text.c_str());
    };
    tag(SF_STR_SOFTWARE, soundSoftware);
    tag(SF_STR_TITLE, tags.title);
    tag(SF_STR_ARTIST, tags.artist);
    tag(SF_STR_COMMENT, tags.comment);
    // Left to itself, libsndfile gives MP3 a constant rate, which costs more time and room.
    if (int mode = SF_BITRATE_MODE_VARIABLE; isMp3(kind))
        sf_command(handle, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
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
    if (m_behind && !m_behind->isWhole())
        return fail(ErrorCode::NotWritable, "could not be written to the end");
    return {};
}

} // namespace woodshed
