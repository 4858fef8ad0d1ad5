#include <cmath>
#include <limits>

#include <QTest>

#include <nlohmann/json.hpp>

#include "core/session/sqlitefiles.h"
#include "session/database.h"
#include "session/document.h"
#include "support/builtsession.h"

using namespace woodshed;
using namespace woodshed::test;
using nlohmann::json;

/// Sessions into documents and back.
class TestDocument : public QObject
{
    Q_OBJECT

private:
    /// A session after a way through a document, without a warning.
    static Session through(const Session& session)
    {
        const auto bytes = encodeSession(session);
        const auto opened = bytes ? decodeSession(*bytes) : Result<OpenedSession>(forward(bytes));
        if (!opened)
            qFatal("%s", opened.error().detail.c_str());
        for (const std::string& warning : opened->warnings)
            qFatal("%s", warning.c_str());
        return opened->session;
    }
    static Session sessionWith(Take take)
    {
        Session session;
        SessionTake one;
        one.take = std::make_shared<const Take>(std::move(take));
        session.takes = {one};
        return session;
    }
    static Take smallTake()
    {
        Take take;
        take.notes = {{{}, {240}, 60, 80}};
        take.values = {{{}, {240}, "C,0.500", ValueKind::ChordTone, 0.5, 0, 1.5, {{62, 0.25}}}};
        return take;
    }
    /// A document in which a row's content was changed as if the program had written it so.
    static Result<OpenedSession> decodedWith(DocumentTable table, std::size_t row,
                                             const std::function<void(json&)>& change)
    {
        DocumentRows rows = readDatabase(*encodeSession(builtSession(1)))->rows;
        json content = json::parse(rows.of(table).at(row).content);
        change(content);
        rows.of(table).at(row).content = content.dump();
        return decodeSession(*databaseOf(rows));
    }

private Q_SLOTS:
    void everythingComesBack()
    {
        for (const std::uint64_t variant : {1U, 2U, 3U, 4U}) {
            const Session session = builtSession(variant);
            QCOMPARE(firstDifference(through(session), session), std::string());
        }
        const Session large = builtSession(
            5, {.takes = 200, .takeNotes = 60, .lines = 50, .tokens = 5'000, .epochs = 2'000});
        QCOMPARE(firstDifference(through(large), large), std::string());
    }

    void anEmptySessionComesBack()
    {
        QCOMPARE(firstDifference(through({}), {}), std::string());
        Session session;
        session.training = SessionTraining{}; // no history, no checkpoint
        session.training->history = std::make_shared<const std::vector<EpochReport>>();
        QCOMPARE(firstDifference(through(session), session), std::string());
        QVERIFY(!through(session).training->checkpoint);
    }

    void sameSessionSameBytes()
    {
        QCOMPARE(*encodeSession(builtSession(7)), *encodeSession(builtSession(7)));
        QVERIFY(*encodeSession(builtSession(7)) != *encodeSession(builtSession(8)));
        const Session again = through(builtSession(7));
        QCOMPARE(*encodeSession(again), *encodeSession(builtSession(7)));
    }

    /// That the comparison of these tests sees a change anywhere, or they would prove nothing.
    void theComparisonIsStrict()
    {
        const Session session = builtSession(1);
        const auto differs = [&](const auto& change) {
            Session other = builtSession(1);
            change(other);
            return !firstDifference(session, other).empty();
        };
        QVERIFY(!differs([](Session&) {}));
        QVERIFY(differs([](Session& s) { s.take = 0; }));
        QVERIFY(differs([](Session& s) { s.takes[3].model = -1; }));
        QVERIFY(differs([](Session& s) { s.takes[3].isBinned = true; }));
        QVERIFY(differs([](Session& s) { s.takes.pop_back(); }));
        QVERIFY(differs([](Session& s) { s.training->checkpoint.reset(); }));
        QVERIFY(differs([](Session& s) { s.training->line.keepsLast = false; }));
        QVERIFY(differs([](Session& s) { s.training->milestones.pop_back(); }));
        QVERIFY(differs([](Session& s) { s.band.strips[2].mix.pan = 0; }));
        QVERIFY(differs([](Session& s) { s.making.dials.risk += 1e-15; }));
        QVERIFY(differs([](Session& s) { s.models[2].corpus = 0; }));
        QVERIFY(differs([](Session& s) {
            Take take = *s.takes[0].take;
            take.values[0].probability = std::nextafter(take.values[0].probability, 2);
            s.takes[0].take = std::make_shared<const Take>(take);
        }));
        QVERIFY(differs([](Session& s) {
            Model model = *s.models[1].model;
            model.weights.bias[0] = std::nextafter(model.weights.bias[0], 2.0F);
            s.models[1].model = std::make_shared<const Model>(model);
        }));
        QVERIFY(firstStranger(session, session).empty());
        Session stranger = builtSession(1);
        std::swap(stranger.takes[1], stranger.takes[2]);
        QVERIFY(!firstStranger(stranger, session).empty());
    }

