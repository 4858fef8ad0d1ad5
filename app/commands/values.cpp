#include "commands/commands.h"

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "commands/console.h"
#include "commands/corpusoptions.h"
#include "corpus/linecorpus.h"
#include "corpus/vocabulary.h"
#include "generation/linegenerator.h"

namespace woodshed
{

namespace
{

class ValuesCommand : public Command
{
public:
    CLI::App* addTo(CLI::App& app) override
    {
        auto* command =
            app.add_subcommand("values", "show a corpus as the values the network learns");
        command->add_option("PATH", m_paths, "MIDI or ABC files, or folders of them")
            ->required()
            ->type_name("");
        addProfileOption(*command, m_profile);
        addCorpusOptions(*command, m_choice);
        command->add_flag("--json", m_json, "one JSON document on stdout");
        return command;
    }

    int run() override
    {
        auto corpus = loadCorpora(m_paths, m_choice);
        if (!corpus)
            return refuse(corpus.error());
        if (m_profile == woodshedProfile)
            corpus->values.measures = measuresOf(corpus->lines);
        for (const std::string& remark : corpus->remarks)
            std::cerr << remark << '\n';
        if (m_json)
            printJson(*corpus);
        else
            printText(*corpus);
        return 0;
    }

private:
    /// Numbered on from line to line.
    static std::vector<ValueMeasure> measuresOf(const std::vector<Line>& lines)
    {
        std::vector<ValueMeasure> all;
        for (const Line& line : lines) {
            const int offset = all.empty() ? 0 : all.back().index;
            for (ValueMeasure& measure : lineMeasures(line)) {
                measure.index += offset;
                all.push_back(std::move(measure));
            }
        }
        return all;
    }

    void printJson(const Corpus& corpus) const
    {
        const auto tokens = corpus.values.tokens();
        nlohmann::ordered_json json;
        json["profile"] = m_profile;
        json["tokens"] = tokens;
        const Vocabulary vocabulary(tokens);
        json["values"] =
            std::vector<std::string>(vocabulary.values().begin(), vocabulary.values().end());
        json["measures"] = nlohmann::json::array();
        for (const ValueMeasure& measure : corpus.values.measures)
            json["measures"].push_back({{"index", measure.index}, {"tokens", measure.tokens}});
        std::cout << json.dump() << '\n';
    }

    static void printText(const Corpus& corpus)
    {
        const auto tokens = corpus.values.tokens();
        for (const ValueMeasure& measure : corpus.values.measures) {
            std::cout << measure.index << ':';
            for (const std::string& token : measure.tokens)
                std::cout << ' ' << token;
            std::cout << '\n';
        }
        std::cout << tokens.size() << " values, " << Vocabulary(tokens).size() << " distinct\n";
    }

    std::vector<std::filesystem::path> m_paths;
    std::string m_profile = "notebook";
    CorpusChoice m_choice;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> makeValuesCommand()
{
    return std::make_unique<ValuesCommand>();
}

} // namespace woodshed
