#include "corpusfiles.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "corpus/notebookimport.h"
#include "corpus/symbolchords.h"
#include "formats/midiimport.h"
#include "generation/solotake.h"
#include "midi/midifile.h"
#include "midi/tempomap.h"

namespace woodshed
{

Result<StudioCorpus> studioCorpus(const Corpus& corpus, std::uint64_t seed)
{
    const auto tokens = corpus.values.tokens();
    auto dataset = makeDataset(tokens, {.seed = seed});
    if (!dataset)
        return forward(dataset);
    StudioCorpus studio;
    studio.name = corpus.name;
    studio.dataset = std::move(*dataset);
    studio.warnings = corpus.remarks;
    if (corpus.solos.size() == 1)
        studio.take = std::make_shared<const Take>(takeOf(corpus.solos.front(), tokens));
    else if (!corpus.solos.empty())
        studio.take = std::make_shared<const Take>(takeOf(corpus.solos.front()));
    return studio;
}

void addLines(StudioCorpus& studio, std::span<const Solo> solos)
{
    for (const Solo& solo : solos)
        if (!solo.tune.chords.chords.empty() && !solo.melody.empty())
            studio.lines.push_back(lineOf(solo));
    if (studio.lines.empty()) {
        studio.lineTrouble = "it has no chords, and Woodshed learns how a line goes over chords";
        return;
    }
    auto line = makeLineCorpus(studio.lines, {});
    if (!line) {
        studio.lineTrouble = line.error().detail;
        return;
    }
    studio.line = std::make_shared<const LineCorpus>(std::move(*line));
    studio.index = std::make_shared<const LineIndex>(studio.lines);
}

Result<CorpusScan> CorpusFiles::scan(const std::filesystem::path& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return forward(bytes);
    CorpusScan scan;
    if (hasSuffix(path, {".abc"}))
        return scan; // one melody, nothing to choose
    const auto reading = readMidi(*bytes);
    if (!reading)
        return fail(reading.error().code, reading.error().detail, path.string());

    const TempoMap map(reading->file);
    for (const TrackInfo& track : describeTracks(reading->file))
        scan.tracks.push_back({.index = track.index,
                               .name = track.name,
                               .notes = track.notes,
                               .lowestPitch = track.lowest,
                               .highestPitch = track.highest});
    if (scan.tracks.empty())
        return fail(ErrorCode::NoMelody, "holds no notes, and a melody is needed to learn from",
                    path.string());
    for (const MidiTrack& track : reading->file.tracks)
        scan.quarters = std::max(scan.quarters, map.quartersAt(track.end));
    scan.guess.to = scan.quarters;
    if (isNotebookFile(*bytes)) {
        const NotebookSource choice = notebookChoice();
        scan.guess = {.melody = choice.melodyTrack,
                      .chords = choice.chordTrack,
                      .from = *choice.from,
                      .to = *choice.to};
    } else {
        const TrackGuess guess = guessTracks(reading->file);
        scan.guess.melody = guess.melody.value_or(0);
        // Chord symbols written in the file go before any track.
        scan.guess.chords = symbolChords(reading->file) ? std::nullopt : guess.chords;
    }
    return scan;
}

Result<StudioCorpus> CorpusFiles::load(const std::filesystem::path& path, const TrackChoice& choice)
{
    CorpusChoice chosen;
    if (!hasSuffix(path, {".abc"}))
        chosen = {.melodyTrack = choice.melody,
                  .chordTrack = choice.chords,
                  .guessChords = false,
                  .from = choice.from,
                  .to = choice.to};
    auto corpus = loadCorpus(path, chosen);
    if (!corpus)
        return forward(corpus);
    auto studio = studioCorpus(*corpus, 0);
    if (studio)
        addLines(*studio, corpus->solos);
    return studio;
}

} // namespace woodshed
