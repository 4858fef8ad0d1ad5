#include <cmath>

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "sampletakes.h"
#include "widgets/contrast.h"
#include "widgets/pianoroll.h"
#include "widgets/rollpainter.h"

using namespace woodshed;

namespace
{

QPalette darkPalette()
{
    QPalette palette(QColor(0x2B, 0x2B, 0x2B), QColor(0x1E, 0x1E, 0x1E));
    palette.setColor(QPalette::Base, QColor(0x1E, 0x1E, 0x1E));
    palette.setColor(QPalette::Text, QColor(0xEE, 0xEE, 0xEE));
    palette.setColor(QPalette::WindowText, QColor(0xEE, 0xEE, 0xEE));
    return palette;
}

QImage greyBlock(ValueKind kind, const RollTheme& theme)
{
    QImage image(48, 12, QImage::Format_RGB32);
    image.fill(theme.background);
    QPainter painter(&image);
    paintKind(painter, image.rect(), theme.style(kind), theme.background);
    painter.end();
    return image.convertToFormat(QImage::Format_Grayscale8);
}

double difference(const QImage& a, const QImage& b)
{
    double sum = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x)
            sum += std::abs(qGray(a.pixel(x, y)) - qGray(b.pixel(x, y)));
    }
    return sum / (a.width() * a.height());
}

} // namespace

