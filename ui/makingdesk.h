#pragma once

#include <memory>

#include <QObject>

#include "controllers/generationcontroller.h"
#include "studio/studioactions.h"
#include "studio/studioparts.h"

class QLabel;

namespace woodshed
{

class MakePanel;
class PianoRoll;
class PlaybackDesk;
class TakesModel;

/// Everything about making solos, connected: the Make panel, the list of takes and the note that is
/// explained, with the controller behind them.
class MakingDesk : public QObject
{
    Q_OBJECT

public:
    /// What the desk shows itself in; the window lays it out.
    struct Views {
        MakePanel* panel;
        TakesModel* takes;
        PianoRoll* roll;
        PlaybackDesk* playback;
        QLabel* explanation;
        QLabel* liveText;
    };

    MakingDesk(const StudioParts& parts, const StudioActions& actions, const Views& views,
               QObject* parent = nullptr);

    /// What solos are made with from now on; `corpus` is what the model learned from.
    void setModel(std::shared_ptr<const Model> model, std::shared_ptr<const LineIndex> corpus);
    /// As the panel asks, over this tune.
    void newSolo(LeadSheet tune);
    /// Ends what is under way.
    void cancel() { m_generation->cancel(); }
    /// A fresh seed, of the row that new solos draw theirs from.
    [[nodiscard]] std::uint64_t nextSeed() { return m_generation->nextSeed(); }
    /// Tells and allows what belongs to the take that is shown now.
    void takeShown(int row);
    /// Whether the take that is being chosen is to go on where the one before is.
    [[nodiscard]] bool keepsPlace() const { return m_keepsPlace; }

Q_SIGNALS:
    void failed(const woodshed::Error& error);

private:
    void newBars();
    void addMade(const MadeTake& made);
    void showSource(const QString& solo, int bar);
    void allowNewBars();
    /// The bars that are marked for the loop, or four from the playhead on.
    [[nodiscard]] BarRange barsToRenew() const;
    /// That of the take, or else the one of now; null where neither can.
    [[nodiscard]] GenerationController::Means meansOf(int row) const;
    [[nodiscard]] GenerationOptions options(const GenerationController::Means& means);
    /// What of the take that is shown the next solo begins with.
    [[nodiscard]] std::vector<Note> opening() const;

    StudioActions m_actions;
    Views m_views;
    GenerationController::Means m_means;
    InFeel m_inFeel;
    bool m_canRenew;
    GenerationController* m_generation;
    std::shared_ptr<const Take> m_renewed; ///< the take whose bars are being made anew
    bool m_isFirst = true;                 ///< of the takes of this run
    bool m_keepsPlace = false;
};

} // namespace woodshed
