#include "generation/notebookpostprocess.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

#include "corpus/chordtones.h"
#include "theory/chordquality.h"
#include "theory/chordscale.h"
#include "theory/interval.h"

namespace woodshed
{

namespace
{

constexpr int lowestFreeOctave = 4;      ///< of notes chosen from the chord or scale
constexpr int lowestFollowingOctave = 3; ///< of notes reached by an interval
constexpr Ticks quarterOfAQuarter{Ticks::perQuarter / 4};

/// n/4 as Python prints the number: "0.0", "0.25", "1.5".
std::string quartersText(std::int64_t fourths)
{
    constexpr std::array<const char*, 4> fractions{".0", ".25", ".5", ".75"};
    return std::to_string(fourths / 4) + fractions.at(static_cast<std::size_t>(fourths % 4));
}

SpelledPitch raisedTo(SpelledPitch pitch, int lowestOctave)
{
    pitch.octave = std::max(pitch.octave, lowestOctave);
    return pitch;
}

/// One of several semitone steps.
int pickStep(std::array<int, 2> steps, Choices& choices)
{
    const std::array<std::string, 2> population{std::to_string(steps[0]), std::to_string(steps[1])};
    return steps.at(choices.pick(population));
}

/// Makes the notes of one measure, value after value.
class MeasureWriter
{
public:
    MeasureWriter(std::vector<PlacedChord>& chords, Choices& choices)
        : m_chords(chords)
        , m_choices(choices)
    {
        for (std::size_t i = 0; i < chords.size(); ++i) {
            if (!chords[i].pitches.empty())
                m_sounding.push_back({i, ChordTones(chords[i].pitches)});
        }
    }

    NotebookNote write(const Value& value)
    {
        m_offset += value.ticks(); // before the note is placed: it sits at its own end
        NotebookNote note{std::nullopt, m_offset, value.ticks()};
        if (value.kind == ValueKind::Rest || m_sounding.empty())
            return note;
        const SoundingChord& chord = currentChord();
        note.pitch =
            value.interval && m_previous ? following(value, chord) : free(value.kind, chord);
        m_previous = note.pitch;
        return note;
    }

private:
    struct SoundingChord {
        std::size_t index = 0; ///< in m_chords
        ChordTones tones;
    };

    const SoundingChord& currentChord()
    {
        const auto found =
            std::find_if(m_sounding.rbegin(), m_sounding.rend(), [&](const SoundingChord& chord) {
                return m_chords[chord.index].start <= m_offset;
            });
        if (found != m_sounding.rend())
            return *found;
        m_chords[m_sounding.front().index].start = {};
        return m_sounding.front();
    }

    const std::vector<int>& pitchesOf(const SoundingChord& chord) const
    {
        return m_chords[chord.index].pitches;
    }

    SpelledPitch pickOf(const std::vector<SpelledPitch>& pitches)
    {
        std::vector<std::string> names;
        std::transform(pitches.begin(), pitches.end(), std::back_inserter(names),
                       [](const SpelledPitch& pitch) { return pitch.text(); });
        return pitches[m_choices.pick(names)];
    }

    /// A note that no interval ties to the one before it.
    SpelledPitch free(ValueKind kind, const SoundingChord& chord)
    {
        if (kind == ValueKind::ChordTone) {
            std::vector<SpelledPitch> tones;
            std::transform(pitchesOf(chord).begin(), pitchesOf(chord).end(),
                           std::back_inserter(tones), notebookPitch);
            return raisedTo(pickOf(tones), lowestFreeOctave);
        }
        SpelledPitch pitch = scaleTone(pitchesOf(chord));
        if (kind != ValueKind::ScaleTone)
            pitch = notebookPitch(pitch.midi() + pickStep({1, -1}, m_choices));
        return raisedTo(pitch, lowestFreeOctave);
    }

    /// Any name of the chord's scale in any octave of the chord.
    SpelledPitch scaleTone(std::vector<int> chordPitches)
    {
        std::vector<PitchName> scale;
        if (chordQuality(chordPitches) == ChordQuality::Major) {
            scale = derivedScale(chordPitches).names;
            scale.push_back(scale.front());
        } else {
            scale = m_choices.bluesScale(chordPitches);
        }
        std::vector<std::string> names;
        std::transform(scale.begin(), scale.end(), std::back_inserter(names),
                       [](PitchName name) { return name.text(); });
        const PitchName name = scale[m_choices.pick(names)];

        std::sort(chordPitches.begin(), chordPitches.end());
        std::vector<std::string> octaves;
        std::transform(chordPitches.begin(), chordPitches.end(), std::back_inserter(octaves),
                       [](int pitch) { return std::to_string(notebookPitch(pitch).octave); });
        return {name, notebookPitch(chordPitches[m_choices.pick(octaves)]).octave};
    }

