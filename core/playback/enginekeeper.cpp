// The part of the engine that looks after its output: opening, losing, finding again.
#include <algorithm>
#include <utility>

#include "playback/engine.h"
#include "playback/soundfont.h"

namespace woodshed
{

namespace
{

using Kind = OutputChoice::Kind;

constexpr auto keepInterval = std::chrono::milliseconds(250);

std::string standIn(const SoundStatus& status)
{
    return status.isSilent() ? "playing silently until it is back"
                             : "playing through the built-in synth until it is back";
}

} // namespace

OutputOptions Player::Engine::optionsFor(OutputChoice choice) const
{
    OutputOptions options{.choice = std::move(choice),
                          .soundFonts = m_options.soundFonts,
                          .file = m_options.file,
                          .volume = m_volume};
    if (options.soundFonts.empty())
        options.soundFonts = findSoundFonts();
    if (m_chosenFont)
        options.soundFonts.insert(options.soundFonts.begin(), *m_chosenFont);
    return options;
}

SoundStatus Player::Engine::reopen(const Lock& /*changing*/, const OutputOptions& options,
                                   const std::string& reason, std::unique_ptr<Synth> loaded)
{
    std::unique_ptr<SoundOutput> closed;
    {
        const Lock lock(m_mutex);
        closed = swapOutput(lock, makeSilentOutput());
    }
    // A device may be open only once: the old one goes first, and the clock runs on meanwhile.
    closed.reset();
    OpenedOutput opened = openOutput(options, *m_midi, std::move(loaded));
    m_font = opened.soundFont;

    const Lock lock(m_mutex);
    if (!reason.empty()) {
        opened.status.wanted = m_status.wanted;
        opened.status.trouble = reason + "; " + standIn(opened.status);
    }
    opened.status.latencyMs = opened.output->latencyMs();
    opened.status.changes = m_status.changes;
    closed = swapOutput(lock, std::move(opened.output));
    m_status = std::move(opened.status);
    m_isPortLost = false;
    m_isWantedBack = false;
    return m_status;
}

SoundStatus Player::Engine::open(const PlayerOptions& options)
{
    const Lock changing(m_changing);
    m_options = options;
    m_chosenFont.reset();
    m_lostDriver.clear();
    OutputChoice choice = options.output.value_or(OutputChoice{Kind::Synth, options.driver});
    if (choice.kind == Kind::Synth && choice.name == "silent")
        choice = {Kind::Silent, {}};
    const SoundStatus status = reopen(changing, optionsFor(std::move(choice)), {});
    loadBetterFont(changing);
    return status;
}

SoundStatus Player::Engine::choose(const OutputChoice& choice)
{
    const Lock changing(m_changing);
    m_lostDriver.clear();
    const SoundStatus status = reopen(changing, optionsFor(choice), {});
    loadBetterFont(changing);
    return status;
}

Result<SoundStatus> Player::Engine::chooseSoundFont(const std::filesystem::path& font)
{
    // Loaded before anything is closed: a font that fails leaves the old one playing.
    auto synth = Synth::open(std::span(&font, 1), 44100, gainOf(0.8));
    if (!synth)
        return forward(synth);
    const Lock changing(m_changing);
    m_chosenFont = font;
    m_better.reset();
    const SoundStatus now = status();
    if (now.wanted.kind != Kind::Synth)
        return now;
    return reopen(changing, optionsFor(now.wanted), {}, std::make_unique<Synth>(std::move(*synth)));
}

SoundStatus Player::Engine::status() const
{
    const std::lock_guard lock(m_mutex);
    SoundStatus status = m_status;
    status.latencyMs = m_output->latencyMs();
    status.gaps = m_scheduler.gaps();
    return status;
}

PortList Player::Engine::ports() const
{
    return m_watch->ports();
}

std::vector<OutputChoice> Player::Engine::outputs() const
{
    std::vector<OutputChoice> choices{{Kind::Synth, {}}};
    for (const std::string& name : ports().outputs)
        choices.push_back({Kind::MidiPort, name});
    if (m_midi->hasVirtualPorts())
        choices.push_back({Kind::VirtualPort, {}});
    choices.push_back({Kind::Silent, {}});
    return choices;
}

void Player::Engine::portChanged(const PortEvent& event)
{
    const std::lock_guard lock(m_mutex);
    if (event.isInput) {
        m_hasInputChanged = true;
        m_wakeKeeper.notify_all();
        return;
    }
    const OutputChoice port{Kind::MidiPort, event.name};
    if (event.kind == PortEvent::Kind::Lost && m_status.output == port)
        m_isPortLost = true;
    // A port that was chosen before it was there is as good as one that came back.
    if (event.kind != PortEvent::Kind::Lost && m_status.wanted == port && m_status.output != port)
        m_isWantedBack = true;
    m_wakeKeeper.notify_all();
}

void Player::Engine::keep(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        {
            Lock lock(m_mutex);
            m_wakeKeeper.wait_for(lock, stop, keepInterval, [this] {
                return m_isPortLost || m_isWantedBack || m_hasInputChanged;
            });
        }
        if (stop.stop_requested())
            return;
        // Somebody who changes the output right now looks after it himself.
        Lock changing(m_changing, std::try_to_lock);
        if (!changing.owns_lock()) {
            std::this_thread::sleep_for(keepInterval);
            continue;
        }
        lookAfterOutput(changing);
        lookAfterFont(changing);
        lookAfterInput(changing);
    }
}

