#include "session/musicjson.h"

#include <algorithm>
#include <array>

#include "session/fields.h"

namespace woodshed
{

namespace
{

using nlohmann::json;

constexpr std::size_t mostNotes = 200'000;
constexpr std::size_t mostChords = 100'000;
constexpr std::size_t mostRemarks = 1'000;
constexpr double most = 1e300;
constexpr int mostChoruses = 1'000;
constexpr std::array kinds{ValueKind::ChordTone, ValueKind::ScaleTone, ValueKind::ApproachTone,
                           ValueKind::Outside, ValueKind::Rest};

int pitchIn(const json& value)
{
    return intIn(value, -128, 255); // the classic may leave the keyboard; players leave that out
}

json toJson(const Note& note)
{
    return {note.start.count, note.duration.count, note.pitch, note.velocity};
}

Note noteFrom(const json& value)
{
    const json& note = tupleIn(value, 4);
    return {ticksIn(note[0]), ticksIn(note[1]), pitchIn(note[2]), intIn(note[3], 0, 127)};
}

json toJson(const PlacedChord& chord)
{
    return {chord.start.count, chord.duration.count, bounded(chord.text, 256), chord.pitches};
}

PlacedChord chordFrom(const json& value)
{
    const json& chord = tupleIn(value, 4);
    return {ticksIn(chord[0]), ticksIn(chord[1]), textIn(chord[2], 256),
            listIn(chord[3], 128, pitchIn)};
}

json toJson(const TakeValue& value)
{
    json alternatives = json::array();
    for (const Alternative& other : value.alternatives)
        alternatives.push_back({other.pitch, bounded(other.probability, 0, most)});
    return {value.start.count,
            value.duration.count,
            bounded(value.text, 256),
            std::string(1, static_cast<char>(value.kind)),
            bounded(value.probability, 0, most),
            value.note,
            finite(value.bits),
            std::move(alternatives)};
}

ValueKind kindFrom(const json& value)
{
    const std::string text = textIn(value, 1);
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](ValueKind kind) {
        return text == std::string(1, static_cast<char>(kind));
    });
    if (found == kinds.end())
        throw BadField("has a value of an unknown kind");
    return *found;
}

TakeValue valueFrom(const json& value, std::size_t notes)
{
    const json& fields = tupleIn(value, 8);
    TakeValue read;
    read.start = ticksIn(fields[0]);
    read.duration = ticksIn(fields[1]);
    read.text = textIn(fields[2], 256);
    read.kind = kindFrom(fields[3]);
    read.probability = numberIn(fields[4], 0, most);
    read.note = intIn(fields[5], -1, static_cast<int>(notes) - 1);
    read.bits = numberIn(fields[6], -most, most);
    read.alternatives = listIn(fields[7], 16, [](const json& item) {
        const json& other = tupleIn(item, 2);
        return Alternative{pitchIn(other[0]), numberIn(other[1], 0, most)};
    });
    return read;
}

json toJson(const LineNote& note)
{
    return {note.start, note.length, note.rest, note.pitch};
}

json toJson(const LineChord& chord)
{
    return {chord.start, chord.shape.root, static_cast<int>(chord.shape.family), chord.shape.tones,
            chord.shape.scale};
}

template<typename Items>
json listOf(const Items& items)
{
    json list = json::array();
    for (const auto& item : items)
        list.push_back(toJson(item));
    return list;
}

LineChord lineChordFrom(const json& value)
{
    constexpr int mostSteps = 100'000 * stepsPerQuarter;
    constexpr int pitchClasses = 4095;
    const json& chord = tupleIn(value, 5);
    return {intIn(chord[0], 0, mostSteps),
            {.root = intIn(chord[1], 0, 11),
             .family = static_cast<ChordFamily>(intIn(chord[2], 0, chordFamilies - 1)),
             .tones = static_cast<std::uint16_t>(intIn(chord[3], 0, pitchClasses)),
             .scale = static_cast<std::uint16_t>(intIn(chord[4], 0, pitchClasses))}};
}

LineNote lineNoteFrom(const json& value)
{
    constexpr int mostSteps = 100'000 * stepsPerQuarter;
    const json& note = tupleIn(value, 4);
    return {intIn(note[0], -mostSteps, mostSteps), intIn(note[1], 1, mostSteps),
            intIn(note[2], 0, mostSteps), intIn(note[3], 0, 127)};
}

} // namespace

