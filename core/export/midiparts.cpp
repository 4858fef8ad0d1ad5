#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "export/keysignature.h"
#include "export/midiexport.h"
#include "formats/midimarks.h"
#include "midi/tempomap.h"

namespace woodshed
{

namespace
{

bool isProgram(const MidiEvent& event)
{
    return (event.status & 0xF0U) == 0xC0;
}

bool isController(const MidiEvent& event, std::uint8_t number)
{
    return (event.status & 0xF0U) == 0xB0 && event.data1 == number;
}

/// What a controller is set to at `begin` or, if only later, then. A volume that starts from
/// silence is a fade, and the loudest counts.
std::optional<int> controllerIn(const MidiTrack& track, int channel, std::uint8_t number,
                                std::int64_t begin)
{
    std::optional<int> value;
    bool isFading = false;
    for (const MidiEvent& event : track.events) {
        if (!isController(event, number) || event.channel() != channel)
            continue;
        const int set = event.data2 & 0x7F;
        if (!value || event.tick <= begin) {
            value = set;
            isFading = number == controller::volume && set == 0;
        } else if (isFading) {
            value = std::max(*value, set);
        }
    }
    return value;
}

/// Turns a file into a Performance; every time goes through `place`.
class Unfolding
{
public:
    Unfolding(const MidiFile& file)
        : m_file(file)
        , m_map(file)
    {
    }

    Performance run()
    {
        collectNotes();
        const std::int64_t first = m_firstNote.value_or(0);
        m_performance.title = m_file.tracks.empty() ? std::string() : m_file.tracks.front().name();
        m_performance.tempo = m_map.tempoAt(first).beatsPerMinute();
        m_performance.beatsPerBar = m_map.timeSignatureAt(first).beatsPerBar;
        m_performance.beatUnit = m_map.timeSignatureAt(first).beatUnit;
        m_performance.key = firstKey();
        addTexts();
        for (std::size_t i = 0; i < m_file.tracks.size(); ++i)
            addParts(i);
        addChords();
        return std::move(m_performance);
    }

private:
    /// In ticks of the one tempo a performance has.
    [[nodiscard]] Ticks place(std::int64_t tick) const
    {
        if (m_map.tempi().size() == 1)
            return m_map.ticksAt(tick);
        const double quarters = m_map.secondsAt(tick) * m_performance.tempo / 60;
        return {std::llround(quarters * Ticks::perQuarter)};
    }

    void collectNotes();
    [[nodiscard]] std::string firstKey() const;
    [[nodiscard]] int programOf(const MidiTrack& track, int channel) const;
    void addTexts();
    void addPart(const MidiTrack& track, std::string name, int channel, std::vector<Note> notes,
                 std::int64_t begin);
    void addParts(std::size_t index);
    void addSilentPart(const MidiTrack& track);
    [[nodiscard]] Ticks formLength() const;
    void addChords();

