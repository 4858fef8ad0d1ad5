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

SessionCorpus recordOf(const Corpus& corpus, CorpusReference reference)
{
    SessionCorpus record;
    record.name = corpus.name;
    record.reference = std::move(reference);
    record.tokens = corpus.values.tokens();
    record.warnings = corpus.remarks;
    if (corpus.solos.size() == 1)
        record.take = std::make_shared<const Take>(takeOf(corpus.solos.front(), record.tokens));
    else if (!corpus.solos.empty())
        record.take = std::make_shared<const Take>(takeOf(corpus.solos.front()));
    return record;
}

std::vector<Line> linesOf(std::span<const Solo> solos)
{
    std::vector<Line> lines;
    for (const Solo& solo : solos)
        if (!solo.tune.chords.chords.empty() && !solo.melody.empty())
            lines.push_back(lineOf(solo));
    return lines;
}

std::string digestOf(std::span<const std::string> tokens)
{
    Bytes all;
    for (const std::string& token : tokens) {
        all.insert(all.end(), token.begin(), token.end());
        all.push_back('\n');
    }
    return md5Hex(all);
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
    const auto bytes = readFile(path);
    if (!bytes)
        return forward(bytes);
    auto corpus = loadCorpus(path, chosen);
    if (!corpus)
        return forward(corpus);
    SessionCorpus record = recordOf(*corpus, {.path = path.string(),
                                              .digest = md5Hex(*bytes),
                                              .melodyTrack = choice.melody,
                                              .chordTrack = choice.chords,
                                              .from = choice.from,
                                              .to = choice.to});
    record.lines = linesOf(corpus->solos);
    return studioCorpusOf(std::make_shared<const SessionCorpus>(std::move(record)), true);
}

} // namespace woodshed