class TestPianoRoll : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<Ticks>(); }

    void geometryGoesThereAndBack()
    {
        RollGeometry geometry;
        geometry.setViewport({900, 400});
        geometry.setLength(Ticks::fromQuarters(400));
        for (const double zoom : {1.0, 0.3, 7.0}) {
            geometry.zoomTime(zoom, 300);
            geometry.setScroll({123, 456});
            for (std::int64_t tick = 0; tick < 480 * 100; tick += 997) {
                const double perPixel = Ticks::perQuarter / geometry.pixelsPerQuarter();
                const auto back = geometry.ticksAt(geometry.xAt({tick})).count;
                QVERIFY(std::abs(static_cast<double>(back - tick)) <= perPixel / 2 + 1);
            }
            for (int pitch = 0; pitch < 128; ++pitch)
                QCOMPARE(geometry.pitchAt(geometry.yOf(pitch) + geometry.rowHeight() / 2), pitch);
        }
    }

    void zoomKeepsTheTimeUnderThePointer()
    {
        RollGeometry geometry;
        geometry.setViewport({900, 400});
        geometry.setLength(Ticks::fromQuarters(400));
        geometry.setScroll({5000, 0});
        for (const double factor : {1.25, 2.0, 0.8, 0.5, 1.1}) {
            for (const double x : {100.0, 333.0, 890.0}) {
                const double before = geometry.ticksAt(x).quarters();
                geometry.zoomTime(factor, x);
                const double pixels =
                    (geometry.ticksAt(x).quarters() - before) * geometry.pixelsPerQuarter();
                QVERIFY2(std::abs(pixels) <= 1.0, qPrintable(QString::number(pixels)));
            }
        }
    }

    void paintsEveryNoteOfTheWhole()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(123));
        (void)roll.grab();
        roll.fitTime();
        (void)roll.grab();
        QCOMPARE(roll.paintedNotes(), 123);
        const int whole = roll.paintedNotes();
        roll.zoomTime(16);
        (void)roll.grab();
        QVERIFY(roll.paintedNotes() > 0);
        QVERIFY(roll.paintedNotes() < whole);
    }

    void kindsDifferWithoutColour()
    {
        const std::vector<ValueKind> kinds{ValueKind::ChordTone, ValueKind::ScaleTone,
                                           ValueKind::ApproachTone, ValueKind::Outside,
                                           ValueKind::Rest};
        for (const QPalette& palette : {QPalette(Qt::lightGray, Qt::white), darkPalette()}) {
            const RollTheme theme = RollTheme::from(palette);
            for (std::size_t i = 0; i < kinds.size(); ++i) {
                for (std::size_t j = i + 1; j < kinds.size(); ++j) {
                    const double apart =
                        difference(greyBlock(kinds[i], theme), greyBlock(kinds[j], theme));
                    QVERIFY2(apart > 4, qPrintable(QStringLiteral("%1 and %2 are %3 apart")
                                                       .arg(kindName(kinds[i]), kindName(kinds[j]))
                                                       .arg(apart)));
                }
            }
        }
    }

    void coloursStandOutOnEveryRow()
    {
        QPalette light(QColor(0xEF, 0xEF, 0xEF), QColor(0xEF, 0xEF, 0xEF));
        light.setColor(QPalette::Base, Qt::white);
        light.setColor(QPalette::Text, Qt::black);
        for (const QPalette& palette : {light, darkPalette()}) {
            const RollTheme theme = RollTheme::from(palette);
            for (const ValueKind kind :
                 {ValueKind::ChordTone, ValueKind::ScaleTone, ValueKind::ApproachTone,
                  ValueKind::Outside, ValueKind::Rest}) {
                const QColor looped = blended(theme.blackRow, theme.playhead, RollTheme::loopShare);
                for (const QColor& row : {theme.background, theme.blackRow, looped}) {
                    const double ratio = contrastRatio(theme.style(kind).colour, row);
                    QVERIFY2(ratio >= 3.0, qPrintable(kindName(kind) + QString::number(ratio)));
                }
            }
            const QColor looped = blended(theme.lane, theme.playhead, RollTheme::loopShare);
            for (const QColor& lane : {theme.lane, looped})
                QVERIFY(contrastRatio(theme.dimText, lane) >= 4.5);
            QVERIFY(contrastRatio(theme.playhead, theme.background) >= 3.0);
        }
    }

    void contrastMatchesTheStandard()
    {
        QVERIFY(std::abs(contrastRatio(Qt::white, Qt::black) - 21) < 0.01);
        // #767676 is the well-known lightest grey for body text on white.
        QVERIFY(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
        QVERIFY(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    }

    void playheadMovesWithoutRepaintingTheRest()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(64));
        const QImage before = roll.grab().toImage();
        roll.setPlayhead(Ticks::fromQuarters(3), false);
        const QImage after = roll.grab().toImage();
        const double from = roll.geometryOfRoll().xAt({});
        const double to = roll.geometryOfRoll().xAt(Ticks::fromQuarters(3));
        int columns = 0;
        for (int x = 0; x < before.width(); ++x) {
            bool differs = false;
            for (int y = 0; y < before.height() && !differs; ++y)
                differs = before.pixel(x, y) != after.pixel(x, y);
            if (!differs)
                continue;
            ++columns;
            QVERIFY2(std::abs(x - from) < 9 || std::abs(x - to) < 9,
                     qPrintable(QString::number(x)));
        }
        QVERIFY(columns > 0);
    }

    void soundingNotesAndKeysLightUp()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(64));
        roll.setPlayhead(Ticks{10}, false);
        const QImage dark = roll.grab().toImage();
        roll.setPlayhead(Ticks{10}, true);
        const QImage lit = roll.grab().toImage();
        const int y =
            static_cast<int>(roll.geometryOfRoll().yOf(60) + roll.geometryOfRoll().rowHeight() / 2);
        QVERIFY(dark.pixel(3, y) != lit.pixel(3, y));
    }

    void followingYieldsToTheUserAndComesBack()
    {
        PianoRoll roll;
        roll.resize(700, 400);
        roll.setTake(samples::zigzag(400));
        roll.show();
        QVERIFY(QTest::qWaitForWindowExposed(&roll));
        roll.setPlayhead(Ticks::fromQuarters(40), true);
        QVERIFY(roll.horizontalScrollBar()->value() > 0);
        const QPointF where(300, 200);
        QWheelEvent wheel(where, roll.viewport()->mapToGlobal(where), {}, {0, 120}, Qt::NoButton,
                          Qt::ShiftModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(roll.viewport(), &wheel);
        QVERIFY(!roll.isFollowing());
        const int byHand = roll.horizontalScrollBar()->value();
        roll.setPlayhead(Ticks::fromQuarters(60), true);
        QCOMPARE(roll.horizontalScrollBar()->value(), byHand);
        auto* button = roll.findChild<QWidget*>(QStringLiteral("btnFollowAgain"));
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(roll.isFollowing());
        QVERIFY(roll.horizontalScrollBar()->value() != byHand);
        const int followed = roll.horizontalScrollBar()->value();
        roll.setPlayhead({}, false); // stopping leaves the view alone
        QCOMPARE(roll.horizontalScrollBar()->value(), followed);
    }

    void arrowKeysMoveAmongNotesAndTellThem()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(30));
        QSignalSpy told(&roll, &PianoRoll::currentNoteChanged);
        QTest::keyClick(&roll, Qt::Key_Right);
        QCOMPARE(roll.currentNote(), 0);
        QTest::keyClick(&roll, Qt::Key_Right);
        QCOMPARE(roll.currentNote(), 1);
        QCOMPARE(told.size(), 2);
        const QString line = told.last().first().toString();
        QVERIFY2(line.startsWith(QStringLiteral(
                     "Bar 1 beat 1: D4, eighth over F7, scale tone, value S,0.500,<M2,m-2>")),
                 qPrintable(line));
        QTest::keyClick(&roll, Qt::Key_Up);
        QVERIFY(roll.content().take().notes[static_cast<std::size_t>(roll.currentNote())].pitch >
                62);
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(&roll, Qt::Key_Right);
        QCOMPARE(roll.currentNote(), 29);
    }

    void tellsItsCountsToAssistivePrograms()
    {
        PianoRoll roll;
        roll.setTake(samples::zigzag(40));
        QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&roll);
        QVERIFY(accessible);
        QCOMPARE(accessible->role(), QAccessible::Canvas);
        const QString name = accessible->text(QAccessible::Name);
        QVERIFY2(name.contains(QStringLiteral("Zigzag, 40 notes in 6 bars, chord tone: 10")),
                 qPrintable(name));
        roll.setCurrentNote(0);
        QVERIFY(
            accessible->text(QAccessible::Value).startsWith(QStringLiteral("Bar 1 beat 1: C4")));
    }

    void clickChoosesANoteAndTheRulerSeeks()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(30));
        (void)roll.grab();
        const Note& third = roll.content().take().notes[2];
        const QPoint middle = roll.geometryOfRoll()
                                  .noteRect(third.start, third.duration, third.pitch)
                                  .center()
                                  .toPoint();
        QCOMPARE(roll.noteAt(middle), 2);
        QTest::mouseClick(roll.viewport(), Qt::LeftButton, {}, middle);
        QCOMPARE(roll.currentNote(), 2);
        QSignalSpy seek(&roll, &PianoRoll::seekRequested);
        const int x = static_cast<int>(roll.geometryOfRoll().xAt(Ticks::fromQuarters(4)));
        QTest::mouseClick(roll.viewport(), Qt::LeftButton, {}, {x, 8});
        QCOMPARE(seek.size(), 1);
        QVERIFY(std::abs(seek.first().first().value<Ticks>().quarters() - 4) < 0.1);
    }

    void draggingInTheRulerMarksALoop()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(90));
        (void)roll.grab();
        QSignalSpy seek(&roll, &PianoRoll::seekRequested);
        QSignalSpy marked(&roll, &PianoRoll::loopMarked);
        const auto at = [&roll](double quarters) {
            return QPoint(static_cast<int>(roll.geometryOfRoll().xAt({}) +
                                           quarters * roll.geometryOfRoll().pixelsPerQuarter()),
                          8);
        };
        const auto drag = [&roll](QPoint from, QPoint to) {
            QTest::mousePress(roll.viewport(), Qt::LeftButton, {}, from);
            for (const QPoint point : {(from + to) / 2, to}) {
                QMouseEvent move(QEvent::MouseMove, point, roll.viewport()->mapToGlobal(point),
                                 Qt::NoButton, Qt::LeftButton, {});
                QCoreApplication::sendEvent(roll.viewport(), &move);
            }
            QTest::mouseRelease(roll.viewport(), Qt::LeftButton, {}, to);
        };
        const auto quarters = [](std::int64_t from, std::int64_t to) {
            return std::optional(LoopRegion{Ticks::fromQuarters(from), Ticks::fromQuarters(to)});
        };
        drag(at(4.3), at(7.6));
        QCOMPARE(roll.loopRegion(), quarters(4, 8)); // whole beats
        QCOMPARE(marked.size(), 1);
        QVERIFY(seek.isEmpty());
        drag(at(8), at(10.5)); // its end
        QCOMPARE(roll.loopRegion(), quarters(4, 11));
        drag(at(4), at(2.5)); // its beginning
        QCOMPARE(roll.loopRegion(), quarters(2, 11));
        drag(at(11), at(0.5)); // one end past the other
        QCOMPARE(roll.loopRegion(), quarters(0, 2));
        drag(at(6.5), at(5.2)); // backwards
        QCOMPARE(roll.loopRegion(), quarters(5, 7));
        drag(at(3), at(-9)); // beyond the start
        QCOMPARE(roll.loopRegion(), quarters(0, 3));
        const auto times = marked.size();
        QTest::mouseClick(roll.viewport(), Qt::LeftButton, {}, at(9));
        QCOMPARE(seek.size(), 1);
        QCOMPARE(roll.loopRegion(), quarters(0, 3));
        QCOMPARE(marked.size(), times);
        QTest::keyClick(&roll, Qt::Key_Escape);
        QVERIFY(!roll.loopRegion());
        QCOMPARE(marked.size(), times + 1);
    }

    void aLoopIsWholeBarsWhereBeatsAreTooNarrow()
    {
        PianoRoll roll;
        roll.resize(600, 300);
        roll.setTake(samples::zigzag(1600));
        (void)roll.grab();
        roll.fitTime();
        const int from = static_cast<int>(roll.geometryOfRoll().xAt(Ticks::fromQuarters(42)));
        QTest::mousePress(roll.viewport(), Qt::LeftButton, {}, {from, 8});
        const QPointF to(from + 120, 8);
        QMouseEvent move(QEvent::MouseMove, to, roll.viewport()->mapToGlobal(to), Qt::NoButton,
                         Qt::LeftButton, {});
        QCoreApplication::sendEvent(roll.viewport(), &move);
        QTest::mouseRelease(roll.viewport(), Qt::LeftButton, {}, to.toPoint());
        QVERIFY(roll.loopRegion());
        QCOMPARE(roll.loopRegion()->from.count % 1920, 0);
        QCOMPARE(roll.loopRegion()->to.count % 1920, 0);
        QVERIFY(roll.loopRegion()->to > roll.loopRegion()->from);
    }

    void theLoopIsSeenAndMoreSoWhileItIsOn()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(90));
        const QImage without = roll.grab().toImage();
        roll.setLoopRegion(LoopRegion{Ticks::fromQuarters(4), Ticks::fromQuarters(8)});
        const QImage off = roll.grab().toImage();
        roll.setLoopActive(true);
        const QImage on = roll.grab().toImage();
        const int x = static_cast<int>(roll.geometryOfRoll().xAt(Ticks::fromQuarters(6)));
        QVERIFY(without.pixel(x, 1) != off.pixel(x, 1));
        QVERIFY(off.pixel(x, 1) != on.pixel(x, 1));
        roll.setTake(samples::zigzag(100)); // the same bars of the next take
        QVERIFY(roll.loopRegion());
        roll.setTake(samples::zigzag(4)); // which this one does not have
        QVERIFY(!roll.loopRegion());
    }

    void anEmptyTakeIsNoTrouble()
    {
        PianoRoll roll;
        roll.resize(400, 300);
        roll.setTake(std::make_shared<const Take>());
        roll.setPlayhead(Ticks{100}, true);
        QTest::keyClick(&roll, Qt::Key_Right);
        QVERIFY(!roll.grab().isNull());
        QVERIFY(!renderPianoRoll(std::make_shared<const Take>(), {300, 200}).isNull());
    }

    void benchmarkOneFrameWhilePlaying()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(20000));
        (void)roll.grab();
        roll.fitTime();
        QImage canvas(roll.viewport()->size(), QImage::Format_ARGB32_Premultiplied);
        roll.viewport()->render(&canvas);
        Ticks at;
        QBENCHMARK
        {
            at += Ticks{10};
            roll.setPlayhead(at, true);
            roll.viewport()->render(&canvas);
        }
    }

    void benchmarkTwentyThousandNotes()
    {
        PianoRoll roll;
        roll.resize(1000, 500);
        roll.setTake(samples::zigzag(20000));
        (void)roll.grab();
        roll.fitTime();
        QImage canvas(roll.viewport()->size(), QImage::Format_ARGB32_Premultiplied);
        const RollTheme theme = RollTheme::from(roll.palette());
        QBENCHMARK
        {
            QPainter painter(&canvas);
            QCOMPARE(paintRoll(painter, {roll.content(), roll.geometryOfRoll(), theme}), 20000);
        }
    }

    void notesAreExplainedByTheirRoleAndTheirOdds()
    {
        Take take;
        take.tune.chords.chords = {{{}, {1920}, "F7", {53, 57, 60, 63}},
                                   {{1920}, {1920}, "Bb7", {58, 62, 65, 68}}};
        take.tune.chords.length = Ticks{3840};
        const int pitches[] = {69, 67, 66, 65, 66, 64, 65};
        for (int i = 0; i < 7; ++i)
            take.notes.push_back({Ticks{i < 6 ? 240 * i : 1920}, Ticks{240}, pitches[i], 80});
        TakeValue drawn{.start = Ticks{480}, .duration = Ticks{240}, .text = "i-1 h6"};
        drawn.probability = 0.31;
        drawn.bits = 4.24;
        drawn.note = 2;
        drawn.alternatives = {{69, 0.216}, {65, 0.18}, {60, 0.0004}};
        take.values.push_back(drawn);
        TakeValue notebook{.start = Ticks{720}, .duration = Ticks{240}, .text = "C,0.500"};
        notebook.probability = 0.25;
        notebook.note = 3;
        take.values.push_back(notebook);
        TakeValue written{.start = Ticks{960}, .duration = Ticks{240}, .text = "X"};
        written.note = 4;
        take.values.push_back(written);
        const RollContent content(std::make_shared<const Take>(std::move(take)));
        QCOMPARE(content.explainNote(0), QStringLiteral("A4: third of F7"));
        QCOMPARE(content.explainNote(1), QStringLiteral("G4: ninth of F7, in the scale"));
        QCOMPARE(content.explainNote(2),
                 QStringLiteral("F#4: flat ninth of F7, outside, leads to the root. Probability "
                                "31 %, surprise 4.2 bits. Next best: A4 22 %, F4 18 %, C4 under "
                                "0.1 %"));
        QCOMPARE(content.explainNote(3),
                 QStringLiteral("F4: root of F7. Probability 25 %, surprise 2.0 bits"));
        QCOMPARE(content.explainNote(4), QStringLiteral("F#4: flat ninth of F7, outside"));
        // Over the bar line, and not over a silence.
        QCOMPARE(content.explainNote(5), QStringLiteral("E4: major seventh of F7, outside"));
        QCOMPARE(content.explainNote(6), QStringLiteral("F4: fifth of Bb7"));
    }

    void aResolutionIntoTheNextChordIsNamed()
    {
        Take take;
        take.tune.chords.chords = {{{}, {1920}, "F7", {53, 57, 60, 63}},
                                   {{1920}, {1920}, "Bb7", {58, 62, 65, 68}}};
        take.tune.chords.length = Ticks{3840};
        take.notes = {{Ticks{1680}, Ticks{240}, 64, 80}, {Ticks{1920}, Ticks{240}, 65, 80}};
        const RollContent content(std::make_shared<const Take>(take));
        QCOMPARE(content.explainNote(0),
                 QStringLiteral("E4: major seventh of F7, outside, leads to the fifth of Bb7"));
        take.tune.chords.chords.clear();
        const RollContent bare(std::make_shared<const Take>(take));
        QCOMPARE(bare.explainNote(0), QStringLiteral("E4: no chord sounds"));
    }

    void anotherTakeInItsPlaceKeepsTheView()
    {
        PianoRoll roll;
        roll.resize(500, 300);
        roll.setTake(samples::zigzag(90));
        roll.show();
        QVERIFY(QTest::qWaitForWindowExposed(&roll));
        roll.horizontalScrollBar()->setValue(300);
        roll.setPlayhead(Ticks{5000}, false);
        roll.setCurrentNote(30);
        const int scrolled = roll.horizontalScrollBar()->value();
        roll.exchangeTake(samples::zigzag(90, 2));
        QCOMPARE(roll.horizontalScrollBar()->value(), scrolled);
        QCOMPARE(roll.playhead(), Ticks{5000});
        QCOMPARE(roll.currentNote(), -1);
        QCOMPARE(roll.content().take().choruses, 2);
    }
};

QTEST_MAIN(TestPianoRoll)
#include "tst_pianoroll.moc"