void Player::Engine::lookAfterOutput(Lock& changing)
{
    bool isLost = false;
    bool isBack = false;
    SoundStatus now;
    {
        const Lock lock(m_mutex);
        isLost = m_isPortLost || m_output->isLost() ||
                 !m_heartbeat.beats(m_output->now(), std::chrono::steady_clock::now());
        isBack = m_isWantedBack;
        now = m_status;
    }
    if (isLost) {
        const bool isSynth = now.output.kind == Kind::Synth;
        if (isSynth)
            m_lostDriver = now.driver;
        const std::string what = now.output.kind == Kind::MidiPort ? '"' + now.output.name + '"'
                                 : isSynth ? "the sound server (" + now.driver + ")"
                                           : "the virtual MIDI port";
        reopen(changing, optionsFor({Kind::Synth, {}}), what + " is gone");
    } else if (isBack ||
               (!m_lostDriver.empty() && now.isSilent() && AudioDriver::mayOpen(m_lostDriver))) {
        m_lostDriver.clear();
        reopen(changing, optionsFor(now.wanted), {});
    } else {
        return;
    }
    const Lock lock(m_mutex);
    ++m_status.changes;
}

void Player::Engine::loadBetterFont(const Lock& /*changing*/)
{
    m_better.reset();
    if (m_font.empty() || m_chosenFont || !m_options.soundFonts.empty())
        return;
    if (const auto better = betterSoundFont(findSoundFonts(), m_font))
        m_better = FontLoading::start(*better, gainOf(0.8));
}

void Player::Engine::lookAfterFont(const Lock& changing)
{
    if (!m_better)
        return;
    {
        const Lock lock(m_mutex);
        const bool isSilent = m_scheduler.state() != Scheduler::State::Playing &&
                              !m_live.isAnyDown() && m_status.output.kind == Kind::Synth;
        if (!isSilent)
            return;
    }
    auto synth = m_better->take();
    if (!synth)
        return;
    m_better.reset();
    reopen(changing, optionsFor(status().wanted), {}, std::move(synth));
    const Lock lock(m_mutex);
    ++m_status.changes;
}

Result<void> Player::Engine::listenTo(const std::string& input)
{
    const Lock changing(m_changing);
    m_wantedInput = input;
    m_input.reset();
    {
        const Lock lock(m_mutex);
        m_output->carryOut({.clearFirst = false, .atOnce = m_live.releaseAll(), .later = {}});
    }
    if (input.empty())
        return {};
    auto opened =
        LiveInput::open(*m_midi, input, [this](const TimedMessage& message) { received(message); });
    if (!opened)
        return forward(opened);
    m_input = std::move(*opened);
    return {};
}

/// A keyboard that was unplugged leaves no key down, and plays again when it is back.
void Player::Engine::lookAfterInput(const Lock& /*changing*/)
{
    {
        const Lock lock(m_mutex);
        if (!std::exchange(m_hasInputChanged, false))
            return;
    }
    const std::vector<std::string> names = ports().inputs;
    const bool isThere = std::find(names.begin(), names.end(), m_wantedInput) != names.end();
    if (m_input && !isThere) {
        m_input.reset();
        const Lock lock(m_mutex);
        m_output->carryOut({.clearFirst = false, .atOnce = m_live.releaseAll(), .later = {}});
    } else if (!m_input && isThere) {
        auto opened = LiveInput::open(*m_midi, m_wantedInput,
                                      [this](const TimedMessage& message) { received(message); });
        if (opened)
            m_input = std::move(*opened);
    }
}

void Player::Engine::received(const TimedMessage& message)
{
    const ChannelMessage& heard = message.message;
    if (heard.isNoteOn())
        press(heard.pitch(), heard.velocity(), message.when);
    else if (heard.isNoteOff())
        release(heard.pitch(), message.when);
}

} // namespace woodshed
