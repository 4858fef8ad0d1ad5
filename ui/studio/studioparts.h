#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <QString>

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
using Accompany = std::function<Performance(const Take&)>;
using ExportMidi = std::function<Result<void>(const Performance&, const std::filesystem::path&)>;

/// Everything the window is made with. Plain values and functions, so that a test hands in what it
/// likes; connectToCore() fills in the real ones.
struct StudioParts {
    std::vector<LeadSheet> tunes; ///< one chorus each; at least one
    Model model;                  ///< what New solo uses until a training is done
    StudioCorpus corpus;
    std::shared_ptr<const Take> demo; ///< shown at the start
    std::uint64_t seed = 0;           ///< of the seeds of new solos
    int trainingEpochs = 100;

    OpenTrainer openTrainer;
    Generate generate;
    Accompany accompany; ///< a take with its band, ready to be played and exported
    ExportMidi exportMidi;
    std::function<std::string(const Weights&, int steps)> modelSummary;
    std::shared_ptr<CorpusSource> corpusSource;
    std::shared_ptr<Sound> sound;
    PlayerOptions soundOptions;

    /// Ask for a file; an empty answer means the user thought better of it.
    std::function<QString(QWidget* parent, const QString& proposed)> askWhereToSave;
    std::function<QString(QWidget* parent)> askWhatToOpen;
};

} // namespace woodshed
