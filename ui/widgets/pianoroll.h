#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QAbstractScrollArea>
#include <QPixmap>

#include "widgets/loopmarker.h"
#include "widgets/rollcontent.h"
#include "widgets/rollgeometry.h"
#include "widgets/rolltheme.h"

class QPushButton;

namespace woodshed
{

/// Shows a take: ruler, chords, keyboard, notes and the values they were made of. What stands still
/// is painted once into a pixmap; playhead and sounding notes go over it.
class PianoRoll : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit PianoRoll(QWidget* parent = nullptr);

    /// Shows another take from its start, with its pitches in view.
    void setTake(std::shared_ptr<const Take> take);
    /// Shows another take of the same length in its place: the view, the playhead and what sounds
    /// stay.
    void exchangeTake(std::shared_ptr<const Take> take);
    [[nodiscard]] const RollContent& content() const { return m_content; }
    [[nodiscard]] const RollGeometry& geometryOfRoll() const { return m_geometry; }

    /// Where playing is. While `playing`, the view follows and what sounds is lit.
    void setPlayhead(Ticks position, bool playing);
    [[nodiscard]] Ticks playhead() const { return m_playhead; }
    void setFollow(bool follow);
    /// Following rests after the user has scrolled, until followAgain() or the next start.
    [[nodiscard]] bool isFollowing() const { return m_follow && !m_followSuspended; }
    void followAgain();

    /// The note that keys and clicks have chosen, or -1.
    [[nodiscard]] int currentNote() const { return m_current; }
    void setCurrentNote(int note);
    [[nodiscard]] int noteAt(QPoint position) const;
    /// How many notes the static layer holds now.
    [[nodiscard]] int paintedNotes() const { return m_paintedNotes; }

    /// The stretch that is marked for the loop, if any; it is shaded more while the loop is on.
    [[nodiscard]] const std::optional<LoopRegion>& loopRegion() const { return m_loop.region(); }
    void setLoopRegion(std::optional<LoopRegion> region);
    void setLoopActive(bool active);

    void zoomTime(double factor);
    void fitTime();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A click into the ruler asks to play from here.
    void seekRequested(woodshed::Ticks position);
    /// The user has marked other bars for the loop, or none any more.
    void loopMarked();
    /// The chosen note, as a line of text.
    void currentNoteChanged(const QString& description);
    /// Why the note under the mouse may be there, or else the chosen one; empty where there is
    /// neither.
    void noteExplained(const QString& explanation);

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void applyGeometry();
    void invalidate();
    void renderStaticLayer();
    void fitPitches();
    void followPlayhead();
    void scrolledByHand();
    void ensureVisible(int note);
    void moveToPitch(int direction);
    void placeFollowButton();
    void setHovered(int note);
    void explain();
    [[nodiscard]] Ticks loopGrid() const;
    [[nodiscard]] QString hoverText(QPoint position) const;
    [[nodiscard]] QRect playheadStrip(Ticks position) const;

    RollContent m_content;
    RollGeometry m_geometry;
    RollTheme m_theme;
    QPixmap m_staticLayer;
    std::vector<int> m_sounding;
    QPushButton* m_followButton;
    std::optional<QPoint> m_panFrom;
    LoopMarker m_loop;
    Ticks m_playhead;
    int m_current = -1;
    int m_hovered = -1;
    int m_paintedNotes = 0;
    bool m_playing = false;
    bool m_loopActive = false;
    bool m_follow = true;
    bool m_followSuspended = false;
    bool m_rowsByHand = false;
    bool m_applying = false;
};

/// A take as a picture, without a window on screen: the command line's roll.png. Needs a
/// QApplication.
[[nodiscard]] QImage renderPianoRoll(std::shared_ptr<const Take> take, QSize size);

} // namespace woodshed
