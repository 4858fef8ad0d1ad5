#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "generation/generator.h"
#include "generation/linebias.h"
#include "generation/lineindex.h"
#include "generation/linewalk.h"
#include "generation/repetitionguard.h"
#include "generation/solomemory.h"
#include "support/random.h"

namespace woodshed
{

/// A note as it was improvised, with what the network thought of it.
struct ImprovisedNote {
    LineNote note;
    std::string text;       ///< its values: "i-2 h6"
    double probability = 1; ///< of its pitch
    double bits = 0;        ///< of its pitch, its length and the rest before it
    std::vector<Alternative> alternatives;
};

/// Where a stretch of improvising begins, ends, and what it must meet there.
struct Stretch {
    int first = 0;                     ///< the earliest onset, in steps
    int end = 0;                       ///< everything is over by then
    bool closes = true;                ///< whether the line comes to rest there
    std::optional<int> nextPitch = {}; ///< the note behind it, to be joined by an octave at most
};

/// Improvises one stretch of a line, note after note. One use each.
class LineImproviser
{
public:
    struct Material {
        std::shared_ptr<const Weights> weights;
        const LineVocabulary& vocabulary;
        const LineSetting& setting;
        const SoloCharacter& character;
    };

    LineImproviser(const Material& material, const GenerationOptions& options,
                   const Stretch& stretch);

    /// `before`: the notes that sound already, followed but not repeated in the answer.
    [[nodiscard]] Result<std::vector<ImprovisedNote>> run(std::span<const LineNote> before,
                                                          const std::stop_token& stop);

    [[nodiscard]] int ruledNotes() const { return m_ruled; }
    [[nodiscard]] const std::vector<std::string>& remarks() const { return m_remarks; }

private:
    struct Choice {
        std::int32_t value = 0;
        double probability = 1; ///< by the network alone
    };

    [[nodiscard]] Character characterNow() const;
    /// Asks the network, draws, and draws again among what `allows` lets pass where it does not.
    template<typename Rule>
    Choice draw(const Rule& allows);
    /// The most probable pitches besides that of a choice just drawn.
    [[nodiscard]] std::vector<Alternative> othersThan(std::int32_t choice, int before) const;
    void beginWithFirstNote();
    void beginAfter(std::span<const LineNote> before);
    /// Each is false when the stretch is over.
    bool playTime();
    bool playRest();
    void playPitch();
    /// Brings the last notes as close to the note behind the stretch as it takes; where they are
    /// too few to get there, the longest are divided.
    void joinTheNext();
    void moveTo(ImprovisedNote& note, int pitch);
    /// Keeps account of a step from one note to the next.
    void watch(const LineNote& before, const LineNote& note);
    void remark(const std::string& sentence);

    const Material m_material;
    const GenerationOptions& m_options;
    const Stretch m_stretch;
    LineBias m_bias;
    Random m_random;
    std::optional<LineWalk> m_walk;
    std::optional<RunWatch> m_copied; ///< where there is a corpus to compare with
    RepetitionGuard m_repetition;
    SoloMemory m_memory;
    LineNote m_last;                  ///< the note before the one that is asked for
    std::optional<int> m_pitchBefore; ///< of the note that the stretch joins, where there is one
    std::vector<double> m_logits;
    std::vector<float> m_network; ///< the network's own probabilities at the last draw
    std::vector<float> m_probabilities;
    std::vector<ImprovisedNote> m_notes;
    double m_restBits = 0;
    int m_ruled = 0;
    std::vector<std::string> m_remarks;
};

} // namespace woodshed
