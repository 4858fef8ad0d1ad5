#include "export/recording.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <future>
#include <thread>
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
constexpr std::size_t chunksInStretch = 64; // 1.5 s: a core is done with it in about 30 ms

float peakOf(std::span<const float> samples)
{
    float peak = 0;
    for (const float sample : samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

/// Does `work` for each index below `count`, on as many cores as there are.
void inParallel(std::size_t count, const std::function<void(std::size_t)>& work)
{
    std::atomic<std::size_t> next = 0;
    const auto worker = [&] {
        for (std::size_t i = next++; i < count; i = next++)
            work(i);
    };
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::future<void>> helpers;
    for (std::size_t helper = 1; helper < std::min(count, cores); ++helper)
        helpers.push_back(std::async(std::launch::async, worker));
    worker();
    for (std::future<void>& helper : helpers)
        helper.get();
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

Result<void> Recording::keepChunk(std::span<const std::vector<float>> stretches, std::size_t index,
                                  std::span<float> mix)
{
    std::fill(mix.begin(), mix.end(), 0.0F);
    for (std::size_t i = 0; i < m_tracks.size(); ++i) {
        const auto chunk = std::span(stretches[i]).subspan(index * mix.size(), mix.size());
        m_loudestTrack = std::max(m_loudestTrack, peakOf(chunk));
        std::transform(mix.begin(), mix.end(), chunk.begin(), mix.begin(), std::plus<>());
        if (auto kept = m_tracks[i].spool.append(chunk); !kept)
            return kept;
    }
    return {};
}

Result<void> Recording::record(const Reach& reach, const std::stop_token& stop)
{
    const std::size_t enoughSilence = framesIn(silentSeconds);
    std::vector stretches(m_tracks.size(), std::vector<float>(2 * chunkFrames * chunksInStretch));
    std::vector<float> mix(2 * chunkFrames);
    std::size_t silence = 0;
    for (std::size_t index = 0;
         m_frames < m_mostFrames && (m_frames < m_bodyFrames || silence < enoughSilence);
         index = (index + 1) % chunksInStretch) {
        if (stop.stop_requested())
            return cancelled();
        if (index == 0)
            inParallel(m_tracks.size(),
                       [&](std::size_t i) { m_tracks[i].rendering.next(stretches[i]); });
        if (auto kept = keepChunk(stretches, index, mix); !kept)
            return kept;
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

Result<void> Recording::writeStretch(Track& track, SoundFile& file, std::span<float> part,
                                     std::size_t firstFrame)
{
    const double level = gain();
    const auto fadeFrames = static_cast<double>(framesIn(fadeSeconds));
    if (auto read = track.spool.read(part); !read)
        return read;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const auto left = static_cast<double>(m_frames - (firstFrame + i / 2));
        const double scaled = part[i] * level * std::min(1.0, left / fadeFrames);
        part[i] = static_cast<float>(std::clamp(scaled, -1.0, 1.0));
    }
    // In small pieces: encoders keep room for the largest they were ever given, and libsndfile
    // loses that of Vorbis where the disk is full by the first of them.
    for (std::size_t done = 0; done < part.size(); done += 2 * writtenFrames)
        if (auto written =
                file.write(part.subspan(done, std::min(2 * writtenFrames, part.size() - done)));
            !written)
            return written;
    return {};
}

Result<void> Recording::write(std::span<SoundFile> files, const Reach& reach,
                              const std::stop_token& stop)
{
    constexpr std::size_t stretchFrames = chunkFrames * chunksInStretch;
    std::vector stretches(m_tracks.size(), std::vector<float>(2 * stretchFrames));
    std::vector<Result<void>> written(m_tracks.size());
    for (std::size_t done = 0; done < m_frames;) {
        const std::size_t frames = std::min(stretchFrames, m_frames - done);
        if (stop.stop_requested())
            return cancelled();
        inParallel(m_tracks.size(), [&](std::size_t i) {
            written[i] = writeStretch(m_tracks[i], files[i],
                                      std::span(stretches[i]).first(2 * frames), done);
        });
        for (Result<void>& one : written)
            if (!one)
                return one;
        done += frames;
        reach(static_cast<double>(done) / static_cast<double>(m_frames));
    }
    return {};
}

} // namespace woodshed
