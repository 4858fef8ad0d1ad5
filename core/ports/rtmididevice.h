#pragma once

#include <memory>
#include <string>
#include <vector>

#include <RtMidi.h>

#include "ports/jackserver.h"
#include "support/result.h"

namespace woodshed
{

/// Which of RtMidi's drivers can be used now, ALSA first. JACK's only where its server runs:
/// without, RtMidi's constructor merely warns and its next call crashes.
[[nodiscard]] std::vector<RtMidi::Api> usableMidiApis();
/// Why there is none, as a sentence.
[[nodiscard]] std::string noMidiApi();

/// An RtMidiIn or RtMidiOut that reports instead of throwing or printing, and knows the run of the
/// JACK server it belongs to.
template<typename Port>
class RtMidiDevice
{
public:
    static Result<std::unique_ptr<RtMidiDevice>> open(RtMidi::Api api,
                                                      const std::string& clientName);
    RtMidiDevice(const RtMidiDevice&) = delete;
    RtMidiDevice& operator=(const RtMidiDevice&) = delete;

    [[nodiscard]] Port& port() { return *m_port; }
    /// What RtMidi calls itself: set by errors that end the connection.
    [[nodiscard]] bool isBroken() const { return m_isBroken; }
    /// Whether the server this was opened with still runs; always true with ALSA.
    [[nodiscard]] bool isServed() const;

    /// The ports to connect to, in RtMidi's order; empty where one vanished while it was asked.
    [[nodiscard]] std::vector<std::string> names();
    /// Whether there is such a port; where there is, it is connected to, or an error says why not.
    [[nodiscard]] Result<bool> connect(const std::string& name, const std::string& ownName);
    [[nodiscard]] Result<void> openVirtual(const std::string& ownName);

private:
    RtMidiDevice(RtMidi::Api api, JackServer server)
        : m_api(api)
        , m_server(server)
    {
    }
    static void note(RtMidiError::Type type, const std::string& text, void* device);
    /// Runs a call of RtMidi's and returns what it complained about, or nothing.
    template<typename Call>
    std::string attempt(const Call& call);

    RtMidi::Api m_api;
    JackServer m_server;
    std::string m_complaint; ///< the first since the last attempt
    bool m_isBroken = false;
    std::unique_ptr<Port> m_port; // reports to the above: goes first
};

} // namespace woodshed
