#include "corpus/notebookvalues.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "corpus/chordtones.h"
#include "corpus/notebooksolo.h"
#include "theory/interval.h"

namespace woodshed
{

namespace
{

/// Walks through the notes of an excerpt with the chord that counts for each.
class ValueWriter
{
public:
    explicit ValueWriter(const NotebookMusic& music)
        : m_music(music)
    {
    }

    ValueMeasure write(const NotebookMeasure& measure)
    {
        ValueMeasure values{measure.index, {}};
        std::optional<int> previous;
        for (const NotebookElement& element : m_music.elementsOf(measure)) {
            if (element.isChord())
                continue;
            Value value{ValueKind::Rest, durationText(element.duration), std::nullopt};
            if (element.isNote()) {
                const int pitch = element.pitches.front();
                value.kind = kindOf(pitch, currentChord(measure, element.offset));
                if (previous) {
                    const auto interval = DirectedInterval::between(*previous, pitch);
                    value.interval = {(interval + minorThird).text(),
                                      (interval - minorThird).text()};
                }
                previous = pitch;
            }
            values.tokens.push_back(value.text());
        }
        return values;
    }

private:
    [[nodiscard]] std::optional<std::size_t> currentChord(const NotebookMeasure& measure,
                                                          std::int64_t offset) const
    {
        const auto chords = m_music.chordsOf(measure);
        if (chords.empty())
            return std::nullopt;
        const auto later = std::upper_bound(
            chords.begin(), chords.end(), offset,
            [](std::int64_t when, const NotebookElement& chord) { return when < chord.offset; });
        const auto passed = static_cast<std::size_t>(later - chords.begin());
        return measure.firstChord + (passed > 0 ? passed - 1 : 0);
    }

    ValueKind kindOf(int pitch, std::optional<std::size_t> chord)
    {
        if (!chord)
            return ValueKind::Outside;
        if (chord != m_lastChord) {
            m_tones = ChordTones(m_music.chords[*chord].pitches);
            m_lastChord = chord;
        }
        return m_tones.kindOf(pitch);
    }

    const NotebookMusic& m_music;
    std::optional<std::size_t> m_lastChord;
    ChordTones m_tones; ///< of m_lastChord
};

} // namespace

std::string durationText(std::int64_t twelfths)
{
    const std::int64_t thousandths = (twelfths * 500 + 3) / 6; // never half way between two
    const std::string fraction = std::to_string(1000 + thousandths % 1000).substr(1);
    return std::to_string(thousandths / 1000) + "." + fraction;
}

ValueCorpus notebookValues(const NotebookMusic& music)
{
    ValueCorpus corpus;
    corpus.warnings = music.warnings;
    corpus.measures.reserve(music.measures.size());
    ValueWriter writer(music);
    for (const NotebookMeasure& measure : music.measures)
        corpus.measures.push_back(writer.write(measure));
    return corpus;
}

Result<ValueCorpus> notebookValues(const MidiFile& file, const NotebookSource& source)
{
    const auto music = readNotebook(file, source);
    if (!music)
        return forward(music);
    return notebookValues(*music);
}

Result<ValueCorpus> notebookValues(const Solo& solo)
{
    const auto music = readNotebook(solo);
    if (!music)
        return forward(music);
    return notebookValues(*music);
}

} // namespace woodshed