    const MidiFile& m_file;
    TempoMap m_map;
    std::vector<std::vector<MidiNote>> m_notes;    ///< of each track
    std::array<bool, 16> m_isPlayed{};             ///< channels with notes
    std::array<std::optional<int>, 16> m_programs; ///< the first of each channel in the whole file
    std::array<std::optional<int>, 16> m_volumes;  ///< likewise
    std::array<std::optional<int>, 16> m_pans;
    std::optional<std::int64_t> m_firstNote;
    std::int64_t m_lastStart = -1;
    Performance m_performance;
};

void Unfolding::collectNotes()
{
    for (const MidiTrack& track : m_file.tracks) {
        m_notes.push_back(pairNotes(track));
        for (const MidiNote& note : m_notes.back()) {
            m_isPlayed.at(static_cast<std::size_t>(note.channel)) = true;
            m_firstNote = std::min(m_firstNote.value_or(note.start), note.start);
            m_lastStart = std::max(m_lastStart, note.start);
        }
        for (const MidiEvent& event : track.events) {
            const auto channel = static_cast<std::size_t>(event.channel());
            if (isProgram(event) && !m_programs.at(channel))
                m_programs.at(channel) = event.data1 & 0x7F;
            if (isController(event, controller::volume) && !m_volumes.at(channel))
                m_volumes.at(channel) = event.data2 & 0x7F;
            if (isController(event, controller::pan) && !m_pans.at(channel))
                m_pans.at(channel) = event.data2 & 0x7F;
        }
    }
}

std::string Unfolding::firstKey() const
{
    for (const MidiTrack& track : m_file.tracks)
        for (const MidiEvent& event : track.events)
            if (event.isMeta(meta::keySignature) && event.payload.size() == 2) {
                const int sharps = static_cast<std::int8_t>(event.payload[0]);
                if (sharps >= -7 && sharps <= 7)
                    return keyName({sharps, event.payload[1] == 1});
            }
    return {};
}

int Unfolding::programOf(const MidiTrack& track, int channel) const
{
    for (const MidiEvent& event : track.events)
        if (isProgram(event) && event.channel() == channel)
            return event.data1 & 0x7F;
    return m_programs.at(static_cast<std::size_t>(channel)).value_or(0);
}

void Unfolding::addTexts()
{
    for (const MidiTrack& track : m_file.tracks)
        for (const MidiEvent& event : track.events) {
            if (auto name = textBehind(event, meta::marker, mark::section))
                m_performance.sections.push_back({place(event.tick), std::move(*name)});
            auto dedication = textBehind(event, meta::text, mark::dedication);
            if (dedication && m_performance.dedication.empty())
                m_performance.dedication = std::move(*dedication);
        }
    std::stable_sort(m_performance.sections.begin(), m_performance.sections.end(),
                     [](const Section& a, const Section& b) { return a.start < b.start; });
}

void Unfolding::addPart(const MidiTrack& track, std::string name, int channel,
                        std::vector<Note> notes, std::int64_t begin)
{
    Part part{std::move(name), channel, programOf(track, channel), std::move(notes)};
    const auto index = static_cast<std::size_t>(channel);
    part.volume = controllerIn(track, channel, controller::volume, begin)
                      .value_or(m_volumes.at(index).value_or(part.volume));
    part.pan = controllerIn(track, channel, controller::pan, begin)
                   .value_or(m_pans.at(index).value_or(part.pan));
    m_performance.parts.push_back(std::move(part));
}

void Unfolding::addParts(std::size_t index)
{
    const MidiTrack& track = m_file.tracks[index];
    std::map<int, std::vector<Note>> channels;
    std::map<int, std::int64_t> begins;
    for (const MidiNote& note : m_notes[index]) {
        begins.try_emplace(note.channel, note.start);
        const Ticks start = place(note.start);
        const Ticks duration = std::max(place(note.end) - start, Ticks{1});
        channels[note.channel].push_back({start, duration, note.pitch, note.velocity});
    }
    for (auto& [channel, notes] : channels) {
        std::stable_sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) {
            return std::tie(a.start, a.pitch) < std::tie(b.start, b.pitch);
        });
        std::string name = track.name();
        if (channels.size() > 1) {
            const std::string number = std::to_string(channel + 1);
            name = name.empty() ? "Channel " + number : name + ", channel " + number;
        }
        addPart(track, std::move(name), channel, std::move(notes), begins.at(channel));
    }
    if (channels.empty() && index > 0)
        addSilentPart(track);
}

/// A track that chooses an instrument of its own but never plays it is a part too; one that sets up
/// the channels of others is not.
void Unfolding::addSilentPart(const MidiTrack& track)
{
    std::optional<MidiEvent> program;
    for (const MidiEvent& event : track.events) {
        if (!isProgram(event))
            continue;
        const bool isOther = program && program->channel() != event.channel();
        if (isOther || m_isPlayed.at(static_cast<std::size_t>(event.channel())))
            return;
        if (!program)
            program = event;
    }
    if (program)
        addPart(track, track.name(), program->channel(), {}, program->tick);
}

/// The end of a first track that only conducts and lasts as long as the music (in our own files the
/// band's last chord stands behind it); else whole bars up
/// to the last note or chord, where a note that rings over a bar line by less than a beat opens no
/// bar.
Ticks Unfolding::formLength() const
{
    const std::int64_t conducted =
        m_file.tracks.empty() || !m_notes.front().empty() ? 0 : m_file.tracks.front().end;
    const auto& chords = m_performance.chords;
    const Ticks lastChord = chords.empty() ? Ticks{-1} : chords.back().start;
    const bool isForm = conducted > m_lastStart || (conducted > 0 && isMadeHere(m_file));
    if (isForm && place(conducted) > lastChord)
        return place(conducted);
    const std::int64_t beat = Ticks::perQuarter * 4 / m_performance.beatUnit;
    const std::int64_t bar = beat * m_performance.beatsPerBar;
    Ticks reached = lastChord;
    for (const Part& part : m_performance.parts)
        for (const Note& note : part.notes)
            reached = std::max({reached, note.start, note.end() - Ticks{beat}});
    return {(reached.count + bar) / bar * bar};
}

void Unfolding::addChords()
{
    auto& chords = m_performance.chords;
    for (ChordEvent& event : chordEvents(m_file))
        chords.push_back({place(event.tick), {}, std::move(event.text), {}});
    m_performance.length = formLength();
    for (std::size_t i = 0; i < chords.size(); ++i)
        chords[i].duration =
            (i + 1 < chords.size() ? chords[i + 1].start : m_performance.length) - chords[i].start;
}

} // namespace

Performance fromMidi(const MidiFile& file)
{
    return Unfolding(file).run();
}

} // namespace woodshed
