#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "midi/departures.h"
#include "midi/midifile.h"
#include "midi/trackreader.h"

namespace woodshed
{

namespace
{

using Span = std::span<const std::uint8_t>;

constexpr std::size_t chunkHeaderSize = 8;
constexpr std::size_t shortestHeader = 6;

std::uint32_t bigEndian(Span bytes, std::size_t at, std::size_t width)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
        value = value << 8U | bytes[at + i];
    return value;
}

bool hasId(Span bytes, std::size_t at, std::string_view id)
{
    return at <= bytes.size() && bytes.size() - at >= id.size() &&
           std::equal(
               id.begin(), id.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
               [](char c, std::uint8_t byte) { return static_cast<std::uint8_t>(c) == byte; });
}

/// The first place at or after `from` where `id` stands, or the end.
std::size_t findId(Span bytes, std::size_t from, std::string_view id)
{
    const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(std::min(from, bytes.size()));
    return static_cast<std::size_t>(std::search(begin, bytes.end(), id.begin(), id.end()) -
                                    bytes.begin());
}

std::string counted(std::size_t count, std::string_view noun)
{
    return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

bool looksLikeText(Span bytes)
{
    return std::all_of(
        bytes.begin(),
        bytes.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(bytes.size(), 512)),
        [](std::uint8_t b) { return b >= 0x20 || b == '\t' || b == '\n' || b == '\r'; });
}

class FileReader
{
public:
    explicit FileReader(Span bytes)
        : m_bytes(bytes)
    {
    }

    Result<MidiReading> read()
    {
        if (auto found = unwrap(); !found)
            return forward(found);
        if (auto header = readHeader(); !header)
            return forward(header);
        if (auto chunks = readChunks(); !chunks)
            return forward(chunks);
        if (m_file.tracks.empty())
            return fail(ErrorCode::Malformed,
                        "this MIDI file holds no track, so there is nothing to read");
        checkTracks();
        return MidiReading{std::move(m_file), m_departures.lines()};
    }

private:
    Result<void> unwrap();
    Result<void> readHeader();
    Result<void> readChunks();
    Result<void> readTrackChunk(std::size_t length);
    void skipUnknownChunk(std::size_t length);
    void skipTo(std::size_t place);
    void checkTracks();
    void countUnmatchedNotes(const MidiTrack& track, std::size_t place);

