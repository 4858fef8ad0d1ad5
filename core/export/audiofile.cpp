#include "export/audiofile.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include "export/recording.h"
#include "export/soundfile.h"
#include "playback/eventlist.h"
#include "playback/mixer.h"
#include "playback/soundfont.h"
#include "playback/synth.h"
#include "score/partchoice.h"
#include "support/files.h"

namespace woodshed
{
namespace
{

using Paths = std::vector<std::filesystem::path>;

constexpr double longestSeconds = 4 * 3600.0;
constexpr double renderGain = 0.5; // float has no ceiling; the level is set when writing
constexpr std::size_t framesInMemory = std::size_t{16} << 20U; // 128 MiB, six minutes of a mix
constexpr std::size_t mostStems = 32; // each takes a synthesizer and two open files

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

std::string inHours(double seconds)
{
    const auto minutes = static_cast<std::int64_t>(std::min(seconds / 60, 1e12));
    return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

/// What goes into one file.
struct Target {
    std::filesystem::path path;
    EventList list;
    std::string title;
};

double endSecondsOf(std::span<const Target> targets)
{
    double end = 0;
    for (const Target& target : targets)
        if (!target.list.notes.empty())
            end = std::max(end, static_cast<double>(target.list.notes.back().at.count) *
                                    target.list.secondsPerTick());
    return end;
}

/// Like writeBeside() for several files: no old file is touched before all new ones are written.
Result<void> writeAllBeside(std::span<const Target> targets, Paths& besides,
                            const std::function<Result<void>()>& write)
{
    if (besides.size() == targets.size())
        return write();
    return writeBeside(targets[besides.size()].path, [&](const std::filesystem::path& beside) {
        besides.push_back(beside);
        return writeAllBeside(targets, besides, write);
    });
}

Result<std::vector<Rendering>> renderingsOf(std::vector<Target>& targets,
                                            const AudioOptions& options, int sampleRate)
{
    Paths fonts{options.soundFont};
    if (options.soundFont.empty())
        fonts = findSoundFonts();
    std::vector<Rendering> renderings;
    for (Target& target : targets) {
        auto synth = Synth::open(fonts, sampleRate, renderGain);
        if (!synth)
            return forward(synth);
        renderings.emplace_back(std::move(*synth), std::move(target.list), sampleRate);
    }
    return renderings;
}

Result<void> render(std::vector<Target> targets, const SoundFileKind& kind,
                    const AudioOptions& options, const std::function<void(double)>& progress,
                    const std::stop_token& stop)
{
    const double endSeconds = endSecondsOf(targets);
    if (endSeconds > longestSeconds)
        return fail(ErrorCode::InvalidArgument,
                    "this would last " + inHours(endSeconds) + ", and at most 4 hours are rendered",
                    targets.front().path.string());
    for (const Target& target : targets)
        if (const auto checked = writableTarget(target.path); !checked)
            return forward(checked);
    Progress reported(progress);
    Paths besides;
    return writeAllBeside(targets, besides, [&]() -> Result<void> {
        // Opened first: a folder that cannot be written should not be found out after minutes of
        // rendering.
        std::vector<SoundFile> files;
        for (std::size_t i = 0; i < targets.size(); ++i) {
            auto file = SoundFile::open(besides[i], kind,
                                        {targets[i].title, options.artist, options.comment});
            if (!file)
                return forward(file);
            files.push_back(std::move(*file));
        }
        auto renderings = renderingsOf(targets, options, kind.sampleRate);
        if (!renderings)
            return forward(renderings);
        Recording recording(std::move(*renderings), besides.front().parent_path(), framesInMemory,
                            kind.sampleRate, endSeconds);
        constexpr double share = 0.9;
        auto done = recording.record([&](double part) { reported.reach(part * share); }, stop);
        if (done)
            done = recording.write(
                files, [&](double part) { reported.reach(share + part * (1 - share)); }, stop);
        for (SoundFile& file : files)
            if (done)
                done = file.close();
        return done;
    });
}

EventList mixed(EventList list, const std::vector<PartMix>& mix)
{
    Mixer mixer;
    mixer.take(list);
    for (std::size_t part = 0; part < mix.size(); ++part)
        (void)mixer.set(part, mix[part]); // all of it is in the set-up below
    list.setUp = mixer.setUp(list);
    std::erase_if(list.notes, [&](const SoundEvent& event) { return mixer.isSilent(event.part); });
    return list;
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
    if (list.notes.empty())
        return fail(ErrorCode::InvalidArgument, "there is no note to render", path.string());
    list = mixed(std::move(list), options.mix);
    if (list.notes.empty())
        return fail(ErrorCode::InvalidArgument,
                    "there would be nothing to hear: the mixer mutes every part that plays",
                    path.string());
    list.notes = withoutUnisons(list.notes);
    return render({{path, std::move(list), options.title}}, *kind, options, progress, stop);
}

Result<Paths> renderStems(const Performance& performance, const std::filesystem::path& path,
                          const AudioOptions& options, const std::function<void(double)>& progress,
                          const std::stop_token& stop)
{
    const auto kind = soundFileKind(path);
    if (!kind)
        return forward(kind);
    const std::vector<Performance> stems = stemsOf(performance);
    if (stems.size() > mostStems)
        return fail(ErrorCode::InvalidArgument,
                    "there are " + std::to_string(stems.size()) + " parts, and at most " +
                        std::to_string(mostStems) + " are rendered apart",
                    path.string());
    const Paths paths = stemPaths(path, stems);
    std::vector<Target> targets;
    for (std::size_t i = 0; i < stems.size(); ++i) {
        EventList list = eventList(stems[i]);
        if (list.notes.empty())
            continue;
        const std::string& name = stems[i].parts.front().name;
        targets.push_back({paths[i], std::move(list),
                           options.title.empty() ? name : options.title + " - " + name});
    }
    if (targets.empty())
        return fail(ErrorCode::InvalidArgument, "there is no note to render", path.string());
    Paths made;
    for (const Target& target : targets)
        made.push_back(target.path);
    if (auto done = render(std::move(targets), *kind, options, progress, stop); !done)
        return forward(done);
    return made;
}

} // namespace woodshed
