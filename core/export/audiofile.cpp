#include "export/audiofile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "export/soundfile.h"
#include "playback/eventlist.h"
#include "playback/soundfont.h"
#include "playback/synth.h"
#include "support/files.h"

namespace woodshed
{
namespace
{

constexpr int blockFrames = 64; // FluidSynth's own block: events act at its borders
constexpr double longestSeconds = 4 * 3600.0;
constexpr double longestTail = 3.0;
constexpr double fadeSeconds = 0.25;
constexpr double silentSeconds = 0.2;
constexpr float silentLevel = 2e-4F;             // against the peak: -74 dB
constexpr double peakLevel = 0.8912509381337456; // -1 dBFS
constexpr double renderGain = 0.5; // float has no ceiling; the level is set when writing

/// Up to here (eight minutes, 168 MB) the first rendering is kept, and written; longer ones are
/// rendered twice, so that memory stays bounded however long the music is.
constexpr std::size_t keptFrames = 21'000'000;

/// The frames of a performance, one after the other, from the sample clock alone.
class Rendering
{
public:
    Rendering(Synth synth, const EventList& list, int sampleRate)
        : m_synth(std::move(synth))
        , m_list(&list)
    {
        m_framesPerTick = list.secondsPerTick() * sampleRate;
        for (const SoundEvent& event : list.setUp)
            m_synth.apply(event);
    }

