// The window's state as a session, and back.
#include <algorithm>
#include <map>
#include <utility>

#include "controllers/corpuscontroller.h"
#include "controllers/milestonecontroller.h"
#include "controllers/trainingcontroller.h"
#include "dialogs/trackpicker.h"
#include "documentdesk.h"
#include "mainwindow.h"
#include "makingdesk.h"
#include "models/takesmodel.h"
#include "panels/bandbar.h"
#include "panels/corpuspanel.h"
#include "panels/makepanel.h"
#include "panels/mixerpanel.h"
#include "panels/trainingpanel.h"
#include "playbackdesk.h"

namespace woodshed
{

namespace
{

/// Puts models and corpora into a session, each once, and tells their numbers.
class Gatherer
{
public:
    Gatherer(Session& session, const std::vector<std::shared_ptr<const StudioCorpus>>& known)
        : m_session(session)
        , m_known(known)
    {
    }

    int add(const std::shared_ptr<const StudioCorpus>& corpus)
    {
        if (!corpus || !corpus->record)
            return -1;
        auto& corpora = m_session.corpora;
        const auto there = std::find(corpora.begin(), corpora.end(), corpus->record);
        if (there != corpora.end())
            return static_cast<int>(there - corpora.begin());
        corpora.push_back(corpus->record);
        return static_cast<int>(corpora.size()) - 1;
    }

