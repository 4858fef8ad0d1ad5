// What a built session is compared by; knows nothing of the document's own code.
#include <algorithm>
#include <bit>
#include <charconv>
#include <concepts>
#include <map>
#include <optional>
#include <set>

#include "support/builtsession.h"

namespace woodshed::test
{

namespace
{

std::string valueText(const std::string& text)
{
    std::string escaped = "\"";
    for (const char c : text)
        escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
    return escaped + '"';
}
std::string valueText(std::integral auto number)
{
    return std::to_string(number);
}
std::string valueText(double number)
{
    char text[64];
    const auto end = std::to_chars(text, text + sizeof(text), number, std::chars_format::hex).ptr;
    return {text, end};
}
std::string valueText(float number)
{
    return std::to_string(std::bit_cast<std::uint32_t>(number));
}
std::string valueText(Ticks ticks)
{
    return std::to_string(ticks.count);
}
template<typename Item>
std::string valueText(const std::optional<Item>& item)
{
    return item ? valueText(*item) : "none";
}
template<typename Item>
std::string valueText(const std::vector<Item>& items)
{
    std::string all = std::to_string(items.size()) + " of";
    for (const Item& item : items)
        all += ' ' + valueText(item);
    return all;
}

/// Lines "name: value".
class Lines
{
public:
    template<typename Value>
    Lines& add(const std::string& name, const Value& value)
    {
        m_text += name + ": " + valueText(value) + '\n';
        return *this;
    }
    /// The lines of another text, under a heading.
    Lines& within(const std::string& name, const std::string& lines)
    {
        for (std::size_t at = 0; at < lines.size();) {
            const std::size_t end = lines.find('\n', at);
            m_text += name + '.' + lines.substr(at, end - at) + '\n';
            at = end + 1;
        }
        if (lines.empty())
            m_text += name + ": none\n";
        return *this;
    }
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    std::string m_text;
};

std::string numbered(const std::string& name, std::size_t i)
{
    return name + '[' + std::to_string(i) + ']';
}

std::string describedTake(const Take& take)
{
    Lines lines;
    lines.within("tune", described(take.tune))
        .add("choruses", take.choruses)
        .add("seed", take.seed)
        .add("temperature", take.temperature)
        .add("faithful", take.faithful)
        .add("ruledNotes", take.ruledNotes)
        .add("remarks", take.remarks)
        .add("notes", take.notes.size())
        .add("values", take.values.size());
    for (std::size_t i = 0; i < take.notes.size(); ++i) {
        const Note& note = take.notes[i];
        lines.add(numbered("note", i),
                  std::vector<std::int64_t>{note.start.count, note.duration.count, note.pitch,
                                            note.velocity});
    }
    for (std::size_t i = 0; i < take.values.size(); ++i) {
        const TakeValue& value = take.values[i];
        Lines one;
        one.add("start", value.start)
            .add("duration", value.duration)
            .add("text", value.text)
            .add("kind", static_cast<int>(value.kind))
            .add("probability", value.probability)
            .add("note", value.note)
            .add("bits", value.bits);
        for (const Alternative& other : value.alternatives)
            one.add("other " + std::to_string(other.pitch), other.probability);
        lines.within(numbered("value", i), one.text());
    }
    return lines.text();
}

std::string describedLine(const Line& line)
{
    Lines lines;
    lines.add("name", line.name)
        .add("voice", line.voice)
        .add("tempo", line.setting.tempo)
        .add("barSteps", line.setting.barSteps)
        .add("length", line.setting.length);
    for (const LineChord& chord : line.setting.chords)
        lines.add("chord", std::vector<int>{chord.start, chord.shape.root,
                                            static_cast<int>(chord.shape.family), chord.shape.tones,
                                            chord.shape.scale});
    for (const LineNote& note : line.notes)
        lines.add("note", std::vector<int>{note.start, note.length, note.rest, note.pitch});
    return lines.text();
}

/// Item texts -> places of the original that hold it.
using Places = std::map<std::string, std::vector<int>>;

template<typename Items, typename Text>
Places placesOf(const Items& items, const Text& text)
{
    Places places;
    for (std::size_t i = 0; i < items.size(); ++i)
        places[text(items[i])].push_back(static_cast<int>(i));
    return places;
}

const auto corpusText = [](const std::shared_ptr<const SessionCorpus>& corpus) {
    return described(*corpus);
};
const auto modelText = [](const SessionModel& model) { return described(*model.model); };
const auto tuneText = [](const std::shared_ptr<const LeadSheet>& tune) { return described(*tune); };
const auto takeText = [](const SessionTake& take) { return described(take); };

/// What an index points at, as text; "none" where nowhere.
template<typename Items, typename Text>
std::string pointed(int index, const Items& items, const Text& text)
{
    return index >= 0 && static_cast<std::size_t>(index) < items.size()
               ? text(items[static_cast<std::size_t>(index)])
               : "none";
}

/// Whether a link is the original's, or was cut.
bool isLinkKept(const std::string& opened, const std::string& original)
{
    return opened == original || opened == "none";
}

} // namespace

std::string described(const Model& model)
{
    const Weights& weights = model.weights;
    Lines lines;
    lines.add("profile", model.profile)
        .add("values", weights.values)
        .add("inputs", weights.inputs)
        .add("hidden", weights.hidden)
        .add("gates", static_cast<int>(weights.gates))
        .add("kernel", weights.kernel)
        .add("recurrentKernel", weights.recurrentKernel)
        .add("bias", weights.bias)
        .add("denseKernel", weights.denseKernel)
        .add("denseBias", weights.denseBias)
        .add("directKernel", weights.directKernel);
    for (const std::string& value : model.vocabulary.values())
        lines.add("value", value);
    for (const auto& [key, text] : model.notes)
        lines.add("note " + key, text);
    for (const IndexRange& range : model.ranges)
        lines.add("range", std::vector<int>{range.first, range.last});
    lines.add("character", std::vector<int>{model.character.first, model.character.last})
        .add("characters", model.characters);
    return lines.text();
}

std::string described(const SessionCorpus& corpus)
{
    const CorpusReference& reference = corpus.reference;
    Lines lines;
    lines.add("name", corpus.name)
        .add("builtIn", reference.isBuiltIn)
        .add("path", reference.path)
        .add("digest", reference.digest)
        .add("melodyTrack", reference.melodyTrack)
        .add("chordTrack", reference.chordTrack)
        .add("from", reference.from)
        .add("to", reference.to)
        .add("tokens", corpus.tokens)
        .add("seed", corpus.seed)
        .add("warnings", corpus.warnings);
    for (std::size_t i = 0; i < corpus.lines.size(); ++i)
        lines.within(numbered("line", i), describedLine(corpus.lines[i]));
    lines.within("take", corpus.take ? describedTake(*corpus.take) : "");
    return lines.text();
}

std::string described(const LeadSheet& tune)
{
    Lines lines;
    lines.add("title", tune.title)
        .add("tempo", tune.tempo)
        .add("feel", tune.feel)
        .add("key", tune.key)
        .add("beatsPerBar", tune.beatsPerBar)
        .add("beatUnit", tune.beatUnit)
        .add("length", tune.chords.length);
    for (std::size_t i = 0; i < tune.chords.chords.size(); ++i) {
        const PlacedChord& chord = tune.chords.chords[i];
        lines.within(numbered("chord", i), Lines()
                                               .add("start", chord.start)
                                               .add("duration", chord.duration)
                                               .add("text", chord.text)
                                               .add("pitches", chord.pitches)
                                               .text());
    }
    return lines.text();
}

std::string described(const SessionTake& take)
{
    Lines lines;
    lines.add("source", static_cast<int>(take.source))
        .add("number", take.number)
        .add("binned", take.isBinned);
    if (take.newBars)
        lines.add("newBars", std::vector<int>{take.newBars->first, take.newBars->count});
    if (take.originality) {
        lines.add("share6", take.originality->share6)
            .add("share8", take.originality->share8)
            .add("longest", take.originality->longest);
        for (const SharedRun& run : take.originality->runs)
            lines.add("run of " + run.source, std::vector<int>{run.firstNote, run.notes, run.bar});
    }
    return lines.within("take", describedTake(*take.take)).text();
}

std::string described(const SessionTraining& training)
{
    Lines lines;
    lines.add("isNotebook", training.isNotebook)
        .add("notebook",
             std::vector<int>{training.notebook.hidden, static_cast<int>(training.notebook.gates),
                              training.notebook.epochs, training.notebook.batchSize})
        .add("notebook rates",
             std::vector<double>{training.notebook.learningRate, training.notebook.decay})
        .add("notebook seed", training.notebook.seed)
        .add("line",
             std::vector<int>{training.line.hidden, training.line.epochs, training.line.steps,
                              training.line.batchSize, training.line.patience,
                              static_cast<int>(training.line.keepsLast)})
        .add("line rates",
             std::vector<double>{training.line.learningRate, training.line.dropout,
                                 training.line.weightDecay, training.line.gradientLimit,
                                 training.line.characterDropout})
        .add("line seed", training.line.seed);
    if (training.history)
        for (const EpochReport& report : *training.history)
            lines.within(numbered("epoch", static_cast<std::size_t>(report.epoch)),
                         Lines()
                             .add("loss", report.loss)
                             .add("accuracy", report.accuracy)
                             .add("validationLoss", report.validationLoss)
                             .add("learningRate", report.learningRate)
                             .add("seconds", report.seconds)
                             .text());
    for (const SessionMilestone& milestone : training.milestones)
        lines.within("milestone " + std::to_string(milestone.epoch),
                     describedTake(*milestone.take));
    if (training.checkpoint)
        lines.add("checkpoint", *training.checkpoint);
    return lines.text();
}

std::string described(const SessionMaking& making)
{
    return Lines()
        .add("tune", making.tune)
        .add("feel", making.feel)
        .add("choruses", making.choruses)
        .add("temperature", making.temperature)
        .add("dials", std::vector<double>{making.dials.density, making.dials.range,
                                          making.dials.risk, making.dials.harmony})
        .add("voice", making.voice)
        .add("variations", making.variations)
        .add("openingBars", making.openingBars)
        .add("faithful", making.faithful)
        .text();
}

std::string described(const SessionBand& band)
{
    Lines lines;
    lines.add("tempo", band.tempo)
        .add("swing", band.swing)
        .add("transposition", band.transposition)
        .add("reverb", band.reverb);
    for (const SessionStrip& strip : band.strips)
        lines.add("strip", strip.part)
            .add("mix", std::vector<double>{strip.mix.volume, strip.mix.pan})
            .add("muted", strip.mix.muted)
            .add("soloed", strip.mix.soloed);
    return lines.text();
}

std::string described(const Session& session)
{
    Lines lines;
    lines.add("corpora", session.corpora.size()).add("corpus", session.corpus);
    for (std::size_t i = 0; i < session.corpora.size(); ++i)
        lines.within(numbered("corpus", i), described(*session.corpora[i]));
    lines.add("models", session.models.size()).add("model", session.model);
    for (std::size_t i = 0; i < session.models.size(); ++i)
        lines.add(numbered("model", i) + " corpus", session.models[i].corpus)
            .within(numbered("model", i), described(*session.models[i].model));
    lines.add("tunes", session.tunes.size());
    for (std::size_t i = 0; i < session.tunes.size(); ++i)
        lines.within(numbered("tune", i), described(*session.tunes[i]));
    lines.add("takes", session.takes.size()).add("take", session.take);
    for (std::size_t i = 0; i < session.takes.size(); ++i)
        lines.add(numbered("take", i) + " model", session.takes[i].model)
            .within(numbered("take", i), described(session.takes[i]));
    lines.within("training", session.training ? described(*session.training) : "");
    if (session.training)
        lines.add("training corpus", session.training->corpus);
    return lines.within("making", described(session.making))
        .within("band", described(session.band))
        .text();
}

std::string firstDifference(const Session& a, const Session& b)
{
    const std::string one = described(a);
    const std::string other = described(b);
    if (one == other)
        return {};
    const auto [at, there] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    const auto lineAt = [](const std::string& text, std::size_t place) {
        const std::size_t begin = place == 0 ? 0 : text.rfind('\n', place - 1) + 1;
        return text.substr(begin, std::min(text.find('\n', place) - begin, std::size_t{300}));
    };
    const auto place = static_cast<std::size_t>(at - one.begin());
    return "“" + lineAt(one, std::min(place, one.size() - 1)) + "” against “" +
           lineAt(other, std::min(place, other.size() - 1)) + "”";
}

std::string firstStranger(const Session& opened, const Session& original)
{
    const auto check = [](const std::string& what, const auto& items, const auto& known,
                          const auto& text) -> std::string {
        const Places places = placesOf(known, text);
        int last = -1;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto found = places.find(text(items[i]));
            if (found == places.end())
                return numbered(what, i) + " is not the original's";
            // In the original's order, none twice.
            const auto next = std::upper_bound(found->second.begin(), found->second.end(), last);
            if (next == found->second.end())
                return numbered(what, i) + " is out of order or there twice";
            last = *next;
        }
        return {};
    };
    for (const std::string& wrong : {check("corpus", opened.corpora, original.corpora, corpusText),
                                     check("model", opened.models, original.models, modelText),
                                     check("tune", opened.tunes, original.tunes, tuneText),
                                     check("take", opened.takes, original.takes, takeText)})
        if (!wrong.empty())
            return wrong;
    const Places models = placesOf(original.models, modelText);
    for (const SessionModel& model : opened.models)
        if (const auto& known =
                original.models[static_cast<std::size_t>(models.at(modelText(model)).front())];
            !isLinkKept(pointed(model.corpus, opened.corpora, corpusText),
                        pointed(known.corpus, original.corpora, corpusText)))
            return "a model has got another corpus";
    const Places takes = placesOf(original.takes, takeText);
    for (const SessionTake& take : opened.takes)
        if (const auto& known =
                original.takes[static_cast<std::size_t>(takes.at(takeText(take)).front())];
            !isLinkKept(pointed(take.model, opened.models, modelText),
                        pointed(known.model, original.models, modelText)))
            return "a take has got another model";
    if (opened.training) {
        if (!original.training || described(*opened.training) != described(*original.training))
            return "the training is not the original's";
        if (!isLinkKept(pointed(opened.training->corpus, opened.corpora, corpusText),
                        pointed(original.training->corpus, original.corpora, corpusText)))
            return "the training has got another corpus";
    }
    const Session fresh;
    const bool isFresh = described(opened.making) == described(fresh.making) &&
                         described(opened.band) == described(fresh.band);
    if (!isFresh && described(opened.making) != described(original.making))
        return "the making is not the original's";
    if (!isFresh && described(opened.band) != described(original.band))
        return "the band is not the original's";
    if (!isLinkKept(pointed(opened.corpus, opened.corpora, corpusText),
                    pointed(original.corpus, original.corpora, corpusText)) ||
        !isLinkKept(pointed(opened.model, opened.models, modelText),
                    pointed(original.model, original.models, modelText)) ||
        !isLinkKept(pointed(opened.take, opened.takes, takeText),
                    pointed(original.take, original.takes, takeText)))
        return "what is chosen is not what the original had chosen";
    return {};
}

} // namespace woodshed::test
