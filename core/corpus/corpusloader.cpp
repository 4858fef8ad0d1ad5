#include "corpus/corpusloader.h"

#include <algorithm>
#include <utility>

#include "corpus/notebookimport.h"
#include "corpus/notebooksolo.h"
#include "corpus/notebookvalues.h"
#include "corpus/symbolchords.h"
#include "formats/abc.h"
#include "formats/midiimport.h"
#include "midi/tempomap.h"

namespace woodshed
{

namespace
{

/// Begins a remark about something dropped or out of the rules.
constexpr std::string_view warningMark = "warning: ";

/// The tracks and the range to read, and how they were come by.
struct Decision {
    NotebookSource source;
    std::vector<std::string> remarks;
};

Result<Decision> decide(const MidiFile& file, bool isNotebook, const CorpusChoice& choice)
{
    Decision decision;
    if (isNotebook) {
        decision.source = notebookChoice();
        decision.remarks.emplace_back(
            "This is the classic exercise's own file: its excerpt is taken as there.");
    } else {
        const TrackGuess guess = guessTracks(file);
        if (!guess.melody && !choice.melodyTrack)
            return fail(ErrorCode::NoMelody, "holds no melody: " + guess.why);
        decision.source.melodyTrack = guess.melody.value_or(0);
        if (choice.guessChords)
            decision.source.chordTrack = guess.chords;
        auto symbols = symbolChords(file);
        if (!choice.chordTrack && symbols) {
            decision.source.chordTrack.reset();
            decision.remarks.emplace_back("The chords are those written in the file as text.");
        }
        decision.source.symbols = std::move(symbols);
        if (!choice.melodyTrack || (!choice.chordTrack && !decision.source.symbols))
            decision.remarks.push_back(guess.why);
    }
    NotebookSource& source = decision.source;
    source.melodyTrack = choice.melodyTrack.value_or(source.melodyTrack);
    if (choice.chordTrack)
        source.chordTrack = choice.chordTrack;
    else if (source.chordTrack == source.melodyTrack || !choice.guessChords)
        source.chordTrack.reset(); // the guess knew nothing of the user's melody
    if (choice.from)
        source.from = choice.from;
    if (choice.to)
        source.to = choice.to;
    if (source.from && source.to && *source.from > *source.to)
        return fail(ErrorCode::InvalidArgument, "the range of quarter notes ends before it begins");
    return decision;
}

/// The tempo where the excerpt begins.
double tempoOf(const MidiFile& file, const NotebookMusic& music)
{
    const std::int64_t twelfths = music.melody.empty() ? 0 : music.melody.front().offset;
    return TempoMap(file).tempoAt(twelfths * file.ticksPerQuarter / 12).beatsPerMinute();
}

/// The melody as it was played, where chord symbols say what over; else as the notebook reads it.
Line lineOfMidi(const MidiFile& file, const NotebookSource& source, bool isNotebook,
                const Solo& asNotebook)
{
    const auto symbols = symbolChords(file);
    if (isNotebook || !symbols)
        return lineOf(asNotebook);
    Solo exact = symbolSolo(file, source.melodyTrack, *symbols);
    std::erase_if(exact.melody, [&source](const Note& note) {
        const double quarter = note.start.quarters();
        return quarter < source.from.value_or(quarter) || quarter > source.to.value_or(quarter);
    });
    return lineOf(exact);
}

Result<Corpus> corpusOfMidi(std::span<const std::uint8_t> bytes, const std::string& name,
                            const CorpusChoice& choice)
{
    const auto reading = readMidi(bytes);
    if (!reading)
        return forward(reading);
    const auto decision = decide(reading->file, isNotebookFile(bytes), choice);
    if (!decision)
        return forward(decision);
    const auto music = readNotebook(reading->file, decision->source);
    if (!music)
        return forward(music);

    Corpus corpus;
    corpus.name = name;
    corpus.values = notebookValues(*music);
    corpus.remarks = decision->remarks;
    for (const auto& warnings : {reading->warnings, corpus.values.warnings})
        for (const std::string& warning : warnings)
            corpus.remarks.push_back(std::string(warningMark) + warning);
    Solo solo = notebookSolo(*music);
    solo.tune.title = name;
    solo.tune.tempo = tempoOf(reading->file, *music);
    corpus.lines.push_back(
        lineOfMidi(reading->file, decision->source, isNotebookFile(bytes), solo));
    corpus.lines.back().name = name;
    corpus.solos.push_back(std::move(solo));
    return corpus;
}

std::string_view textOf(std::span<const std::uint8_t> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool isAbc(std::span<const std::uint8_t> bytes)
{
    return textOf(bytes).starts_with("X:") || textOf(bytes).starts_with("%") ||
           textOf(bytes).find("\nX:") != std::string_view::npos;
}

Result<Corpus> corpusOfAbc(std::span<const std::uint8_t> bytes, const std::string& name)
{
    auto reading = readAbc(textOf(bytes));
    if (!reading)
        return forward(reading);
    auto values = notebookValues(reading->solo);
    if (!values)
        return forward(values);
    Corpus corpus;
    corpus.name = name;
    corpus.values = std::move(*values);
    for (const std::string& warning : reading->warnings)
        corpus.remarks.push_back(std::string(warningMark) + warning);
    corpus.lines.push_back(lineOf(reading->solo));
    if (corpus.lines.back().name.empty())
        corpus.lines.back().name = name;
    corpus.solos.push_back(std::move(reading->solo));
    return corpus;
}

/// Adds a corpus behind another; its measures are numbered on.
void append(Corpus& all, Corpus more)
{
    const int offset = all.values.measures.empty() ? 0 : all.values.measures.back().index;
    for (ValueMeasure& measure : more.values.measures) {
        measure.index += offset;
        all.values.measures.push_back(std::move(measure));
    }
    std::move(more.solos.begin(), more.solos.end(), std::back_inserter(all.solos));
    std::move(more.lines.begin(), more.lines.end(), std::back_inserter(all.lines));
    std::move(more.remarks.begin(), more.remarks.end(), std::back_inserter(all.remarks));
    all.name += (all.name.empty() ? "" : ", ") + more.name;
}

Result<std::vector<std::filesystem::path>> musicIn(const std::filesystem::path& folder)
{
    std::error_code failed;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
         entry.increment(failed))
        if (entry->is_regular_file(failed) && hasSuffix(entry->path(), {".mid", ".midi", ".abc"}))
            files.push_back(entry->path());
    if (failed)
        return fail(ErrorCode::Unreadable, "could not be read: " + failed.message(),
                    folder.string());
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

Result<Corpus> loadCorpus(std::span<const std::uint8_t> bytes, const std::string& name,
                          const CorpusChoice& choice)
{
    if (hasSuffix(name, {".abc"}) && isAbc(bytes)) {
        if (choice.melodyTrack || choice.chordTrack || choice.from || choice.to)
            return fail(ErrorCode::InvalidArgument,
                        "is an ABC file, which has one melody and is taken whole; tracks and "
                        "ranges are for MIDI files");
        return corpusOfAbc(bytes, name);
    }
    return corpusOfMidi(bytes, name, choice);
}

Result<Corpus> loadCorpus(const std::filesystem::path& path, const CorpusChoice& choice)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return forward(bytes);
    auto corpus = loadCorpus(*bytes, path.filename().string(), choice);
    if (!corpus)
        return fail(corpus.error().code, corpus.error().detail, path.string());
    return corpus;
}

Result<Corpus> loadCorpora(std::span<const std::filesystem::path> paths, const CorpusChoice& choice)
{
    Corpus all;
    for (const std::filesystem::path& path : paths) {
        std::error_code ignored;
        if (!std::filesystem::is_directory(path, ignored)) {
            auto corpus = loadCorpus(path, choice);
            if (!corpus)
                return corpus;
            append(all, std::move(*corpus));
            continue;
        }
        const auto files = musicIn(path);
        if (!files)
            return forward(files);
        std::size_t used = 0;
        Corpus folder;
        for (const std::filesystem::path& file : *files) {
            auto corpus = loadCorpus(file, choice);
            if (!corpus) {
                folder.remarks.push_back(std::string(warningMark) + file.string() +
                                         " is left out: " + corpus.error().detail);
                continue;
            }
            for (std::string& remark : corpus->remarks)
                remark.insert(remark.starts_with(warningMark) ? warningMark.size() : 0,
                              file.filename().string() + ": ");
            append(folder, std::move(*corpus));
            ++used;
        }
        if (used == 0)
            return fail(ErrorCode::NoMelody, "holds no MIDI or ABC file to learn from",
                        path.string());
        const auto name = path.filename().empty() ? path.parent_path().filename() : path.filename();
        folder.name =
            name.string() + " (" + std::to_string(used) + (used == 1 ? " file)" : " files)");
        append(all, std::move(folder));
    }
    return all;
}

Result<Solo> loadSolo(std::span<const std::uint8_t> bytes)
{
    if (isAbc(bytes)) {
        auto reading = readAbc(textOf(bytes));
        if (!reading)
            return forward(reading);
        return std::move(reading->solo);
    }
    const auto reading = readMidi(bytes);
    if (!reading)
        return forward(reading);
    if (const auto symbols = symbolChords(reading->file); symbols && !isNotebookFile(bytes))
        return symbolSolo(reading->file, guessTracks(reading->file).melody, *symbols);
    const auto decision = decide(reading->file, isNotebookFile(bytes), {});
    if (!decision)
        return forward(decision);
    const auto music = readNotebook(reading->file, decision->source);
    if (!music)
        return forward(music);
    Solo solo = notebookSolo(*music);
    solo.tune.tempo = tempoOf(reading->file, *music);
    return solo;
}

Result<Corpus> corpusOfBook(std::span<const BookEntry> book)
{
    Corpus all;
    for (const BookEntry& entry : book) {
        auto values = notebookValues(entry.solo);
        if (!values)
            return fail(values.error().code, values.error().detail, entry.id);
        append(all, {.name = entry.id,
                     .values = std::move(*values),
                     .solos = {entry.solo},
                     .lines = {lineOf(entry.solo)},
                     .remarks = {}});
    }
    all.name = "the built-in solos";
    return all;
}

} // namespace woodshed
