#include "commands/inspectsession.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <nlohmann/json.hpp>

#include "session/database.h"

namespace woodshed
{

namespace
{

std::string_view nameOf(TakeSource source)
{
    constexpr std::array<std::string_view, 6> names{"demo",     "corpus",    "generated",
                                                    "recorded", "quantised", "milestone"};
    return names.at(static_cast<std::size_t>(source));
}

std::size_t binned(const Session& session)
{
    return static_cast<std::size_t>(
        std::count_if(session.takes.begin(), session.takes.end(),
                      [](const SessionTake& take) { return take.isBinned; }));
}

std::size_t epochs(const Session& session)
{
    return session.training && session.training->history ? session.training->history->size() : 0;
}

} // namespace

void printSession(std::ostream& out, const OpenedSession& opened)
{
    const Session& session = opened.session;
    out << "takes=" << session.takes.size() - binned(session) << " bin=" << binned(session)
        << " models=" << session.models.size() << " corpora=" << session.corpora.size()
        << " tunes=" << session.tunes.size() << " epochs=" << epochs(session) << '\n';
    for (const std::string& warning : opened.warnings)
        out << "warning: " << warning << '\n';
    for (const auto& corpus : session.corpora) {
        out << "corpus: " << corpus->name << ", " << corpus->tokens.size() << " values, "
            << corpus->lines.size() << " lines";
        if (!corpus->reference.path.empty())
            out << ", from " << corpus->reference.path;
        out << '\n';
    }
    for (const SessionModel& model : session.models)
        out << "model: " << model.model->profile << ", " << model.model->weights.parameterCount()
            << " parameters\n";
    if (session.training)
        out << "training: " << (session.training->isNotebook ? "notebook" : "woodshed") << ", "
            << epochs(session) << " epochs, " << session.training->milestones.size()
            << " to be heard"
            << (session.training->checkpoint ? ", not complete: it can go on\n" : "\n");
    for (const SessionTake& take : session.takes)
        out << "take: " << nameOf(take.source) << ' ' << take.number << ", "
            << take.take->tune.title << ", " << take.take->notes.size() << " notes, seed "
            << take.take->seed << (take.isBinned ? ", in the bin\n" : "\n");
}

void printSessionJson(std::ostream& out, const OpenedSession& opened)
{
    using nlohmann::ordered_json;
    const Session& session = opened.session;
    ordered_json json;
    json["format"] = "woodshed";
    json["version"] = documentVersion;
    json["corpora"] = ordered_json::array();
    for (const auto& corpus : session.corpora)
        json["corpora"].push_back({{"name", corpus->name},
                                   {"path", corpus->reference.path},
                                   {"values", corpus->tokens.size()},
                                   {"lines", corpus->lines.size()}});
    json["models"] = ordered_json::array();
    for (const SessionModel& model : session.models)
        json["models"].push_back({{"profile", model.model->profile},
                                  {"parameters", model.model->weights.parameterCount()},
                                  {"corpus", model.corpus}});
    if (session.training)
        json["training"] = {{"profile", session.training->isNotebook ? "notebook" : "woodshed"},
                            {"epochs", epochs(session)},
                            {"milestones", session.training->milestones.size()},
                            {"canGoOn", session.training->checkpoint != nullptr}};
    json["takes"] = ordered_json::array();
    for (const SessionTake& take : session.takes)
        json["takes"].push_back({{"source", nameOf(take.source)},
                                 {"number", take.number},
                                 {"title", take.take->tune.title},
                                 {"notes", take.take->notes.size()},
                                 {"seed", take.take->seed},
                                 {"bin", take.isBinned}});
    json["tunes"] = session.tunes.size();
    json["warnings"] = opened.warnings;
    out << json.dump(-1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

} // namespace woodshed
