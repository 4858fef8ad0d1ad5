#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corpus/line.h"
#include "corpus/value.h"
#include "formats/book.h"
#include "score/solo.h"
#include "support/files.h"
#include "support/result.h"

namespace woodshed
{

/// Which part of a file is the corpus. What is not given is guessed.
struct CorpusChoice {
    std::optional<int> melodyTrack = {}; ///< numbered from 0, tracks without notes not counted
    std::optional<int> chordTrack = {};
    bool guessChords = true; ///< where no chord track is given: else written symbols or none
    std::optional<double> from = {}; ///< quarter notes from the start, included
    std::optional<double> to = {};   ///< quarter notes from the start, included
};

/// A corpus ready to train on and to listen to.
struct Corpus {
    std::string name;
    ValueCorpus values;
    std::vector<Solo> solos; ///< what it sounds like
    std::vector<Line> lines; ///< the same as the Woodshed profile reads it; performed notes are
                             ///< exact where chord symbols stand in the file
    std::vector<std::string>
        remarks; ///< how the tracks were chosen and what was dropped, as sentences
};

/// Reads one file, MIDI or ABC, as the notebook reads its own. The notebook's own file is known by
/// its digest and gets the notebook's choice wherever `choice` is silent. Fails with NoMelody where
/// there is nothing to learn from.
[[nodiscard]] Result<Corpus> loadCorpus(const std::filesystem::path& path,
                                        const CorpusChoice& choice);
[[nodiscard]] Result<Corpus> loadCorpus(std::span<const std::uint8_t> bytes,
                                        const std::string& name, const CorpusChoice& choice);

/// Files, and folders of files (*.mid, *.midi, *.abc; sorted by name), as one corpus. In a folder a
/// file that cannot be used is left out with a remark; a file named by itself must be usable.
[[nodiscard]] Result<Corpus> loadCorpora(std::span<const std::filesystem::path> paths,
                                         const CorpusChoice& choice);

/// A solo of a file, for playing and showing, or for its chords alone. Over written chord symbols
/// the melody is exact, and may be missing; otherwise it is read as the notebook reads it,
/// quantised and in bars of four.
[[nodiscard]] Result<Solo> loadSolo(std::span<const std::uint8_t> bytes);

/// The built-in solos as a corpus.
[[nodiscard]] Result<Corpus> corpusOfBook(std::span<const BookEntry> book);

} // namespace woodshed
