#include "export/recording.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace woodshed
{
namespace
{

constexpr double longestTail = 3.0;
constexpr double fadeSeconds = 0.25;
constexpr double silentSeconds = 0.2;
constexpr float silentLevel = 2e-4F;                             // against the peak: -74 dB
constexpr double peakLevel = 0.8912509381337456;                 // -1 dBFS
constexpr std::size_t chunkFrames = 16 * Rendering::blockFrames; // 23 ms
constexpr std::size_t writtenFrames = 4 * chunkFrames;

float peakOf(std::span<const float> samples)
{
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

Unexpected cancelled()
{
    return fail(ErrorCode::Cancelled, "the rendering was stopped");
}

} // namespace

Recording::Recording(std::vector<Rendering> tracks, const std::filesystem::path& folder,
                     std::size_t framesInMemory, int sampleRate, double endSeconds)
    : m_sampleRate(sampleRate)
    , m_bodyFrames(framesIn(endSeconds))
    , m_mostFrames(m_bodyFrames + framesIn(longestTail))
{
    const std::size_t share = framesInMemory / std::max<std::size_t>(1, tracks.size());
    for (Rendering& rendering : tracks)
        m_tracks.push_back(
            {std::move(rendering), FrameSpool(folder, share, m_mostFrames + chunkFrames)});
}

std::size_t Recording::framesIn(double seconds) const
{
    return static_cast<std::size_t>(std::ceil(seconds * m_sampleRate));
}

Result<void> Recording::recordChunk(std::span<float> mix)
{
    std::vector<float> chunk(mix.size());
    std::fill(mix.begin(), mix.end(), 0.0F);
    for (Track& track : m_tracks) {
        track.rendering.next(chunk);
        m_loudestTrack = std::max(m_loudestTrack, peakOf(chunk));
        std::transform(mix.begin(), mix.end(), chunk.begin(), mix.begin(), std::plus<>());
        if (auto kept = track.spool.append(chunk); !kept)
            return kept;
    }
    return {};
}

Result<void> Recording::record(const Reach& reach, const std::stop_token& stop)
{
    const std::size_t enoughSilence = framesIn(silentSeconds);
    std::vector<float> mix(2 * chunkFrames);
    std::size_t silence = 0;
    while (m_frames < m_mostFrames && (m_frames < m_bodyFrames || silence < enoughSilence)) {
        if (stop.stop_requested())
            return cancelled();
        if (auto recorded = recordChunk(mix); !recorded)
            return recorded;
        const float peak = peakOf(mix);
        m_mixPeak = std::max(m_mixPeak, peak);
        silence = peak > silentLevel * m_mixPeak ? 0 : silence + chunkFrames;
        m_frames += chunkFrames;
        reach(static_cast<double>(m_frames) / static_cast<double>(m_mostFrames));
    }
    return {};
}

double Recording::gain() const
{
    const double loudest = std::max(static_cast<double>(m_mixPeak), m_loudestTrack * peakLevel);
    return loudest > 0 ? peakLevel / loudest : 0;
}

Result<void> Recording::write(std::span<SoundFile> files, const Reach& reach,
                              const std::stop_token& stop)
{
    const double level = gain();
    const auto fadeFrames = static_cast<double>(framesIn(fadeSeconds));
    std::vector<float> chunk(2 * writtenFrames);
    for (std::size_t done = 0; done < m_frames;) {
        const std::size_t frames = std::min(writtenFrames, m_frames - done);
        const std::span<float> part = std::span(chunk).first(2 * frames);
        for (std::size_t track = 0; track < m_tracks.size(); ++track) {
            if (stop.stop_requested())
                return cancelled();
            if (auto read = m_tracks[track].spool.read(part); !read)
                return read;
            for (std::size_t i = 0; i < part.size(); ++i) {
                const auto left = static_cast<double>(m_frames - (done + i / 2));
                const double scaled = part[i] * level * std::min(1.0, left / fadeFrames);
                part[i] = static_cast<float>(std::clamp(scaled, -1.0, 1.0));
            }
            if (auto written = files[track].write(part); !written)
                return written;
        }
        done += frames;
        reach(static_cast<double>(done) / static_cast<double>(m_frames));
    }
    return {};
}

} // namespace woodshed
