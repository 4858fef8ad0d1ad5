#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "corpus/linecharacter.h"
#include "corpus/linedataset.h"
#include "corpus/linevalues.h"
#include "corpus/value.h"
#include "support/result.h"

namespace woodshed
{

struct LineCorpusOptions {
    double heldOut = 0.1; ///< share of the solos that is kept for validation; none where there are
                          ///< fewer than five
    std::uint64_t seed = 0; ///< which
};

/// A corpus as the network of the Woodshed profile reads it, and what a model must remember of it.
struct LineCorpus {
    LineDataset dataset;
    std::vector<SoloCharacter> characters;
};

/// Fails with NoMelody where no line has at least eight notes; shorter ones are left out. Solos
/// with one name (choruses of one tune in several files) are held out together.
[[nodiscard]] Result<LineCorpus> makeLineCorpus(std::span<const Line> lines,
                                                const LineCorpusOptions& options);

/// A line as its values in words, bar by bar (numbered from 1): "i-2 h6", a value each.
[[nodiscard]] std::vector<ValueMeasure> lineMeasures(const Line& line);

/// One line as a sequence over such a vocabulary.
[[nodiscard]] LineSequence lineSequence(const Line& line, const LineVocabulary& vocabulary,
                                        const SoloCharacter& character);

} // namespace woodshed