    void theOriginComesBack()
    {
        const auto bytes = encodeSession(builtSession(1), {"/home/someone/\"x\"\n.woodshed"});
        QCOMPARE(decodeSession(*bytes)->origin.path, std::string("/home/someone/\"x\"\n.woodshed"));
    }

    void whatIsNotUtf8IsReplaced()
    {
        Take take = smallTake();
        take.tune.title = "Caf\xE9";
        take.remarks = {"\xFF\xFE"};
        Session session = sessionWith(take);
        session.making.tune = "\x80";
        const Session back = through(session);
        QCOMPARE(back.takes[0].take->tune.title, std::string("Caf\xEF\xBF\xBD"));
        QCOMPARE(back.takes[0].take->notes, take.notes);
        QCOMPARE(back.making.tune, std::string("\xEF\xBF\xBD"));
    }

    void numbersThatAreNotFiniteDoNotLoseTheTake()
    {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        for (const double bad : {std::nan(""), infinity, -infinity}) {
            Take take = smallTake();
            take.values[0].probability = bad;
            take.values[0].bits = bad;
            take.values[0].alternatives[0].probability = bad;
            take.temperature = bad;
            take.tune.tempo = bad;
            Session session = sessionWith(take);
            session.takes[0].originality = std::make_shared<const OriginalityReport>(
                OriginalityReport{.share6 = bad, .share8 = bad, .longest = 0, .runs = {}});
            session.band = {.tempo = bad, .swing = bad, .reverb = bad, .strips = {{"Solo", {}}}};
            session.band.strips[0].mix = {.volume = bad, .pan = bad};
            session.making.temperature = bad;
            session.making.dials = {bad, bad, bad, bad};
            session.training = SessionTraining{};
            session.training->history = std::make_shared<const std::vector<EpochReport>>(
                std::vector{EpochReport{1, bad, bad, bad, bad, bad}});
            const Session back = through(session);
            QCOMPARE(back.takes.size(), std::size_t{1});
            QCOMPARE(back.takes[0].take->notes, take.notes);
            QVERIFY(std::isfinite(back.takes[0].take->values[0].probability));
            QVERIFY(std::isfinite(back.training->history->front().loss));
        }
    }

