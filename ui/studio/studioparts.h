#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <QString>

#include "export/audiofile.h"
#include "generation/generator.h"
#include "model/weights.h"
#include "score/leadsheet.h"
#include "score/performance.h"
#include "studio/corpussource.h"
#include "studio/sound.h"
#include "training/trainer.h"

class QWidget;

namespace woodshed
{

using OpenTrainer = std::function<Result<std::shared_ptr<Trainer>>()>;
using Generate = std::function<Result<Take>(const Model&, const LeadSheet&,
                                            const GenerationOptions&, const std::stop_token&)>;

using Regenerate = std::function<Result<Take>(const Model&, const Take&, BarRange bars,
                                              const GenerationOptions&, const std::stop_token&)>;

/// How the band is to play a take.
struct BandSettings {
    std::string feel; ///< "swing", "bossa", ...; empty: the tune's own
    double swing = 1; ///< of the swing that the tempo asks for; 0 is even, 2 twice as much
    double tempo = 0; ///< quarter notes a minute; 0: the tune's own
    friend bool operator==(const BandSettings&, const BandSettings&) = default;
};
using Accompany = std::function<Performance(const Take&, const BandSettings&)>;
using InFeel = std::function<LeadSheet(LeadSheet, const std::string& feel)>;
using Quantise = std::function<std::vector<Note>(std::vector<Note>, Ticks grid)>;
using ExportMidi = std::function<Result<void>(const Performance&, const std::filesystem::path&)>;
/// As renderAudio(): on a worker, with progress from 0 to 1; a stop leaves no file.
using ExportAudio = std::function<Result<void>(
    const Performance&, const std::filesystem::path&, const AudioOptions&,
    const std::function<void(double)>& progress, const std::stop_token&)>;

/// Everything the window is made with. Plain values and functions, so that a test hands in what it
/// likes; connectToCore() fills in the real ones.
struct StudioParts {
    std::vector<LeadSheet> tunes; ///< one chorus each; at least one
    Model model;                  ///< what New solo uses until a training is done
    StudioCorpus corpus;
    /// Adds to the corpus above what is not needed at the first sight of the window; called on a
    /// worker. Empty where nothing is missing.
    std::function<void(StudioCorpus&)> completeCorpus;
    std::shared_ptr<const Take> demo; ///< shown at the start
    std::uint64_t seed = 0;           ///< of the seeds of new solos
    int trainingEpochs = 100;

    OpenTrainer openTrainer;
    Generate generate;
    Regenerate regenerate; ///< some bars of a take anew; where there is none the command rests
    InFeel inFeel;         ///< a tune made ready for a feel before it is improvised over
    Accompany accompany;   ///< a take with its band, ready to be played and exported
    Quantise quantise;     ///< moves notes to the grid; where there is none the command rests
    ExportMidi exportMidi;
    ExportAudio exportAudio;
    std::function<std::string(const Weights&, int steps)> modelSummary;
    std::shared_ptr<CorpusSource> corpusSource;
    std::shared_ptr<Sound> sound;
    PlayerOptions soundOptions;
    QString preferencesFile; ///< where choices are kept; empty: nowhere
    QString recoveryFolder;  ///< where copies of unsaved work are kept; empty: nowhere

    /// Ask for a file; an empty answer means the user thought better of it.
    std::function<QString(QWidget* parent, const QString& proposed)> askWhereToSave;
    std::function<QString(QWidget* parent)> askWhatToOpen;
    std::function<QString(QWidget* parent)> askWhichSoundFont;
};

} // namespace woodshed