    /// A note within the value's window of intervals from the one before.
    SpelledPitch following(const Value& value, const SoundingChord& chord)
    {
        const auto first =
            DirectedInterval::parse(value.interval->first).value_or(minorThird).semitones;
        const auto second =
            DirectedInterval::parse(value.interval->second).value_or(minorThird).semitones;
        const int previous = m_previous->midi();
        std::vector<SpelledPitch> candidates;
        for (int pitch = previous + std::min(first, second);
             pitch <= previous + std::max(first, second); ++pitch) {
            if (fits(value.kind, pitch, chord.tones))
                candidates.push_back(notebookPitch(pitch));
        }
        if (candidates.size() > 1) {
            std::erase(candidates, *m_previous);
            return raisedTo(pickOf(candidates), lowestFollowingOctave);
        }
        const SpelledPitch only = candidates.empty()
                                      ? notebookPitch(previous + pickStep({-2, 2}, m_choices))
                                      : candidates.front();
        return raisedTo(only, lowestFollowingOctave);
    }

    static bool fits(ValueKind kind, int pitch, const ChordTones& tones)
    {
        if (kind == ValueKind::ChordTone)
            return tones.isChordTone(pitch);
        return kind == ValueKind::ScaleTone ? tones.isScaleTone(pitch)
                                            : tones.isApproachTone(pitch);
    }

    std::vector<PlacedChord>& m_chords;
    Choices& m_choices;
    std::vector<SoundingChord> m_sounding; ///< the chords with pitches, in stored order
    Ticks m_offset;
    std::optional<SpelledPitch> m_previous;
};

} // namespace

Result<std::vector<Value>> parseValues(std::span<const std::string> texts)
{
    std::vector<Value> values;
    values.reserve(texts.size());
    for (const std::string& text : texts) {
        auto value = Value::parse(text);
        if (!value)
            return forward(value);
        values.push_back(std::move(*value));
    }
    return values;
}

void replaceApproachAndOutside(std::vector<Value>& values)
{
    for (std::size_t i = 1; i < values.size(); ++i) {
        ValueKind& kind = values[i].kind;
        if (kind == ValueKind::ApproachTone || kind == ValueKind::Outside)
            kind = ValueKind::ChordTone;
    }
}

void pruneGrammar(std::vector<Value>& values, Choices& choices)
{
    for (Value& value : values) {
        const std::int64_t fourths = value.thousandths() / 250;
        value.duration = quartersText(choices.roundsUp() ? fourths + 1 : fourths);
    }
}

std::vector<NotebookNote> unparseGrammar(std::span<const Value> values,
                                         std::vector<PlacedChord>& chords, Choices& choices)
{
    MeasureWriter writer(chords, choices);
    std::vector<NotebookNote> notes;
    notes.reserve(values.size());
    for (const Value& value : values) {
        notes.push_back(writer.write(value));
        notes.back().value = notes.size() - 1;
    }
    return notes;
}

std::vector<NotebookNote> pruneNotes(std::vector<NotebookNote> notes)
{
    std::vector<NotebookNote> kept;
    kept.reserve(notes.size());
    for (std::size_t i = 0; i < notes.size(); ++i) {
        const bool isSecond = i % 2 == 1;
        if (isSecond && !notes[i].isRest() && notes[i].pitch == notes[i - 1].pitch)
            continue;
        kept.push_back(notes[i]);
    }
    return kept;
}

std::vector<NotebookNote> cleanUpNotes(std::vector<NotebookNote> notes)
{
    std::vector<NotebookNote> kept;
    kept.reserve(notes.size());
    for (std::size_t i = 0; i < notes.size(); ++i) {
        if (i > 0 && !notes[i].isRest() && notes[i].offset == notes[i - 1].offset)
            continue;
        kept.push_back(notes[i]);
        if (kept.back().duration.count == 0)
            kept.back().duration = quarterOfAQuarter;
    }
    return kept;
}

} // namespace woodshed
