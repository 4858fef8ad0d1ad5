// bench_document [ROUNDS]: a session with 100 takes and three models of the default's size as a
// document, against the MD5 of the same bytes.
#include <cstdio>
#include <filesystem>

#include "bench/stopwatch.h"
#include "session/database.h"
#include "session/document.h"
#include "support/builtsession.h"

using namespace woodshed;

namespace
{

/// With weights of the size of a network that the program trains when nothing else is asked.
Session session()
{
    Session built = test::builtSession(
        1, {.takes = 100, .takeNotes = 200, .lines = 60, .tokens = 2'000, .epochs = 24});
    for (std::size_t i = 0; i < built.models.size(); ++i) {
        Model model = *built.models[i].model;
        std::vector<std::string> values;
        for (int value = 100; value < 217; ++value)
            values.push_back("v" + std::to_string(value));
        model.vocabulary = Vocabulary(std::move(values));
        model.profile = "woodshed";
        model.weights = initialLineWeights({.values = 117,
                                            .inputs = 850,
                                            .hidden = 160,
                                            .gates = GateActivation::Sigmoid,
                                            .direct = true},
                                           i);
        built.models[i].model = std::make_shared<const Model>(std::move(model));
    }
    return built;
}

} // namespace

int main(int count, char** arguments)
{
    const int rounds = bench::argument(count, arguments, 1, 5);
    const Session built = session();
    const auto bytes = encodeSession(built);
    const auto path = std::filesystem::temp_directory_path() /
                      ("bench_document-" + md5Hex(*bytes).substr(0, 8) + ".woodshed");
    if (!bytes || !saveSession(path, built)) {
        std::fprintf(stderr, "the session cannot be saved\n");
        return 1;
    }
    std::vector<bench::Contestant> contestants{
        {"MD5 of the document", [&] { (void)md5Hex(*bytes); }, {}},
        {"read the file", [&] { (void)readFile(path, largestDocument).has_value(); }, {}},
        {"encode", [&] { (void)encodeSession(built).has_value(); }, {}},
        {"decode", [&] { (void)decodeSession(*bytes).has_value(); }, {}},
        {"open", [&] { (void)openSession(path).has_value(); }, {}},
        {"save", [&] { (void)saveSession(path, built).has_value(); }, {}},
    };
    bench::race(contestants, rounds);
    std::filesystem::remove(path);
    std::printf("%.2f MB\n", 1e-6 * static_cast<double>(bytes->size()));
    for (const auto& contestant : contestants)
        std::printf("%-20s %8.4f s %8.1f times the MD5\n", contestant.name.c_str(),
                    contestant.median(), contestant.median() / contestants.front().median());
    return 0;
}
