#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "playback/eventlist.h"
#include "support/result.h"

typedef struct _fluid_hashtable_t fluid_settings_t;
typedef struct _fluid_synth_t fluid_synth_t;

namespace woodshed
{

/// Collects what FluidSynth logs on this thread while it lives; FluidSynth's log never reaches
/// stderr. Messages of threads without a collector are dropped.
class SynthLog
{
public:
    SynthLog();
    ~SynthLog();
    SynthLog(const SynthLog&) = delete;
    SynthLog& operator=(const SynthLog&) = delete;

    /// The last error or warning, or `otherwise` where there was none.
    [[nodiscard]] std::string last(const std::string& otherwise) const;

private:
    std::string m_last;
    std::string* m_outer = nullptr;
};

/// A FluidSynth synthesizer with one font. Events may come from any thread; render() belongs to
/// one.
class Synth
{
public:
    /// The first of these fonts that loads is the one. Blocks while it loads. `gain` as
    /// FluidSynth's synth.gain.
    static Result<Synth> open(std::span<const std::filesystem::path> fonts, int sampleRate,
                              double gain);

    Synth(Synth&&) = default;
    Synth& operator=(Synth&&) = delete; // member by member it would free settings in use

    /// At once. Blocks shortly where a program's samples have to be read first.
    void apply(const SoundEvent& event);
    /// Interleaved stereo; the next frames.
    void render(std::span<float> stereo);
    void setGain(double gain);
    /// Silence now, without release or reverb tail.
    void silence();

    [[nodiscard]] const std::filesystem::path& font() const { return m_font; }
    /// One line for each font that was tried and not taken.
    [[nodiscard]] const std::vector<std::string>& refused() const { return m_refused; }
    [[nodiscard]] fluid_settings_t* settings() const { return m_settings.get(); }
    [[nodiscard]] fluid_synth_t* handle() const { return m_synth.get(); }

private:
    struct Deleter {
        void operator()(fluid_settings_t* settings) const;
        void operator()(fluid_synth_t* synth) const;
    };
    Synth() = default;

    std::unique_ptr<fluid_settings_t, Deleter> m_settings; // outlives the synth
    std::unique_ptr<fluid_synth_t, Deleter> m_synth;
    std::filesystem::path m_font;
    std::vector<std::string> m_refused;
};

} // namespace woodshed
