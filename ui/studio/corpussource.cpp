#include "studio/corpussource.h"

#include <utility>

namespace woodshed
{

namespace
{

void addLines(StudioCorpus& studio)
{
    studio.lines = studio.record->lines;
    if (studio.lines.empty()) {
        studio.lineTrouble = "it has no chords, and Woodshed learns how a line goes over chords";
        return;
    }
    auto line = makeLineCorpus(studio.lines, {});
    if (!line) {
        studio.lineTrouble = line.error().detail;
        return;
    }
    studio.line = std::make_shared<const LineCorpus>(std::move(*line));
    studio.index = std::make_shared<const LineIndex>(studio.lines);
}

} // namespace

Result<StudioCorpus> studioCorpusOf(std::shared_ptr<const SessionCorpus> record, bool withLines)
{
    auto dataset = makeDataset(record->tokens, {.seed = record->seed});
    if (!dataset)
        return forward(dataset);
    StudioCorpus studio;
    studio.name = record->name;
    studio.dataset = std::move(*dataset);
    studio.take = record->take;
    studio.warnings = record->warnings;
    studio.record = std::move(record);
    if (withLines)
        addLines(studio);
    return studio;
}

} // namespace woodshed
