#include "corpus/solomeasures.h"

#include <algorithm>

#include "corpus/passagemeasures.h"

namespace woodshed
{

SoloMeasures measured(const Line& line)
{
    if (line.notes.empty())
        return {};
    // An end that only just passes the bar line does not open another bar.
    constexpr int justPast = stepsPerQuarter / 4;
    const int barSteps = std::max(1, line.setting.barSteps);
    const int firstBar = std::max(0, line.notes.front().start) / barSteps;
    int lastEnd = 0;
    for (const LineNote& note : line.notes)
        lastEnd = std::max(lastEnd, note.start + note.length);
    const int pastLast = std::max(0, lastEnd - justPast + barSteps - 1) / barSteps;
    return measured(line, firstBar, std::max(1, pastLast - firstBar));
}

SoloMeasures measured(const Line& line, int firstBar, int bars)
{
    const Passage passage = passageOf(line, firstBar, bars);
    SoloMeasures measures;
    measures.bars = passage.bars;
    measures.notes = static_cast<int>(passage.notes.size());
    if (passage.bars == 0)
        return measures;
    measureRhythm(passage, measures);
    if (passage.notes.empty())
        return measures;
    measureMelody(passage, measures);
    measureHarmony(passage, line.setting, measures);
    measureStructure(passage, measures);
    return measures;
}

} // namespace woodshed
