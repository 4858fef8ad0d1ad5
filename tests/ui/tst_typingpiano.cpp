#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include "controllers/typingpiano.h"

using namespace woodshed;

class TestTypingPiano : public QObject
{
    Q_OBJECT

private:
    struct Window : QWidget {
        Window()
            : action(new QAction(this))
            , field(new QLineEdit(this))
            , piano(this)
        {
            auto* layout = new QVBoxLayout(this);
            layout->addWidget(field);
            action->setShortcut(QKeySequence(Qt::Key_G));
            addAction(action);
            setFocusPolicy(Qt::StrongFocus);
            connect(&piano, &TypingPiano::noteOn, this, [this](int pitch) { heard << pitch; });
            connect(&piano, &TypingPiano::noteOff, this, [this](int pitch) { heard << -pitch; });
        }
        QAction* action;
        QLineEdit* field;
        QList<int> heard; ///< begun as they are, ended as their negatives
        TypingPiano piano;
    };

    static void show(Window& window)
    {
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.setFocus();
    }

private Q_SLOTS:
    void lettersAreKeysFromMiddleC()
    {
        Window window;
        show(window);
        window.piano.setActive(true);
        for (const char key :
             {'a', 'w', 's', 'e', 'd', 'f', 't', 'g', 'y', 'h', 'u', 'j', 'k', 'o', 'l', 'p'})
            QTest::keyPress(&window, key);
        QList<int> scale;
        for (int pitch = 60; pitch <= 75; ++pitch)
            scale << pitch;
        QCOMPARE(window.heard, scale);
        QTest::keyRelease(&window, 'a');
        QCOMPARE(window.heard.last(), -60);
    }

    void anOctaveLaterTheSameNoteEnds()
    {
        Window window;
        show(window);
        window.piano.setActive(true);
        QSignalSpy changed(&window.piano, &TypingPiano::changed);
        QTest::keyPress(&window, 'a');
        QTest::keyClick(&window, 'x');
        QCOMPARE(window.piano.octave(), 5);
        QCOMPARE(changed.size(), 1);
        QTest::keyRelease(&window, 'a');
        QTest::keyClick(&window, 'a');
        QCOMPARE(window.heard, (QList<int>{60, -60, 72, -72}));
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(&window, 'z');
        QCOMPARE(window.piano.octave(), 0);
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(&window, 'x');
        window.heard.clear();
        QCOMPARE(window.piano.octave(), 8);
        QTest::keyClick(&window, 'p');
        QCOMPARE(window.heard, (QList<int>{123, -123})); // still within MIDI
    }

    void aHeldKeyBeginsOneNote()
    {
        Window window;
        show(window);
        window.piano.setActive(true);
        QTest::keyPress(&window, 'd');
        for (int i = 0; i < 3; ++i) {
            QKeyEvent up(QEvent::KeyRelease, Qt::Key_D, Qt::NoModifier, QStringLiteral("d"), true);
            QKeyEvent down(QEvent::KeyPress, Qt::Key_D, Qt::NoModifier, QStringLiteral("d"), true);
            QCoreApplication::sendEvent(&window, &up);
            QCoreApplication::sendEvent(&window, &down);
        }
        QTest::keyRelease(&window, 'd');
        QCOMPARE(window.heard, (QList<int>{64, -64}));
    }

    void lettersBelongToItAloneWhileItIsOn()
    {
        Window window;
        show(window);
        QSignalSpy triggered(window.action, &QAction::triggered);
        QTest::keyClick(&window, 'g');
        QCOMPARE(triggered.size(), 1);
        window.piano.setActive(true);
        QTest::keyClick(&window, 'g');
        QCOMPARE(triggered.size(), 1);
        window.field->setFocus();
        QTest::keyClick(window.field, 'g');
        QTest::keyClick(window.field, 'q'); // no note, and no text either
        QTest::keyClick(window.field, '5');
        QCOMPARE(window.field->text(), QStringLiteral("5"));
        QCOMPARE(window.heard, (QList<int>{67, -67, 67, -67}));
        window.piano.setActive(false);
        QTest::keyClick(window.field, 'g');
        QCOMPARE(window.field->text(), QStringLiteral("5g"));
    }

    void chordsOfControlPassThrough()
    {
        Window window;
        show(window);
        window.action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_G));
        QSignalSpy triggered(window.action, &QAction::triggered);
        window.piano.setActive(true);
        QTest::keyClick(&window, Qt::Key_G, Qt::ControlModifier);
        QCOMPARE(triggered.size(), 1);
        QVERIFY(window.heard.isEmpty());
    }

    void otherWindowsKeepTheirLetters()
    {
        Window window;
        show(window);
        window.piano.setActive(true);
        QLineEdit other;
        other.show();
        QTest::keyClick(&other, 'g');
        QCOMPARE(other.text(), QStringLiteral("g"));
        QVERIFY(window.heard.isEmpty());
    }

    void noNoteHangs_data()
    {
        QTest::addColumn<int>("ending");
        QTest::newRow("switched off") << 0;
        QTest::newRow("another window") << 1;
        QTest::newRow("a modifier came down first") << 2;
    }

    void noNoteHangs()
    {
        QFETCH(const int, ending);
        Window window;
        show(window);
        window.piano.setActive(true);
        QTest::keyPress(&window, 'a');
        QTest::keyPress(&window, 'd');
        if (ending == 0) {
            window.piano.setActive(false);
        } else if (ending == 1) {
            QEvent away(QEvent::WindowDeactivate);
            QCoreApplication::sendEvent(&window, &away);
        } else {
            QTest::keyRelease(&window, Qt::Key_A, Qt::ControlModifier);
            QTest::keyRelease(&window, Qt::Key_D, Qt::ControlModifier);
        }
        QCOMPARE(window.heard, (QList<int>{60, 64, -60, -64}));
    }
};

QTEST_MAIN(TestTypingPiano)
#include "tst_typingpiano.moc"
