#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "midi/departures.h"
#include "midi/midifile.h"

namespace woodshed
{

/// Reads the events of one MTrk chunk out of the bytes of a whole file. Internal to readMidi().
class TrackReader
{
public:
    enum class Ending {
        EndOfTrack,    ///< its end-of-track event was read
        OutOfBytes,    ///< the bytes ended between two events
        BrokenOff,     ///< an event could not be understood; what stood before it is kept
        TooManyEvents, ///< the budget is used up
    };

    /// Reads from `begin` up to `end`, both places in `file`, and stores at most `budget` events.
    TrackReader(std::span<const std::uint8_t> file, std::size_t begin, std::size_t end,
                std::size_t budget, Departures& departures);

    [[nodiscard]] Ending read(MidiTrack& track);
    /// The place after the last byte that was understood.
    [[nodiscard]] std::size_t position() const { return m_position; }

private:
    enum class Step { Continue, EndOfTrack, BrokenOff };

    [[nodiscard]] Step readEvent(MidiTrack& track);
    [[nodiscard]] Step readChannelMessage(MidiEvent event, MidiTrack& track);
    [[nodiscard]] Step readMeta(MidiEvent event, MidiTrack& track);
    [[nodiscard]] Step readSystemExclusive(MidiEvent event, MidiTrack& track);
    [[nodiscard]] Step readSystemMessage(std::uint8_t status);
    [[nodiscard]] Step breakOff(std::string_view clause);
    [[nodiscard]] std::optional<std::size_t> variableLength();
    [[nodiscard]] bool readPayload(MidiEvent& event);

    std::span<const std::uint8_t> m_file;
    std::size_t m_position;
    std::size_t m_end;
    std::size_t m_budget;
    Departures& m_departures;
    std::size_t m_eventStart = 0;
    std::int64_t m_now = 0;
    std::uint8_t m_runningStatus = 0;
    bool m_runningStatusIsCancelled = false;
    bool m_isInsideSystemExclusive = false;
};

} // namespace woodshed
