#include "commands/commands.h"

#include <iostream>
#include <string>

#include "bundle.h"
#include "corpus/corpusloader.h"
#include "corpus/dataset.h"
#include "formats/abc.h"
#include "generation/generator.h"
#include "playback/player.h"
#include "playback/soundfont.h"
#include "ports/midiports.h"
#include "training/trainingmodule.h"

namespace woodshed
{

namespace
{

/// One line a check; returns whether it passed.
bool report(const std::string& what, bool passed, const std::string& detail)
{
    std::cout << (passed ? "ok    " : "FAIL  ") << what << ": " << detail << '\n';
    return passed;
}

bool checkTraining()
{
    const auto trainer = openTrainer(trainingModulePath());
    if (!trainer)
        return report("training", false, trainer.error().detail);
    const auto corpus = corpusOfBook(bundledBook());
    if (!corpus)
        return report("training", false, corpus.error().detail);
    const auto dataset = makeDataset(corpus->values.tokens(), {.examples = 8, .steps = 10});
    if (!dataset)
        return report("training", false, dataset.error().detail);
    const auto result = (*trainer)->run(*dataset, {.hidden = 8, .epochs = 2}, {}, {});
    if (!result)
        return report("training", false, result.error().detail);
    return report("training", result->history.size() == 2, (*trainer)->blasName());
}

} // namespace

int runSelftest()
{
    bool passed = true;
    passed &=
        report("book", !bundledBook().empty(), std::to_string(bundledBook().size()) + " solos");
    passed &= report("model", true,
                     std::to_string(bundledModel().weights.parameterCount()) + " parameters, " +
                         std::to_string(bundledModel().vocabulary.size()) + " values");
    const auto take =
        generate(bundledModel(), oneChorus(bundledBook().front().solo), {.choruses = 1, .seed = 1});
    passed &= report("generating", take.has_value() && !take->notes.empty(),
                     take ? std::to_string(take->notes.size()) + " notes" : take.error().detail);

    Player player;
    const SoundStatus sound = player.open({});
    const auto fonts = findSoundFonts();
    passed &= report("sound font", !fonts.empty(),
                     fonts.empty() ? noSoundFontAdvice() : fonts.front().filename().string());
    // No device is no fault: a machine without one still exports.
    std::string tried;
    for (const std::string& attempt : sound.attempts)
        tried += (tried.empty() ? "" : "; ") + attempt;
    report("sound device", true,
           sound.isSilent() ? "none, playing silently (" + tried + ")" : sound.driver);
    const PortList ports = listMidiPorts();
    report("MIDI devices", true,
           ports.outputs.empty() ? "none" + (ports.why.empty() ? "" : " (" + ports.why + ")")
                                 : std::to_string(ports.outputs.size()) + " to play on");
    passed &= checkTraining();
    return passed ? 0 : 1;
}

} // namespace woodshed