json toJson(const LeadSheet& tune)
{
    return {{"title", bounded(tune.title)},
            {"tempo", bounded(tune.tempo, 1, 10'000)},
            {"feel", bounded(tune.feel, 256)},
            {"key", bounded(tune.key, 256)},
            {"metre", {tune.beatsPerBar, tune.beatUnit}},
            {"length", tune.chords.length.count},
            {"chords", listOf(tune.chords.chords)}};
}

LeadSheet tuneFrom(const json& object)
{
    LeadSheet tune;
    tune.title = textIn(fieldOf(object, "title"));
    tune.tempo = numberIn(fieldOf(object, "tempo"), 1, 10'000);
    tune.feel = textIn(fieldOf(object, "feel"), 256);
    tune.key = textIn(fieldOf(object, "key"), 256);
    const json& metre = tupleIn(fieldOf(object, "metre"), 2);
    tune.beatsPerBar = intIn(metre[0], 1, 255);
    tune.beatUnit = intIn(metre[1], 1, 128);
    if ((tune.beatUnit & (tune.beatUnit - 1)) != 0)
        throw BadField("has a metre that does not exist");
    tune.chords.length = {integerIn(fieldOf(object, "length"), 0, latestPlace)};
    tune.chords.chords = listIn(fieldOf(object, "chords"), mostChords, chordFrom);
    return tune;
}

json toJson(const Take& take)
{
    json remarks = json::array();
    for (const std::string& remark : take.remarks)
        remarks.push_back(bounded(remark));
    return {{"tune", toJson(take.tune)},
            {"choruses", take.choruses},
            {"notes", listOf(take.notes)},
            {"values", listOf(take.values)},
            {"seed", take.seed},
            {"temperature", bounded(take.temperature, 0, most)},
            {"faithful", take.faithful},
            {"ruledNotes", take.ruledNotes},
            {"remarks", std::move(remarks)}};
}

Take takeFrom(const json& object)
{
    Take take;
    take.tune = tuneFrom(fieldOf(object, "tune"));
    take.choruses = intIn(fieldOf(object, "choruses"), 1, mostChoruses);
    take.notes = listIn(fieldOf(object, "notes"), mostNotes, noteFrom);
    take.values = listIn(fieldOf(object, "values"), 2 * mostNotes,
                         [&](const json& value) { return valueFrom(value, take.notes.size()); });
    const json& seed = fieldOf(object, "seed");
    if (!seed.is_number_unsigned())
        throw BadField("lacks its seed");
    take.seed = seed.get<std::uint64_t>();
    take.temperature = numberIn(fieldOf(object, "temperature"), 0, most);
    take.faithful = flagIn(fieldOf(object, "faithful"));
    take.ruledNotes = intIn(fieldOf(object, "ruledNotes"), 0, static_cast<int>(mostNotes));
    take.remarks = listIn(fieldOf(object, "remarks"), mostRemarks,
                          [](const json& remark) { return textIn(remark); });
    return take;
}

json toJson(const Line& line)
{
    return {{"name", bounded(line.name)},
            {"voice", bounded(line.voice, 256)},
            {"tempo", bounded(line.setting.tempo, 1, 10'000)},
            {"barSteps", line.setting.barSteps},
            {"length", line.setting.length},
            {"chords", listOf(line.setting.chords)},
            {"notes", listOf(line.notes)}};
}

Line lineFrom(const json& object)
{
    constexpr int mostSteps = 100'000 * stepsPerQuarter;
    Line line;
    line.name = textIn(fieldOf(object, "name"));
    line.voice = textIn(fieldOf(object, "voice"), 256);
    line.setting.tempo = numberIn(fieldOf(object, "tempo"), 1, 10'000);
    line.setting.barSteps = intIn(fieldOf(object, "barSteps"), 1, 255 * 4 * stepsPerQuarter);
    line.setting.length = intIn(fieldOf(object, "length"), 0, mostSteps);
    line.setting.chords = listIn(fieldOf(object, "chords"), mostChords, lineChordFrom);
    line.notes = listIn(fieldOf(object, "notes"), mostNotes, lineNoteFrom);
    return line;
}

json toJson(const OriginalityReport& report)
{
    json runs = json::array();
    for (const SharedRun& run : report.runs)
        runs.push_back({run.firstNote, run.notes, bounded(run.source), run.bar});
    return {{"share6", bounded(report.share6, 0, 1)},
            {"share8", bounded(report.share8, 0, 1)},
            {"longest", report.longest},
            {"runs", std::move(runs)}};
}

OriginalityReport originalityFrom(const json& object)
{
    constexpr int farthest = 1'000'000;
    OriginalityReport report;
    report.share6 = numberIn(fieldOf(object, "share6"), 0, 1);
    report.share8 = numberIn(fieldOf(object, "share8"), 0, 1);
    report.longest = intIn(fieldOf(object, "longest"), 0, farthest);
    report.runs = listIn(fieldOf(object, "runs"), 100, [](const json& item) {
        const json& run = tupleIn(item, 4);
        return SharedRun{intIn(run[0], 0, farthest), intIn(run[1], 0, farthest), textIn(run[2]),
                         intIn(run[3], 0, farthest)};
    });
    return report;
}

} // namespace woodshed
