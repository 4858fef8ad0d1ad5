#include "session/document.h"

#include <exception>
#include <limits>
#include <utility>

#include <sys/stat.h>

#include "model/modelfile.h"
#include "session/database.h"
#include "session/fields.h"
#include "session/musicjson.h"
#include "session/statejson.h"

namespace woodshed
{

namespace
{

using nlohmann::json;

constexpr std::size_t longestPath = 16'384;

std::string dumped(const json& content)
{
    return content.dump(-1, ' ', false, json::error_handler_t::replace);
}

DocumentRow rowOf(std::size_t index, const json& content, Bytes data = {})
{
    return {static_cast<std::int64_t>(index) + 1, dumped(content), std::move(data)};
}

json settingsOf(const Session& session, const DocumentOrigin& origin)
{
    json settings = {{"making", toJson(session.making)},
                     {"band", toJson(session.band)},
                     {"corpus", session.corpus},
                     {"model", session.model},
                     {"take", session.take},
                     {"path", bounded(origin.path, longestPath)}};
    if (const auto& stamp = origin.stamp)
        settings["stamp"] = {stamp->device, stamp->inode, stamp->size, stamp->modified};
    return settings;
}

std::optional<FileStamp> stampFrom(const json& settings)
{
    const auto found = settings.find("stamp");
    if (found == settings.end())
        return std::nullopt;
    const json& stamp = tupleIn(*found, 4);
    for (std::size_t i = 0; i < 3; ++i)
        if (!stamp[i].is_number_unsigned())
            throw BadField("has a stamp of a file that cannot be read");
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    return FileStamp{stamp[0].get<std::uint64_t>(), stamp[1].get<std::uint64_t>(),
                     stamp[2].get<std::uint64_t>(), integerIn(stamp[3], -most, most)};
}

DocumentRows rowsOf(const Session& session, const DocumentOrigin& origin)
{
    DocumentRows rows;
    rows.of(DocumentTable::Settings).push_back(rowOf(0, settingsOf(session, origin)));
    for (std::size_t i = 0; i < session.tunes.size(); ++i)
        rows.of(DocumentTable::Tune).push_back(rowOf(i, toJson(*session.tunes[i])));
    for (std::size_t i = 0; i < session.corpora.size(); ++i)
        rows.of(DocumentTable::Corpus).push_back(rowOf(i, toJson(*session.corpora[i])));
    for (std::size_t i = 0; i < session.models.size(); ++i)
        rows.of(DocumentTable::Model)
            .push_back(rowOf(i, {{"corpus", session.models[i].corpus}},
                             encodeModel(*session.models[i].model)));
    for (std::size_t i = 0; i < session.takes.size(); ++i)
        rows.of(DocumentTable::Take).push_back(rowOf(i, toJson(session.takes[i])));
    if (session.training) {
        const auto& checkpoint = session.training->checkpoint;
        rows.of(DocumentTable::Training)
            .push_back(rowOf(0, toJson(*session.training), checkpoint ? *checkpoint : Bytes{}));
    }
    return rows;
}

/// Where the rows of a table have gone: some may be left out, and others point at them.
class Places
{
public:
    void add(std::int64_t id, std::size_t place)
    {
        const auto index = static_cast<std::size_t>(id - 1);
        if (m_places.size() <= index)
            m_places.resize(index + 1, -1);
        m_places[index] = static_cast<int>(place);
    }
    [[nodiscard]] int of(int index) const
    {
        return index >= 0 && static_cast<std::size_t>(index) < m_places.size()
                   ? m_places[static_cast<std::size_t>(index)]
                   : -1;
    }

private:
    std::vector<int> m_places;
};

/// Rows on their way into a session.
class Decoder
{
public:
    explicit Decoder(DocumentReading reading)
        : m_rows(std::move(reading.rows))
    {
        m_opened.warnings = std::move(reading.warnings);
    }

