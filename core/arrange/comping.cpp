#include "arrange/comping.h"

#include <algorithm>

#include "arrange/comprhythm.h"
#include "arrange/voiceleading.h"

namespace woodshed
{

namespace
{

VoicingTaste tasteOf(Feel feel)
{
    switch (feel) {
    case Feel::UpTempo:
        return {.voices = 3, .otherSize = 0.5};
    case Feel::Shuffle:
        return {.voices = 3, .otherSize = 0.2};
    case Feel::Swing:
    case Feel::Ballad:
    case Feel::Waltz:
    case Feel::Bossa:
        break;
    }
    return {};
}

} // namespace

std::vector<Note> comping(const Chart& chart, Feel feel, double tempo, std::span<const Note> solo,
                          Random& random)
{
    const auto hits = compRhythm(chart, feel, tempo, solo, random);
    std::vector<VoicedMoment> moments;
    for (const CompHit& hit : hits)
        moments.push_back({hit.start, hit.chord});
    const auto voicings = ledVoicings(chart, moments, tasteOf(feel), random);

    std::vector<Note> notes;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        for (std::size_t voice = 0; voice < voicings[i].size(); ++voice) {
            // The top voice sings, the inner ones stay behind it.
            const bool top = voice + 1 == voicings[i].size();
            const int shade = (top ? 4 : voice == 0 ? 0 : -2) + static_cast<int>(random.index(3));
            notes.push_back({.start = hits[i].start,
                             .duration = hits[i].duration,
                             .pitch = voicings[i][voice],
                             .velocity = std::clamp(hits[i].velocity + shade, 1, 127)});
        }
    }
    return notes;
}

} // namespace woodshed
