#include "playback/synth.h"

#include <mutex>
#include <utility>

#include <fluidsynth.h>

#include "playback/soundfont.h"

namespace woodshed
{
namespace
{

/// Fonts above this are not read whole: each program's samples come in when it is chosen. FluidR3
/// (148 MB) opens in 0.04 s instead of 1 s that way.
constexpr std::uintmax_t wholeFontLimit = std::uintmax_t{40} << 20U;

// FluidSynth logs through one function for the whole process; the thread decides who listens.
thread_local std::string* collector = nullptr;

void collect(int level, const char* message, void* /*data*/)
{
    if (collector != nullptr && level <= FLUID_WARN && message != nullptr)
        *collector = message;
}

void routeLogOnce()
{
    static std::once_flag routed;
    std::call_once(routed, [] {
        for (const int level : {FLUID_PANIC, FLUID_ERR, FLUID_WARN, FLUID_INFO, FLUID_DBG})
            fluid_set_log_function(level, collect, nullptr);
    });
}

} // namespace

SynthLog::SynthLog()
    : m_outer(collector)
{
    routeLogOnce();
    collector = &m_last;
}

SynthLog::~SynthLog()
{
    collector = m_outer;
}

std::string SynthLog::last(const std::string& otherwise) const
{
    return m_last.empty() ? otherwise : m_last;
}

void Synth::Deleter::operator()(fluid_settings_t* settings) const
{
    delete_fluid_settings(settings);
}
void Synth::Deleter::operator()(fluid_synth_t* synth) const
{
    delete_fluid_synth(synth);
}

Result<Synth> Synth::open(std::span<const std::filesystem::path> fonts, int sampleRate, double gain)
{
    if (fonts.empty())
        return fail(ErrorCode::Unavailable, noSoundFontAdvice());
    const SynthLog log;
    std::vector<std::string> refused;
    for (const std::filesystem::path& font : fonts) {
        if (const auto checked = checkSoundFont(font); !checked) {
            refused.push_back(font.filename().string() + ": " + checked.error().detail);
            continue;
        }
        Synth synth;
        synth.m_settings.reset(new_fluid_settings());
        if (!synth.m_settings)
            return fail(ErrorCode::Unavailable,
                        "FluidSynth could not be started: " + log.last("no settings"));
        fluid_settings_t* settings = synth.settings();
        std::error_code ignored;
        const bool isLarge = std::filesystem::file_size(font, ignored) > wholeFontLimit;
        fluid_settings_setint(settings, "synth.lock-memory", 0);
        fluid_settings_setint(settings, "synth.dynamic-sample-loading", isLarge ? 1 : 0);
        fluid_settings_setnum(settings, "synth.sample-rate", sampleRate);
        fluid_settings_setnum(settings, "synth.gain", gain);
        // Costs an eighth of all the work, in silence too, and no instrument of a band sends to it.
        fluid_settings_setint(settings, "synth.chorus.active", 0);
        synth.m_synth.reset(new_fluid_synth(settings));
        if (!synth.m_synth)
            return fail(ErrorCode::Unavailable,
                        "FluidSynth could not be started: " + log.last("no synthesizer"));
        if (fluid_synth_sfload(synth.handle(), font.c_str(), 1) < 0) {
            refused.push_back(font.filename().string() + ": " + log.last("could not be loaded"));
            continue;
        }
        synth.m_font = font;
        synth.m_refused = std::move(refused);
        return synth;
    }
    std::string all;
    for (const std::string& line : refused)
        all += (all.empty() ? "" : "; ") + line;
    return fail(ErrorCode::Unavailable,
                "no soundfont could be loaded (" + all + "); choose another .sf2 file");
}

void Synth::apply(const SoundEvent& event)
{
    switch (event.kind) {
    case SoundEvent::Kind::Program:
        fluid_synth_program_change(handle(), event.channel, event.number);
        break;
    case SoundEvent::Kind::Control:
        fluid_synth_cc(handle(), event.channel, event.number, event.value);
        break;
    case SoundEvent::Kind::NoteOff:
        fluid_synth_noteoff(handle(), event.channel, event.number);
        break;
    case SoundEvent::Kind::NoteOn:
        fluid_synth_noteon(handle(), event.channel, event.number, event.value);
        break;
    }
}

void Synth::render(std::span<float> stereo)
{
    fluid_synth_write_float(handle(), static_cast<int>(stereo.size() / 2), stereo.data(), 0, 2,
                            stereo.data(), 1, 2);
}

void Synth::setGain(double gain)
{
    fluid_synth_set_gain(handle(), static_cast<float>(gain));
}

void Synth::silence()
{
    fluid_synth_all_sounds_off(handle(), -1);
}

} // namespace woodshed
