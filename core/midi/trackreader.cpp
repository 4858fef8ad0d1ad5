#include "midi/trackreader.h"

#include <string>
#include <utility>

#include "midi/utf8.h"

namespace woodshed
{

namespace
{

constexpr std::string_view eventIsCut =
    "an event runs past the end of its track; it and the rest of "
    "the track are left out";

/// Why a meta event breaks the format's rules so that it is left out, or empty.
std::string_view metaFault(std::uint8_t type, std::span<const std::uint8_t> payload)
{
    const std::size_t size = payload.size();
    switch (type) {
    case meta::tempo:
        if (size != 3)
            return "a tempo is not three bytes long and is left out";
        return (payload[0] | payload[1] | payload[2]) == 0 ? "a tempo of zero is left out" : "";
    case meta::timeSignature:
        if (size != 4)
            return "a time signature is not four bytes long and is left out";
        return payload[0] == 0 || payload[1] > 7 ? "an impossible time signature is left out" : "";
    case meta::keySignature: {
        if (size != 2)
            return "a key signature is not two bytes long and is left out";
        const int sharps = static_cast<std::int8_t>(payload[0]);
        return sharps < -7 || sharps > 7 || payload[1] > 1
                   ? "an impossible key signature is left out"
                   : "";
    }
    case 0x00:
        return size != 0 && size != 2 ? "a sequence number of the wrong length is left out" : "";
    case 0x20:
        return size != 1 ? "a channel prefix of the wrong length is left out" : "";
    case 0x21:
        return size != 1 ? "a port number of the wrong length is left out" : "";
    case 0x54:
        return size != 5 ? "a SMPTE offset of the wrong length is left out" : "";
    default:
        return type >= 0x80 ? "a meta event of a type above 127 is left out" : "";
    }
}

bool isTextType(std::uint8_t type)
{
    return type >= 0x01 && type <= 0x0F;
}

} // namespace

TrackReader::TrackReader(std::span<const std::uint8_t> file, std::size_t begin, std::size_t end,
                         std::size_t budget, Departures& departures)
    : m_file(file)
    , m_position(begin)
    , m_end(end)
    , m_budget(budget)
    , m_departures(departures)
{
}

TrackReader::Ending TrackReader::read(MidiTrack& track)
{
    Ending ending = Ending::OutOfBytes;
    while (m_position < m_end && ending == Ending::OutOfBytes) {
        if (track.events.size() >= m_budget)
            return Ending::TooManyEvents;
        const Step step = readEvent(track);
        if (step == Step::EndOfTrack)
            ending = Ending::EndOfTrack;
        else if (step == Step::BrokenOff)
            ending = Ending::BrokenOff;
    }
    track.end = ending == Ending::EndOfTrack ? m_now
                : track.events.empty()       ? 0
                                             : track.events.back().tick;
    if (m_isInsideSystemExclusive)
        m_departures.add("a system exclusive message is never ended", m_position);
    return ending;
}

TrackReader::Step TrackReader::breakOff(std::string_view clause)
{
    m_departures.add(clause, m_position);
    m_position = m_eventStart;
    return Step::BrokenOff;
}

std::optional<std::size_t> TrackReader::variableLength()
{
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4 && m_position < m_end; ++i) {
        const std::uint8_t byte = m_file[m_position++];
        value = value << 7U | (byte & 0x7FU);
        if (byte < 0x80)
            return value;
    }
    return std::nullopt;
}

TrackReader::Step TrackReader::readEvent(MidiTrack& track)
{
    m_eventStart = m_position;
    const auto delta = variableLength();
    if (!delta)
        return breakOff(m_position == m_end
                            ? eventIsCut
                            : "a delta time is longer than four bytes; the rest of the "
                              "track is left out");
    if (static_cast<std::int64_t>(*delta) > maximumMidiTick - m_now)
        return breakOff(
            "an event lies more than 268,435,455 ticks from the start; the rest of the track is "
            "left out");
    if (m_position == m_end)
        return breakOff(eventIsCut);
    m_now += static_cast<std::int64_t>(*delta);

    MidiEvent event;
    event.tick = m_now;
    event.status = m_file[m_position];
    if (event.status >= 0x80) {
        ++m_position;
    } else if (m_runningStatus == 0) {
        return breakOff(
            "a data byte stands where an event should begin; the rest of the track is left out");
    } else {
        event.status = m_runningStatus;
        if (std::exchange(m_runningStatusIsCancelled, false))
            m_departures.add(
                "a running status is used again after a meta or system exclusive event",
                m_position);
    }
    if (event.status < 0xF0)
        return readChannelMessage(std::move(event), track);
    if (event.status == 0xFF)
        return readMeta(std::move(event), track);
    if (event.status == 0xF0 || event.status == 0xF7)
        return readSystemExclusive(std::move(event), track);
    return readSystemMessage(event.status);
}

