// bench_render [MINUTES [LONG_MINUTES]]: how many times faster than real time a dense quartet is
// rendered into each kind of audio file, into stems, and when it is long; by processor time and by
// the clock on the wall, with the most memory used so far. Small font, one thread.
#include <chrono>
#include <cstdio>
#include <filesystem>

#include <sys/resource.h>
#include <unistd.h>

#include "bench/stopwatch.h"
#include "export/audiofile.h"
#include "playback/soundfont.h"

using namespace woodshed;
namespace fs = std::filesystem;

namespace
{

/// Up-tempo: eighths, three chords of four notes a bar, walking bass, ride, hi-hat, snare and bass
/// drum.
Performance quartet(int minutes)
{
    constexpr int tempo = 200;
    Performance band;
    band.title = "Dense";
    band.tempo = tempo;
    band.parts = {
        {"Solo", 0, 66, {}}, {"Piano", 1, 0, {}}, {"Bass", 2, 32, {}}, {"Drums", 9, 0, {}}};
    const auto play = [&](std::size_t part, std::int64_t at, std::int64_t length, int pitch,
                          int velocity) {
        band.parts[part].notes.push_back({{at}, {length}, pitch, velocity});
    };
    for (int beat = 0; beat < tempo * minutes; ++beat) {
        const std::int64_t at = beat * Ticks::perQuarter;
        play(0, at, 300, 60 + (beat * 7) % 24, 95);
        play(0, at + 300, 170, 60 + (beat * 7 + 4) % 24, 90);
        for (const int pitch : {52, 55, 59, 62})
            if (beat % 4 != 3)
                play(1, at + (beat % 4 == 1 ? 300 : 0), 400, pitch + beat % 3, 65);
        play(2, at, 460, 36 + (beat * 5) % 12, 85);
        play(3, at, 60, 51, 70);
        play(3, at, 60, beat % 2 == 0 ? 36 : 44, 50);
        if (beat % 2 == 1)
            play(3, at + 300, 60, 51, 60);
        if (beat % 4 == 2)
            play(3, at + 300, 60, 38, 45);
    }
    band.length = Ticks::fromQuarters(tempo * minutes);
    return band;
}

double clockSeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

template<typename Render>
void measure(const char* name, const Performance& band, const Render& render)
{
    const double music = band.secondsAt(band.length);
    const double clock = clockSeconds();
    const double busy = bench::threadSeconds();
    const auto done = render();
    const double busySeconds = bench::threadSeconds() - busy;
    if (!done)
        std::printf("%-6s failed: %s\n", name, done.error().detail.c_str());
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    std::printf("%-6s %5.0f s of music: %5.1f x real time (%.1f by the clock), %ld MB\n", name,
                music, music / busySeconds, music / (clockSeconds() - clock),
                used.ru_maxrss / 1024);
}

} // namespace

int main(int count, char** arguments)
{
    const auto fonts = findSoundFonts();
    if (fonts.empty()) {
        std::printf("no soundfont is installed\n");
        return 0;
    }
    std::printf("%s\n", fonts.front().filename().c_str());
    const fs::path folder =
        fs::temp_directory_path() / ("bench_render-" + std::to_string(::getpid()));
    fs::create_directory(folder);
    const Performance band = quartet(bench::argument(count, arguments, 1, 3));
    for (const char* kind : {"wav", "flac", "ogg", "opus", "mp3"})
        measure(kind, band,
                [&] { return renderAudio(band, folder / (std::string("dense.") + kind), {}); });
    measure("stems", band, [&] { return renderStems(band, folder / "dense.wav", {}); });
    const Performance longBand = quartet(bench::argument(count, arguments, 2, 15));
    measure("long", longBand, [&] { return renderAudio(longBand, folder / "long.wav", {}); });
    fs::remove_all(folder);
    return 0;
}