    OpenedSession decode()
    {
        Session& session = m_opened.session;
        const Places corpora = each(DocumentTable::Corpus, session.corpora, [](DocumentRow& row) {
            return std::make_shared<const SessionCorpus>(corpusFrom(parseContent(row.content)));
        });
        const Places models = each(DocumentTable::Model, session.models, [&](DocumentRow& row) {
            const json content = parseContent(row.content);
            auto model = decodeModel(row.data);
            if (!model)
                throw BadField(model.error().detail);
            return SessionModel{std::make_shared<const Model>(std::move(*model)),
                                corpora.of(indexIn(fieldOf(content, "corpus")))};
        });
        each(DocumentTable::Tune, session.tunes, [](DocumentRow& row) {
            return std::make_shared<const LeadSheet>(tuneFrom(parseContent(row.content)));
        });
        const Places takes = each(DocumentTable::Take, session.takes, [&](DocumentRow& row) {
            SessionTake take = sessionTakeFrom(parseContent(row.content));
            take.model = models.of(take.model);
            return take;
        });
        std::vector<SessionTraining> trainings;
        each(DocumentTable::Training, trainings, [&](DocumentRow& row) {
            SessionTraining training = trainingFrom(parseContent(row.content));
            training.corpus = corpora.of(training.corpus);
            if (!row.data.empty())
                training.checkpoint = std::make_shared<const Bytes>(std::move(row.data));
            return training;
        });
        if (!trainings.empty())
            session.training = std::move(trainings.front());
        struct Settings {
            SessionMaking making;
            SessionBand band;
            int corpus, model, take;
            DocumentOrigin origin;
        };
        std::vector<Settings> settings;
        each(DocumentTable::Settings, settings, [&](DocumentRow& row) {
            const json content = parseContent(row.content);
            const auto index = [&](const char* name) { return indexIn(fieldOf(content, name)); };
            return Settings{makingFrom(fieldOf(content, "making")),
                            bandFrom(fieldOf(content, "band")),
                            corpora.of(index("corpus")),
                            models.of(index("model")),
                            takes.of(index("take")),
                            {textIn(fieldOf(content, "path"), longestPath), stampFrom(content)}};
        });
        if (!settings.empty()) {
            session.making = std::move(settings.front().making);
            session.band = std::move(settings.front().band);
            session.corpus = settings.front().corpus;
            session.model = settings.front().model;
            session.take = settings.front().take;
            m_opened.origin = std::move(settings.front().origin);
        }
        return std::move(m_opened);
    }

private:
    static bool isSingle(DocumentTable table)
    {
        return table == DocumentTable::Settings || table == DocumentTable::Training;
    }

    template<typename Items, typename Read>
    Places each(DocumentTable table, Items& items, const Read& read)
    {
        Places places;
        for (DocumentRow& row : m_rows.of(table)) {
            try {
                if (row.id > 1 && isSingle(table))
                    throw BadField("stands where there can be only one");
                auto item = read(row);
                places.add(row.id, items.size());
                items.push_back(std::move(item));
            } catch (const std::exception& trouble) {
                m_opened.warnings.push_back("Number " + std::to_string(row.id) + " in \"" +
                                            std::string(tableName(table)) +
                                            "\" is left out: " + trouble.what());
            }
            row = {};
        }
        return places;
    }

    DocumentRows m_rows;
    OpenedSession m_opened;
};

} // namespace

Result<Bytes> encodeSession(const Session& session, const DocumentOrigin& origin)
{
    return databaseOf(rowsOf(session, origin));
}

Result<OpenedSession> decodeSession(Bytes bytes)
{
    auto reading = readDatabase(std::move(bytes));
    if (!reading)
        return forward(reading);
    return Decoder(std::move(*reading)).decode();
}

std::optional<FileStamp> stampOf(const std::filesystem::path& path)
{
    constexpr std::int64_t nanoseconds = 1'000'000'000;
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0)
        return std::nullopt;
    return FileStamp{status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
                     status.st_mtim.tv_sec * nanoseconds + status.st_mtim.tv_nsec};
}

namespace
{

Result<SavedDocument> write(const std::filesystem::path& path, const Session& session,
                            const DocumentOrigin& origin)
{
    const auto bytes = encodeSession(session, origin);
    if (!bytes)
        return fail(bytes.error().code, bytes.error().detail, path.string());
    const auto again = decodeSession(*bytes);
    if (!again)
        return fail(again.error().code,
                    "was not written, because it could not be read again: " + again.error().detail,
                    path.string());
    struct stat before = {};
    const bool hasOtherNames = ::stat(path.c_str(), &before) == 0 && before.st_nlink > 1;
    if (auto written = writeFile(path, *bytes); !written)
        return forward(written);
    // Beside the file itself, should the path be a link to it.
    if (const auto target = writableTarget(path))
        removeStrays(target->has_parent_path() ? target->parent_path()
                                               : std::filesystem::path("."));
    const auto stamp = stampOf(path);
    if (!stamp)
        return fail(ErrorCode::NotWritable, "was written, but is not there any more",
                    path.string());
    SavedDocument saved{*stamp, {}};
    if (!again->warnings.empty())
        saved.remark = "Not everything can be kept in a document: " + again->warnings.front();
    else if (hasOtherNames)
        saved.remark = "This file had further names (hard links) on the disk; under those the "
                       "version from before is kept";
    return saved;
}

Result<OpenedSession> read(const std::filesystem::path& path)
{
    auto bytes = readFile(path, largestDocument);
    if (!bytes)
        return forward(bytes);
    auto opened = decodeSession(std::move(*bytes));
    if (!opened)
        return fail(opened.error().code, opened.error().detail, path.string());
    return opened;
}

/// What runs out of memory is no reason to lose everything else.
template<typename Work>
auto guarded(const std::filesystem::path& path, const Work& work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::exception& trouble) {
        return fail(ErrorCode::Internal,
                    std::string("could not be handled on this machine: ") + trouble.what(),
                    path.string());
    }
}

} // namespace

Result<SavedDocument> saveSession(const std::filesystem::path& path, const Session& session,
                                  const DocumentOrigin& origin)
{
    return guarded(path, [&] { return write(path, session, origin); });
}

Result<OpenedSession> openSession(const std::filesystem::path& path)
{
    return guarded(path, [&] { return read(path); });
}

} // namespace woodshed