    /// The next block; an event acts at the border nearest to its time.
    std::span<const float> next()
    {
        for (; m_next < m_list->notes.size(); ++m_next) {
            const SoundEvent& event = m_list->notes[m_next];
            if (static_cast<double>(event.at.count) * m_framesPerTick >
                static_cast<double>(m_frame) + blockFrames / 2.0)
                break;
            m_synth.apply(event);
        }
        m_synth.render(m_block);
        m_frame += blockFrames;
        return m_block;
    }

private:
    Synth m_synth;
    const EventList* m_list;
    double m_framesPerTick = 0;
    std::size_t m_next = 0;
    std::int64_t m_frame = 0;
    std::array<float, 2 * blockFrames> m_block{};
};

/// Progress in whole hundredths, so that a caller that paints is not asked a thousand times.
class Progress
{
public:
    explicit Progress(const std::function<void(double)>& report)
        : m_report(report)
    {
    }
    void reach(double part)
    {
        const int hundredth = static_cast<int>(std::clamp(part, 0.0, 1.0) * 100);
        if (!m_report || hundredth <= m_last)
            return;
        m_last = hundredth;
        m_report(hundredth / 100.0);
    }

private:
    const std::function<void(double)>& m_report;
    int m_last = -1;
};

struct Measured {
    std::size_t frames = 0;
    float peak = 0;
    std::vector<float> kept; ///< all frames, or nothing where there were too many
};

Unexpected cancelled()
{
    return fail(ErrorCode::Cancelled, "the rendering was stopped");
}

/// Renders everything once: how long it is with its tail, and how loud.
Result<Measured> measure(Rendering rendering, double endSeconds, const SoundFileKind& kind,
                         bool isKept, const std::function<void(double)>& reach,
                         const std::stop_token& stop)
{
    const auto framesIn = [&](double seconds) {
        return static_cast<std::size_t>(std::ceil(seconds * kind.sampleRate));
    };
    const std::size_t bodyFrames = framesIn(endSeconds);
    const std::size_t mostFrames = bodyFrames + framesIn(longestTail);
    const std::size_t enoughSilence = framesIn(silentSeconds);
    Measured measured;
    if (isKept)
        measured.kept.reserve(2 * (mostFrames + blockFrames));
    std::size_t silence = 0;
    while (measured.frames < mostFrames &&
           (measured.frames < bodyFrames || silence < enoughSilence)) {
        if (stop.stop_requested())
            return cancelled();
        const std::span<const float> block = rendering.next();
        float blockPeak = 0;
        for (const float sample : block)
            blockPeak = std::max(blockPeak, std::abs(sample));
        measured.peak = std::max(measured.peak, blockPeak);
        silence = blockPeak > silentLevel * measured.peak ? 0 : silence + blockFrames;
        if (isKept)
            measured.kept.insert(measured.kept.end(), block.begin(), block.end());
        measured.frames += blockFrames;
        reach(static_cast<double>(measured.frames) / static_cast<double>(mostFrames));
    }
    return measured;
}

/// Scales to the peak and fades the end of the tail.
Result<void> write(SoundFile& file, const SoundFileKind& kind, const Measured& measured,
                   std::optional<Rendering> again, const std::function<void(double)>& reach,
                   const std::stop_token& stop)
{
    constexpr std::size_t chunkFrames = std::size_t{64} * blockFrames;
    const double gain = measured.peak > 0 ? peakLevel / measured.peak : 0;
    const auto fadeFrames = static_cast<std::size_t>(fadeSeconds * kind.sampleRate);
    std::vector<float> chunk;
    for (std::size_t done = 0; done < measured.frames;) {
        if (stop.stop_requested())
            return cancelled();
        const std::size_t frames = std::min(chunkFrames, measured.frames - done);
        chunk.clear();
        if (again) {
            for (std::size_t i = 0; i < frames; i += blockFrames) {
                const std::span<const float> block = again->next();
                chunk.insert(chunk.end(), block.begin(), block.end());
            }
        } else {
            const auto first = measured.kept.begin() + static_cast<std::ptrdiff_t>(2 * done);
            chunk.assign(first, first + static_cast<std::ptrdiff_t>(2 * frames));
        }
        for (std::size_t i = 0; i < chunk.size(); ++i) {
            const std::size_t left = measured.frames - (done + i / 2);
            const double fade =
                std::min(1.0, static_cast<double>(left) / static_cast<double>(fadeFrames));
            const double scaled = chunk[i] * gain * fade;
            chunk[i] = static_cast<float>(std::clamp(scaled, -peakLevel, peakLevel));
        }
        if (auto written = file.write(chunk); !written)
            return written;
        done += frames;
        reach(static_cast<double>(done) / static_cast<double>(measured.frames));
    }
    return {};
}

std::string inHours(double seconds)
{
    const auto minutes = static_cast<std::int64_t>(std::min(seconds / 60, 1e12));
    return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

} // namespace

Result<void> renderAudio(const Performance& performance, const std::filesystem::path& path,
                         const AudioOptions& options, const std::function<void(double)>& progress,
                         const std::stop_token& stop)
{
    const auto kind = soundFileKind(path);
    if (!kind)
        return forward(kind);
    EventList list = eventList(performance);
    list.notes = withoutUnisons(list.notes);
    if (list.notes.empty())
        return fail(ErrorCode::InvalidArgument, "there is no note to render", path.string());
    const double endSeconds =
        static_cast<double>(list.notes.back().at.count) * list.secondsPerTick();
    if (endSeconds > longestSeconds)
        return fail(ErrorCode::InvalidArgument,
                    "this would last " + inHours(endSeconds) + ", and at most 4 hours are rendered",
                    path.string());

    std::vector<std::filesystem::path> fonts{options.soundFont};
    if (options.soundFont.empty())
        fonts = findSoundFonts();
    const auto start = [&]() -> Result<Rendering> {
        auto synth = Synth::open(fonts, kind->sampleRate, renderGain);
        if (!synth)
            return forward(synth);
        return Rendering(std::move(*synth), list, kind->sampleRate);
    };

    Progress reported(progress);
    return writeBeside(path, [&](const std::filesystem::path& beside) -> Result<void> {
        // Opened first: a folder that cannot be written should not be found out after minutes of
        // rendering.
        auto file = SoundFile::open(beside, *kind, options.title, options.artist);
        if (!file)
            return forward(file);
        auto rendering = start();
        if (!rendering)
            return forward(rendering);
        const bool isKept =
            (endSeconds + longestTail) * kind->sampleRate <= static_cast<double>(keptFrames);
        const double share = isKept ? 0.9 : 0.5;
        const auto measured = measure(
            std::move(*rendering), endSeconds, *kind, isKept,
            [&](double part) { reported.reach(part * share); }, stop);
        if (!measured)
            return forward(measured);
        std::optional<Rendering> again;
        if (!isKept) {
            auto second = start();
            if (!second)
                return forward(second);
            again.emplace(std::move(*second));
        }
        const auto written = write(
            *file, *kind, *measured, std::move(again),
            [&](double part) { reported.reach(share + part * (1 - share)); }, stop);
        if (!written)
            return written;
        return file->close();
    });
}

} // namespace woodshed
