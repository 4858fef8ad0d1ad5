#include "studio/connecttocore.h"

#include "dialogs/filepickers.h"
#include "export/audiofile.h"
#include "export/midiexport.h"
#include "studio/playersound.h"
#include "training/trainingmodule.h"

namespace woodshed
{

void connectToCore(StudioParts& parts, const std::filesystem::path& trainingModule)
{
    parts.openTrainer = [trainingModule] { return openTrainer(trainingModule); };
    parts.generate = generate;
    parts.regenerate = regenerate;
    parts.exportMidi = exportMidi;
    parts.exportAudio = renderAudio;
    parts.modelSummary = modelSummary;
    parts.sound = std::make_shared<PlayerSound>();
    parts.askWhereToSave = askWhereToSave;
    parts.askWhatToOpen = askWhatMidiToOpen;
    parts.askWhichSoundFont = askWhichSoundFont;
}

} // namespace woodshed
