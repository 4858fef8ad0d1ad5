#include "makingdesk.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QLabel>

#include "generation/linegenerator.h"
#include "models/takesmodel.h"
#include "panels/makepanel.h"
#include "playbackdesk.h"
#include "widgets/pianoroll.h"

namespace woodshed
{

namespace
{

constexpr int barsWithoutLoop = 4;

bool canRenewBars(const std::shared_ptr<const Model>& model)
{
    return model && model->profile == woodshedProfile;
}

} // namespace

MakingDesk::MakingDesk(const StudioParts& parts, const StudioActions& actions, const Views& views,
                       QObject* parent)
    : QObject(parent)
    , m_actions(actions)
    , m_views(views)
    , m_inFeel(parts.inFeel)
    , m_canRenew(parts.regenerate != nullptr)
    , m_generation(new GenerationController(parts.generate, parts.regenerate, parts.seed, this))
{
    MakePanel* panel = m_views.panel;
    connect(m_actions.newBars, &QAction::triggered, this, &MakingDesk::newBars);
    connect(m_generation, &GenerationController::runningChanged, panel, &MakePanel::setBusy);
    connect(m_generation, &GenerationController::progressed, panel, &MakePanel::showProgress);
    connect(m_generation, &GenerationController::failed, this, &MakingDesk::failed);
    connect(m_generation, &GenerationController::generated, this, &MakingDesk::addMade);
    connect(panel, &MakePanel::cancelled, this, [this] {
        m_generation->cancel();
        m_views.liveText->setText(tr("Cancelled; what was ready is kept."));
    });
    connect(panel, &MakePanel::sourceRequested, this, &MakingDesk::showSource);
    connect(m_views.roll, &PianoRoll::noteExplained, this, [this](const QString& explanation) {
        m_views.explanation->setText(
            explanation.isEmpty()
                ? tr("Point at a note, or choose one with the arrow keys, to read what it does.")
                : explanation);
    });
    allowNewBars();
}

void MakingDesk::setModel(std::shared_ptr<const Model> model,
                          std::shared_ptr<const LineIndex> corpus)
{
    m_means = {std::move(model), std::move(corpus)};
    m_views.panel->setModel(*m_means.model);
    allowNewBars();
}

GenerationOptions MakingDesk::options(const GenerationController::Means& means)
{
    GenerationOptions options = m_views.panel->options();
    options.seed = m_generation->nextSeed();
    options.corpus = means.corpus;
    return options;
}

std::vector<Note> MakingDesk::opening() const
{
    std::vector<Note> notes;
    const auto take = m_views.takes->take(m_views.panel->currentTake());
    if (!take)
        return notes;
    const Ticks end = take->tune.barLength() * m_views.panel->openingBars();
    for (Note note : take->notes) {
        if (note.start >= end)
            continue;
        note.duration = std::min(note.duration, end - note.start);
        notes.push_back(note);
    }
    return notes;
}

void MakingDesk::newSolo(LeadSheet tune)
{
    if (const std::string feel = m_views.panel->feel(); !feel.empty() && m_inFeel)
        tune = m_inFeel(std::move(tune), feel);
    m_renewed.reset();
    m_isFirst = true;
    GenerationOptions wanted = options(m_means);
    wanted.primer = opening();
    m_generation->start(m_means, tune, wanted, m_views.panel->variations());
}

GenerationController::Means MakingDesk::meansOf(int row) const
{
    const TakeOrigin origin = m_views.takes->origin(row);
    if (canRenewBars(origin.model))
        return {origin.model, origin.corpus};
    return canRenewBars(m_means.model) ? m_means : GenerationController::Means{};
}

BarRange MakingDesk::barsToRenew() const
{
    const PianoRoll& roll = *m_views.roll;
    const Ticks bar = roll.content().barLength();
    const int bars = roll.content().take().tune.bars();
    Ticks from = std::min(roll.playhead(), roll.content().length() - Ticks{1});
    Ticks to = from + bar * (barsWithoutLoop - 1) + Ticks{1};
    if (const auto& region = roll.loopRegion()) {
        from = region->from;
        to = region->to;
    }
    const int first =
        std::clamp(static_cast<int>(from.count / bar.count), 0, std::max(0, bars - 1));
    const int last = static_cast<int>((to.count + bar.count - 1) / bar.count);
    return {first, std::max(0, std::min(last, bars) - first)};
}

void MakingDesk::newBars()
{
    const int row = m_views.panel->currentTake();
    const auto take = m_views.takes->take(row);
    const GenerationController::Means means = meansOf(row);
    const BarRange bars = take ? barsToRenew() : BarRange{};
    if (!means.model || bars.count < 1)
        return;
    const bool isOwn = m_views.takes->origin(row).model == means.model;
    const QString range =
        bars.count == 1 ? tr("Bar %1").arg(bars.first + 1)
                        : tr("Bars %1 to %2").arg(bars.first + 1).arg(bars.first + bars.count);
    m_views.liveText->setText(isOwn ? tr("%1 anew, with the model of this take.").arg(range)
                                    : tr("%1 anew, with the model of now.").arg(range));
    m_renewed = take;
    m_isFirst = true;
    m_generation->startBars(means, take, bars, options(means));
}

void MakingDesk::addMade(const MadeTake& made)
{
    const bool isFirst = std::exchange(m_isFirst, false);
    TakesModel* takes = m_views.takes;
    if (const int old = m_renewed ? takes->rowOf(m_renewed) : -1; old >= 0) {
        // Whoever listens to the loop hears its new bars without a gap.
        m_keepsPlace = m_views.panel->currentTake() == old;
        m_views.panel->setCurrentTake(takes->insertBehind(old, made.take, made.origin));
        m_keepsPlace = false;
        return;
    }
    const bool wasPlaying = m_views.playback->isPlaying();
    const int row = takes->add(made.take, TakesModel::Source::Generated, made.origin);
    if (!isFirst)
        return; // further variations wait in the list
    m_views.panel->setCurrentTake(row);
    if (wasPlaying)
        m_views.playback->play();
}

void MakingDesk::takeShown(int row)
{
    const auto report = m_views.takes->origin(row).originality;
    m_views.panel->showOriginality(report ? std::optional(*report) : std::nullopt);
    allowNewBars();
}

void MakingDesk::allowNewBars()
{
    const int row = m_views.panel->currentTake();
    const auto take = m_views.takes->take(row);
    QString reason;
    if (!take || take->tune.chords.chords.empty())
        reason = tr("New bars need a take with chords.");
    else if (!m_canRenew || !meansOf(row).model)
        reason = tr("New bars need a Woodshed model, and this take and the model of now are of the "
                    "notebook's kind.");
    m_actions.newBars->setEnabled(reason.isEmpty());
    const QString tip =
        reason.isEmpty() ? tr("Improvise the marked bars anew and keep the rest; without a mark, "
                              "four bars from the playhead on")
                         : reason;
    m_actions.newBars->setToolTip(
        tr("%1 (%2)").arg(tip, m_actions.newBars->shortcut().toString(QKeySequence::NativeText)));
    m_actions.newBars->setStatusTip(tip);
}

void MakingDesk::showSource(const QString& solo, int bar)
{
    const int row = m_views.takes->writtenRow(solo.toStdString());
    if (row < 0) {
        m_views.liveText->setText(
            tr("It stands in %1, from bar %2 on; that solo is not among the takes.")
                .arg(solo)
                .arg(bar));
        return;
    }
    m_views.panel->setCurrentTake(row);
    PianoRoll& roll = *m_views.roll;
    const auto& notes = roll.content().take().notes;
    const Ticks from = roll.content().barLength() * (bar - 1);
    const auto first = std::find_if(notes.begin(), notes.end(),
                                    [from](const Note& note) { return note.start >= from; });
    if (first != notes.end())
        roll.setCurrentNote(static_cast<int>(first - notes.begin()));
}

} // namespace woodshed