    /// A tune FILE may have a title of a megabyte; that must not keep the session from being saved.
    void longTextsAreCut()
    {
        const std::string endless(1'000'000, 'x');
        Take take = smallTake();
        take.tune.title = "x" + [] {
            std::string all;
            for (int i = 0; i < 10'000; ++i)
                all += "ż";
            return all;
        }();
        take.tune.feel = take.tune.key = endless;
        take.tune.chords.chords = {{{}, {480}, endless, {}}};
        take.remarks = {endless};
        take.values[0].text = endless;
        Session session = sessionWith(take);
        session.tunes = {std::make_shared<const LeadSheet>(take.tune)};
        session.band.strips = {{endless, {}}};
        session.making.tune = std::string(5'000, '\xFF');
        SessionCorpus corpus;
        corpus.name = corpus.reference.path = endless;
        corpus.tokens = corpus.warnings = {endless};
        corpus.lines = {{endless, endless, {}, {}}};
        session.corpora = {std::make_shared<const SessionCorpus>(corpus)};
        const Session back = through(session);
        const std::string& title = back.takes[0].take->tune.title;
        QCOMPARE(title.size(), std::size_t{4095}); // not inside a letter
        QCOMPARE(title, take.tune.title.substr(0, 4095));
    }

    void newerAndUnnumberedDocumentsAreRefused()
    {
        const Bytes bytes = *encodeSession(builtSession(1));
        std::string error;
        const auto newer = decodeSession(changed(bytes, "PRAGMA user_version=999999", error));
        QVERIFY(!newer.has_value());
        QCOMPARE(newer.error().code, ErrorCode::Unsupported);
        QVERIFY(newer.error().detail.find("please update Woodshed") != std::string::npos);
        QVERIFY(!decodeSession(changed(bytes, "PRAGMA user_version=0", error)).has_value());
        QCOMPARE(error, std::string());
    }

    void linksToWhatIsLeftOutAreCut()
    {
        std::string error;
        const Bytes bytes = changed(*encodeSession(builtSession(1)),
                                    "UPDATE model SET md5='' WHERE id=3;"
                                    "UPDATE corpus SET md5='' WHERE id=2;"
                                    "UPDATE take SET md5='' WHERE id=30",
                                    error);
        QCOMPARE(error, std::string());
        const auto opened = decodeSession(bytes);
        QVERIFY(opened.has_value());
        QCOMPARE(opened->warnings.size(), std::size_t{3});
        const Session& session = opened->session;
        const Session original = builtSession(1);
        QCOMPARE(firstStranger(session, original), std::string());
        QCOMPARE(session.models.size(), std::size_t{2});
        QCOMPARE(session.model, -1);
        QCOMPARE(session.corpus, -1);
        QCOMPARE(session.take, -1);
        QCOMPARE(session.models[1].corpus, 0);
        QCOMPARE(session.training->corpus, -1);
        for (std::size_t i = 0; i < session.takes.size(); ++i)
            QCOMPARE(session.takes[i].model,
                     original.takes[i].model == 2 ? -1 : original.takes[i].model);
        // What follows a row that is left out moves up.
        const auto first = decodeSession(
            changed(*encodeSession(original), "UPDATE model SET md5='' WHERE id=1", error));
        QCOMPARE(first->session.model, 1);
        QCOMPARE(firstStranger(first->session, original), std::string());
    }

    void everyFieldOfEveryTableMustBeThere()
    {
        const DocumentRows rows = readDatabase(*encodeSession(builtSession(1)))->rows;
        int fields = 0;
        for (const DocumentTable table :
             {DocumentTable::Settings, DocumentTable::Tune, DocumentTable::Corpus,
              DocumentTable::Model, DocumentTable::Take, DocumentTable::Training}) {
            const json content = json::parse(rows.of(table).front().content);
            for (const auto& field : content.items()) {
                for (const json& instead : {json("discarded"), json(nullptr), json("x"), json(1e99),
                                            json(-2), json::array({1, 2, 3, 4, 5}), json(true)}) {
                    const bool isMissing = instead == "discarded";
                    if (instead.is_null()
                            ? field.value().is_null() || field.key() == "originality" ||
                                  field.key() == "newBars" || field.key() == "take"
                            : instead.type() == field.value().type())
                        continue;
                    ++fields;
                    const auto opened = decodedWith(table, 0, [&](json& changing) {
                        if (isMissing)
                            changing.erase(field.key());
                        else
                            changing[field.key()] = instead;
                    });
                    const std::string where =
                        std::string(tableName(table)) + '.' + field.key() + " = " + instead.dump();
                    QVERIFY2(opened.has_value(), where.c_str());
                    if (!instead.is_number() || !field.value().is_number())
                        QVERIFY2(opened->warnings.size() == 1 &&
                                     opened->warnings[0].find("is left out: ") != std::string::npos,
                                 where.c_str());
                    else if (opened->warnings.empty())
                        QVERIFY2(field.value().is_number_float() || instead.is_number_float(),
                                 where.c_str());
                }
            }
        }
        QVERIFY(fields > 100);
    }

    void settingsComeWholeOrNotAtAll()
    {
        const auto opened = decodedWith(DocumentTable::Settings, 0,
                                        [](json& content) { content["band"].erase("swing"); });
        QCOMPARE(opened->warnings.size(), std::size_t{1});
        QCOMPARE(described(opened->session.making), described(SessionMaking{}));
        QCOMPARE(opened->session.take, -1);
    }

    void thereIsOneRowOfSettings()
    {
        DocumentRows rows = readDatabase(*encodeSession(builtSession(1)))->rows;
        auto& settings = rows.of(DocumentTable::Settings);
        settings.push_back(
            readDatabase(*encodeSession(builtSession(2)))->rows.of(DocumentTable::Settings)[0]);
        settings[1].id = 2;
        const auto opened = decodeSession(*databaseOf(rows));
        QCOMPARE(opened->warnings.size(), std::size_t{1});
        QCOMPARE(firstDifference(opened->session, builtSession(1)), std::string());
    }

    void tooMuchIsRefusedWithASentence()
    {
        Session session = sessionWith(smallTake());
        session.takes.resize(10'001, session.takes[0]);
        auto bytes = encodeSession(session);
        QVERIFY(!bytes.has_value());
        QCOMPARE(bytes.error().code, ErrorCode::TooLarge);
        Take endless = smallTake();
        endless.notes.resize(2'000'000);
        bytes = encodeSession(sessionWith(endless));
        QVERIFY(!bytes.has_value());
        QVERIFY(bytes.error().detail.find("too large") != std::string::npos);
    }

    /// A document of every version that was ever written opens for ever.
    void theFirstVersionOpens()
    {
        const std::filesystem::path folder = WOODSHED_TEST_DATA "/documents";
        const auto opened = openSession(folder / "version1.woodshed");
        QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
        QCOMPARE(opened->warnings, std::vector<std::string>{});
        QCOMPARE(opened->origin.path, std::string("/home/someone/first.woodshed"));
        const auto expected = readFile(folder / "version1.txt");
        QVERIFY(expected.has_value());
        QCOMPARE(described(opened->session), std::string(expected->begin(), expected->end()));
    }
};

QTEST_APPLESS_MAIN(TestDocument)
#include "tst_document.moc"