    Span m_bytes; ///< cut at the end of a wrapping; places in it are places in the file
    std::size_t m_position = 0;
    std::size_t m_eventCount = 0;
    std::size_t m_declaredTracks = 0;
    MidiFile m_file;
    Departures m_departures;
};

/// Finds the header: at once, in a RIFF file of kind RMID, or after a short foreign prefix such as
/// MacBinary's.
Result<void> FileReader::unwrap()
{
    if (m_bytes.empty())
        return fail(ErrorCode::Malformed, "the file is empty");
    if (hasId(m_bytes, 0, "MThd"))
        return {};
    if (std::string_view("MThd").starts_with(
            std::string_view(reinterpret_cast<const char*>(m_bytes.data()),
                             std::min<std::size_t>(m_bytes.size(), 4))))
        return fail(ErrorCode::Malformed, "the MIDI file breaks off inside its header, after " +
                                              counted(m_bytes.size(), "byte"));
    constexpr std::string_view headerStart("MThd\0\0\0\6", 8);
    constexpr std::size_t longestPrefix = 1024;
    const Span beginning =
        m_bytes.first(std::min(m_bytes.size(), longestPrefix + headerStart.size()));
    const std::size_t header = findId(beginning, 0, headerStart);
    if (header == beginning.size()) {
        if (looksLikeText(m_bytes))
            return fail(ErrorCode::Malformed, "this is a text file, not a MIDI file");
        return fail(ErrorCode::Malformed,
                    "this is not a MIDI file: it does not begin with a MIDI header (\"MThd\")");
    }
    m_position = header;
    const bool isRiff = hasId(m_bytes, 0, "RIFF") && hasId(m_bytes, 8, "RMID") && header >= 20 &&
                        hasId(m_bytes, header - 8, "data");
    if (!isRiff) {
        m_departures.addOnce(counted(header, "byte") + " before the MIDI header are skipped");
        return {};
    }
    m_departures.addOnce(
        "the MIDI data stand inside a RIFF (RMID) file; the rest of it is left out");
    std::size_t length = 0;
    for (std::size_t i = 4; i > 0; --i) // RIFF is little-endian
        length = length << 8U | m_bytes[header - chunkHeaderSize + 3 + i];
    if (length <= m_bytes.size() - header)
        m_bytes = m_bytes.first(header + length);
    else
        m_departures.addOnce("the RIFF file promises more bytes than it has");
    return {};
}

Result<void> FileReader::readHeader()
{
    const std::size_t left = m_bytes.size() - m_position;
    if (left < chunkHeaderSize + shortestHeader)
        return fail(ErrorCode::Malformed,
                    "the MIDI file breaks off inside its header, after " + counted(left, "byte"));
    const std::size_t length = bigEndian(m_bytes, m_position + 4, 4);
    if (length < shortestHeader)
        return fail(ErrorCode::Malformed, "the MIDI header says it is " + counted(length, "byte") +
                                              " long, but needs six");
    if (length > left - chunkHeaderSize)
        return fail(ErrorCode::Malformed, "the MIDI header says it is " + counted(length, "byte") +
                                              " long, more than the file has");
    if (length > shortestHeader)
        m_departures.addOnce("the MIDI header is " + std::to_string(length) +
                             " bytes long instead of six; the others are left out");
    const std::uint32_t format = bigEndian(m_bytes, m_position + 8, 2);
    m_declaredTracks = bigEndian(m_bytes, m_position + 10, 2);
    const std::uint32_t division = bigEndian(m_bytes, m_position + 12, 2);
    if (format == 2)
        return fail(ErrorCode::Unsupported,
                    "this MIDI file is of format 2 (independent patterns), which Woodshed "
                    "does not read; save it as format 0 or 1");
    if (format > 2)
        return fail(ErrorCode::Malformed, "this MIDI file claims format " + std::to_string(format) +
                                              "; there are only formats 0, 1 and 2");
    if (division & 0x8000U)
        return fail(ErrorCode::Unsupported,
                    "this MIDI file counts its time in SMPTE frames, not in parts of a quarter "
                    "note, so it has no bars and beats; save it with ticks per quarter note");
    if (division == 0)
        return fail(ErrorCode::Malformed,
                    "this MIDI file has zero ticks per quarter note, so its times mean nothing");
    m_file.format = static_cast<int>(format);
    m_file.ticksPerQuarter = static_cast<int>(division);
    m_position += chunkHeaderSize + length;
    return {};
}

Result<void> FileReader::readChunks()
{
    while (m_bytes.size() - m_position >= chunkHeaderSize) {
        const std::size_t length = bigEndian(m_bytes, m_position + 4, 4);
        if (hasId(m_bytes, m_position, "MTrk")) {
            if (auto track = readTrackChunk(length); !track)
                return track;
        } else {
            skipUnknownChunk(length);
        }
    }
    if (m_position < m_bytes.size())
        m_departures.addOnce(counted(m_bytes.size() - m_position, "stray byte") +
                             " after the last chunk left out");
    return {};
}

void FileReader::skipTo(std::size_t place)
{
    m_departures.add("bytes that belong to no chunk are skipped", m_position);
    m_position = place;
}

void FileReader::skipUnknownChunk(std::size_t length)
{
    const Span id = m_bytes.subspan(m_position, 4);
    const bool isId =
        std::all_of(id.begin(), id.end(), [](std::uint8_t b) { return b >= 0x20 && b < 0x7F; });
    if (!isId || length > m_bytes.size() - m_position - chunkHeaderSize)
        return skipTo(findId(m_bytes, m_position + 1, "MTrk"));
    if (hasId(m_bytes, m_position, "MThd"))
        m_departures.add("a second MIDI header is skipped", m_position);
    else
        m_departures.add("a chunk of an unknown kind is skipped", m_position);
    m_position += chunkHeaderSize + length;
}

Result<void> FileReader::readTrackChunk(std::size_t length)
{
    if (m_file.tracks.size() >= maximumMidiTracks)
        return fail(ErrorCode::TooLarge, "this MIDI file has more than 65,535 tracks");
    const std::size_t chunk = m_position;
    const std::size_t begin = chunk + chunkHeaderSize;
    const bool isOverlong = length > m_bytes.size() - begin;
    const std::size_t end = isOverlong ? m_bytes.size() : begin + length;

    TrackReader reader(m_bytes, begin, end, maximumMidiEvents - m_eventCount, m_departures);
    MidiTrack track;
    const TrackReader::Ending ending = reader.read(track);
    if (ending == TrackReader::Ending::TooManyEvents)
        return fail(ErrorCode::TooLarge,
                    "this MIDI file has more than 4,000,000 events, more than Woodshed takes");
    if (ending == TrackReader::Ending::OutOfBytes && !isOverlong)
        m_departures.add("a track has no end-of-track event", end);
    m_position = end;
    if (isOverlong) {
        // Either the file is cut, or only the length is wrong and more tracks may follow.
        if (ending != TrackReader::Ending::EndOfTrack &&
            findId(m_bytes, reader.position(), "MTrk") == m_bytes.size())
            return fail(ErrorCode::Malformed, "the MIDI file breaks off inside track " +
                                                  std::to_string(m_file.tracks.size() + 1) +
                                                  "; part of it is missing, so get a whole copy");
        m_departures.add(
            ending == TrackReader::Ending::EndOfTrack
                ? "the length of a track is wrong; it is read up to its end-of-track event"
                : "a track is longer than what is left of the file; what is there is read",
            chunk);
        m_position = ending == TrackReader::Ending::BrokenOff
                         ? findId(m_bytes, reader.position(), "MTrk")
                         : reader.position();
    } else if (ending == TrackReader::Ending::EndOfTrack && reader.position() < end) {
        m_departures.add("a track goes on after its end-of-track event; the rest of it is left out",
                         reader.position());
    }
    countUnmatchedNotes(track, chunk);
    m_eventCount += track.events.size();
    m_file.tracks.push_back(std::move(track));
    return {};
}

void FileReader::countUnmatchedNotes(const MidiTrack& track, std::size_t place)
{
    int unclosed = 0;
    const std::size_t noteOns = pairNotes(track, &unclosed).size();
    const auto noteOffs = static_cast<std::size_t>(
        std::count_if(track.events.begin(), track.events.end(),
                      [](const MidiEvent& event) { return event.isNoteOff(); }));
    const auto open = static_cast<std::size_t>(unclosed);
    m_departures.add("a note is never ended and is taken to last as long as its track", place,
                     open);
    m_departures.add("a note-off ends no note", place, noteOffs - (noteOns - open));
}

/// What can be judged only when everything is read.
void FileReader::checkTracks()
{
    const std::size_t found = m_file.tracks.size();
    if (m_declaredTracks != found)
        m_departures.addOnce("the header promises " + counted(m_declaredTracks, "track") +
                             ", the file has " + std::to_string(found));
    if (m_file.format == 0 && found > 1) {
        m_departures.addOnce("the header says format 0, which has one track, but there are " +
                             std::to_string(found) + "; read as format 1");
        m_file.format = 1;
    }
    const bool hasStrayTempo =
        std::any_of(m_file.tracks.begin() + 1, m_file.tracks.end(), [](const MidiTrack& track) {
            return std::any_of(
                track.events.begin(), track.events.end(), [](const MidiEvent& event) {
                    return event.isMeta(meta::tempo) || event.isMeta(meta::timeSignature);
                });
        });
    if (hasStrayTempo)
        m_departures.addOnce(
            "tempo or metre stands outside the first track; it is obeyed all the same");
}

} // namespace

Result<MidiReading> readMidi(std::span<const std::uint8_t> bytes)
{
    return FileReader(bytes).read();
}

} // namespace woodshed
