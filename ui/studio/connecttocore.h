#pragma once

#include <filesystem>

#include "studio/studioparts.h"

namespace woodshed
{

/// Fills in the functions of core: training through the module at that path, generation, sound,
/// export as MIDI and as audio, and the usual file dialogs. Leaves the tunes, the model, the corpus
/// and its source, the demo and the band to the caller.
void connectToCore(StudioParts& parts, const std::filesystem::path& trainingModule);

} // namespace woodshed