TrackReader::Step TrackReader::readChannelMessage(MidiEvent event, MidiTrack& track)
{
    const unsigned kind = event.status & 0xF0U;
    const std::size_t dataBytes = kind == 0xC0 || kind == 0xD0 ? 1 : 2;
    for (std::size_t i = 0; i < dataBytes; ++i) {
        if (m_position == m_end)
            return breakOff(eventIsCut);
        if (m_file[m_position] >= 0x80)
            return breakOff(
                "a data byte is above 127; its event and the rest of the track are left out");
        (i == 0 ? event.data1 : event.data2) = m_file[m_position++];
    }
    if (std::exchange(m_isInsideSystemExclusive, false))
        m_departures.add("a system exclusive message is never ended", m_eventStart);
    m_runningStatus = event.status;
    m_runningStatusIsCancelled = false;
    track.events.push_back(std::move(event));
    return Step::Continue;
}

bool TrackReader::readPayload(MidiEvent& event)
{
    const auto length = variableLength();
    if (!length || *length > m_end - m_position)
        return false;
    const auto bytes = m_file.subspan(m_position, *length);
    event.payload.assign(bytes.begin(), bytes.end());
    m_position += *length;
    return true;
}

TrackReader::Step TrackReader::readMeta(MidiEvent event, MidiTrack& track)
{
    if (m_position == m_end)
        return breakOff(eventIsCut);
    event.data1 = m_file[m_position++];
    if (!readPayload(event))
        return breakOff(
            "a meta event is longer than its track; it and the rest of the track are left out");
    m_runningStatusIsCancelled = m_runningStatus != 0;
    if (event.data1 == meta::endOfTrack) {
        if (!event.payload.empty())
            m_departures.add("an end-of-track event is longer than nothing", m_eventStart);
        return Step::EndOfTrack;
    }
    if (const auto fault = metaFault(event.data1, event.payload); !fault.empty()) {
        m_departures.add(fault, m_eventStart);
        return Step::Continue;
    }
    const std::string_view text(reinterpret_cast<const char*>(event.payload.data()),
                                event.payload.size());
    if (isTextType(event.data1) && !isUtf8(text))
        m_departures.add("a text is not UTF-8 and is read as Latin-1", m_eventStart);
    track.events.push_back(std::move(event));
    return Step::Continue;
}

TrackReader::Step TrackReader::readSystemExclusive(MidiEvent event, MidiTrack& track)
{
    if (!readPayload(event))
        return breakOff(
            "a system exclusive event is longer than its track; it and the rest of the track are "
            "left out");
    m_runningStatusIsCancelled = m_runningStatus != 0;
    const bool isEnded = !event.payload.empty() && event.payload.back() == 0xF7;
    if (event.status == 0xF0) {
        if (m_isInsideSystemExclusive)
            m_departures.add("a system exclusive message is never ended", m_eventStart);
        m_isInsideSystemExclusive = !isEnded;
        // Packets of one message are continued by F7 events; elsewhere an F7 event escapes any
        // bytes at all.
    } else if (m_isInsideSystemExclusive) {
        m_isInsideSystemExclusive = !isEnded;
    }
    track.events.push_back(std::move(event));
    return Step::Continue;
}

TrackReader::Step TrackReader::readSystemMessage(std::uint8_t status)
{
    if (status == 0xF4 || status == 0xF5)
        return breakOff(
            "an undefined status byte stands where an event should begin; the rest of the track is "
            "left out");
    // F1 and F3 carry one data byte, F2 two, the others none.
    const std::size_t dataBytes = status == 0xF2 ? 2 : status == 0xF1 || status == 0xF3 ? 1 : 0;
    for (std::size_t i = 0; i < dataBytes; ++i) {
        if (m_position == m_end)
            return breakOff(eventIsCut);
        if (m_file[m_position++] >= 0x80)
            return breakOff(
                "a data byte is above 127; its event and the rest of the track are left out");
    }
    m_runningStatusIsCancelled = m_runningStatus != 0;
    m_departures.add("a system message that has no place in a file (F1 to FE) is left out",
                     m_eventStart);
    return Step::Continue;
}

} // namespace woodshed