    int add(const std::shared_ptr<const Model>& model, const std::shared_ptr<const LineIndex>& from)
    {
        if (!model)
            return -1;
        const auto [place, isNew] =
            m_places.emplace(model.get(), static_cast<int>(m_session.models.size()));
        if (isNew) {
            const auto corpus =
                std::find_if(m_known.begin(), m_known.end(),
                             [&](const auto& other) { return from && other->index == from; });
            m_session.models.push_back({model, corpus == m_known.end() ? -1 : add(*corpus)});
        }
        return place->second;
    }

private:
    Session& m_session;
    const std::vector<std::shared_ptr<const StudioCorpus>>& m_known;
    std::map<const Model*, int> m_places;
};

} // namespace

Session MainWindow::session()
{
    Session session;
    Gatherer gatherer(session, m_corpora);
    session.corpus = gatherer.add(m_corpus);
    session.model = gatherer.add(m_model, m_modelCorpus);
    session.tunes = m_ownTunes;
    session.take = m_make->currentTake();
    const auto addTakes = [&](const std::vector<TakesModel::Entry>& entries, bool isBinned) {
        for (const TakesModel::Entry& entry : entries)
            session.takes.push_back({.take = entry.take,
                                     .source = entry.source,
                                     .number = entry.number,
                                     .model = gatherer.add(entry.origin.model, entry.origin.corpus),
                                     .originality = entry.origin.originality,
                                     .newBars = entry.origin.newBars,
                                     .isBinned = isBinned});
    };
    addTakes(m_takes->entries(), false);
    addTakes(m_takes->bin(), true);
    if (!m_training->history().empty()) {
        const TrainingPlan& plan = m_training->plan();
        SessionTraining training;
        training.isNotebook = plan.profile == TrainingPlan::Profile::Notebook;
        training.notebook = plan.notebook;
        training.line = plan.line;
        training.corpus = gatherer.add(m_trainingCorpus);
        if (!m_history || m_history->size() != m_training->history().size())
            m_history = std::make_shared<const std::vector<EpochReport>>(m_training->history());
        training.history = m_history;
        for (const Milestone& milestone : m_milestones->milestones())
            training.milestones.push_back({milestone.epoch, milestone.take});
        training.checkpoint = m_training->checkpoint();
        session.training = std::move(training);
    }
    session.making = m_make->making();
    session.band = {.tempo = m_desk->tempo(),
                    .swing = m_band->swing(),
                    .transposition = m_band->transposition(),
                    .reverb = m_mixer->reverb(),
                    .strips = m_mixer->strips()};
    return session;
}

void MainWindow::showSession(const OpenedDocument& opened)
{
    const Session& session = opened.session;
    m_training->abandon();
    m_making->cancel();
    m_corpusFiles->cancel();
    for (TrackPicker* picker : findChildren<TrackPicker*>())
        picker->reject();
    m_corpora.clear();
    for (const auto& corpus : opened.corpora)
        if (corpus)
            m_corpora.push_back(corpus);
    const auto corpusAt = [&](int index) -> std::shared_ptr<const StudioCorpus> {
        return index >= 0 ? opened.corpora.at(static_cast<std::size_t>(index)) : nullptr;
    };
    const auto indexOf = [&](int model) -> std::shared_ptr<const LineIndex> {
        const auto corpus = corpusAt(session.models.at(static_cast<std::size_t>(model)).corpus);
        return corpus ? corpus->index : nullptr;
    };

    setOwnTunes(session.tunes);
    m_corpus = corpusAt(session.corpus);
    if (!m_corpus)
        m_corpus = m_builtIn;
    keepCorpus(m_corpus);
    m_corpusPanel->setCorpus(*m_corpus);
    m_trainingPanel->setCorpus(m_corpus, true);

    std::vector<TakesModel::Entry> takes;
    std::vector<TakesModel::Entry> bin;
    int current = 0;
    for (std::size_t i = 0; i < session.takes.size(); ++i) {
        const SessionTake& take = session.takes[i];
        if (static_cast<int>(i) == session.take && !take.isBinned)
            current = static_cast<int>(takes.size());
        TakeOrigin origin;
        if (take.model >= 0) {
            origin.model = session.models[static_cast<std::size_t>(take.model)].model;
            origin.corpus = indexOf(take.model);
        }
        origin.originality = take.originality;
        origin.newBars = take.newBars;
        (take.isBinned ? bin : takes)
            .push_back({take.take, take.source, take.number, std::move(origin)});
    }
    m_takes->setEntries(std::move(takes), std::move(bin));

    if (session.model >= 0) {
        m_model = session.models[static_cast<std::size_t>(session.model)].model;
        m_modelCorpus = indexOf(session.model);
    } else {
        m_model = m_freshModel;
        m_modelCorpus = m_builtIn->index;
    }
    modelChanged();
    showMaking(session.making);
    showTraining(session, corpusAt);
    m_make->setCurrentTake(current);
    m_band->setSwing(session.band.swing);
    m_band->setTransposition(session.band.transposition);
    if (session.band.tempo > 0)
        m_band->setTempo(session.band.tempo);
    m_mixer->setReverb(session.band.reverb);
    m_mixer->setStrips(session.band.strips);
}

void MainWindow::showTraining(
    const Session& session, const std::function<std::shared_ptr<const StudioCorpus>(int)>& corpusAt)
{
    TrainingPlan plan = m_trainingPanel->plan();
    std::vector<EpochReport> history;
    std::vector<Milestone> milestones;
    std::shared_ptr<const Bytes> checkpoint;
    m_trainingCorpus.reset();
    if (session.training) {
        const SessionTraining& training = *session.training;
        plan.profile =
            training.isNotebook ? TrainingPlan::Profile::Notebook : TrainingPlan::Profile::Woodshed;
        plan.notebook = training.notebook;
        plan.line = training.line;
        history = *training.history;
        for (const SessionMilestone& milestone : training.milestones)
            milestones.push_back({milestone.epoch, milestone.take});
        m_trainingCorpus = corpusAt(training.corpus);
        if (m_trainingCorpus) // without it there is nothing to go on with
            checkpoint = training.checkpoint;
        m_trainingPanel->setPlan(plan);
    }
    m_milestones->restore(std::move(milestones));
    m_history.reset();
    m_training->restore(plan, std::move(history), checkpoint);
    m_trainingPanel->showVerdict(checkpoint ? tr("This training was interrupted; Train > Continue "
                                                 "training goes on as if it had never stopped.")
                                            : QString());
}

void MainWindow::showMaking(const SessionMaking& making)
{
    const auto tune =
        std::find_if(m_parts.tunes.begin(), m_parts.tunes.end(),
                     [&](const LeadSheet& other) { return other.title == making.tune; });
    if (tune != m_parts.tunes.end())
        m_make->setTune(static_cast<int>(tune - m_parts.tunes.begin()));
    m_make->setMaking(making);
}

void MainWindow::setOwnTunes(const std::vector<std::shared_ptr<const LeadSheet>>& tunes)
{
    m_parts.tunes.resize(static_cast<std::size_t>(m_builtInTunes));
    m_ownTunes = tunes;
    for (const auto& tune : tunes)
        m_parts.tunes.push_back(*tune);
    m_make->setTunes(m_parts.tunes);
}

void MainWindow::showFreshSession()
{
    OpenedDocument fresh;
    fresh.corpora.push_back(m_builtIn);
    fresh.session.corpus = 0;
    if (m_demo)
        fresh.session.takes.push_back({.take = m_demo, .source = TakeSource::Demo});
    if (m_builtIn->take)
        fresh.session.takes.push_back({.take = m_builtIn->take, .source = TakeSource::Corpus});
    fresh.session.take = 0;
    showSession(fresh);
}

void MainWindow::keepCorpus(const std::shared_ptr<const StudioCorpus>& corpus)
{
    if (std::find(m_corpora.begin(), m_corpora.end(), corpus) == m_corpora.end())
        m_corpora.push_back(corpus);
}

} // namespace woodshed
