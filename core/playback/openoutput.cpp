#include "playback/openoutput.h"

#include <utility>

#include "playback/soundfont.h"
#include "ports/midiout.h"

namespace woodshed
{

namespace
{

using Kind = OutputChoice::Kind;

std::string quoted(const std::string& name)
{
    return '"' + name + '"';
}

void goSilent(OpenedOutput& opened)
{
    opened.status.attempts.emplace_back("silent: in use");
    opened.status.driver = "silent";
    opened.status.output = {Kind::Silent, {}};
    opened.output = makeSilentOutput();
}

void openSynth(const OutputOptions& options, const std::string& driver,
               std::unique_ptr<Synth> synth, OpenedOutput& opened)
{
    SoundStatus& status = opened.status;
    if (!synth) {
        auto made = Synth::open(options.soundFonts, 44100, gainOf(options.volume));
        if (!made) {
            status.attempts.push_back("soundfont: " + made.error().detail);
            if (status.trouble.empty())
                status.trouble = made.error().detail;
            return goSilent(opened);
        }
        synth = std::make_unique<Synth>(std::move(*made));
    }
    for (const std::string& line : synth->refused())
        status.attempts.push_back("soundfont: " + line);
    if (!synth->refused().empty() && status.trouble.empty())
        status.trouble =
            synth->refused().front() + "; playing with " + synth->font().filename().string();
    status.soundFont = synth->font().filename().string();
    status.soundFontFile = synth->font();
    const std::size_t before = status.attempts.size();
    auto device = AudioDriver::open(*synth, driver, options.file, status.attempts);
    if (!device) {
        if (status.trouble.empty())
            status.trouble = "no audio device was found";
        return goSilent(opened);
    }
    if (!driver.empty() && device->name() != driver && status.trouble.empty())
        status.trouble = status.attempts[before] + "; playing through " + device->name();
    status.driver = device->name();
    status.output = {Kind::Synth, driver.empty() ? std::string() : device->name()};
    opened.soundFont = synth->font();
    opened.output = makeSynthOutput(std::move(synth), std::move(device));
}

bool openMidi(const OutputOptions& options, MidiSystem& midi, OpenedOutput& opened)
{
    const bool isVirtual = options.choice.kind == Kind::VirtualPort;
    auto port = isVirtual ? MidiOut::openVirtual(midi) : MidiOut::open(midi, options.choice.name);
    const std::string name = isVirtual ? "virtual MIDI port" : quoted(options.choice.name);
    if (!port) {
        opened.status.attempts.push_back(name + ": " + port.error().detail);
        opened.status.trouble = name + " cannot be played on (" + port.error().detail +
                                "); playing through the built-in synth until it is there";
        return false;
    }
    opened.status.attempts.push_back(name + ": in use");
    opened.status.driver = "midi";
    opened.status.output = options.choice;
    opened.output = makeMidiOutput(std::move(*port));
    return true;
}

} // namespace

OpenedOutput openOutput(const OutputOptions& options, MidiSystem& midi,
                        std::unique_ptr<Synth> loaded)
{
    OpenedOutput opened;
    opened.status.wanted = options.choice;
    switch (options.choice.kind) {
    case Kind::Silent:
        goSilent(opened);
        break;
    case Kind::MidiPort:
    case Kind::VirtualPort:
        if (!openMidi(options, midi, opened))
            openSynth(options, {}, std::move(loaded), opened);
        break;
    case Kind::Synth:
        openSynth(options, options.choice.name, std::move(loaded), opened);
        break;
    }
    opened.output->setVolume(options.volume);
    return opened;
}

} // namespace woodshed
