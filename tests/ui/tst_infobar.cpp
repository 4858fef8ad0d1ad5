#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "widgets/infobar.h"

using namespace woodshed;

class TestInfoBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hiddenUntilThereIsSomethingToSay()
    {
        QWidget window;
        InfoBar bar(&window);
        window.show();
        QVERIFY(!bar.isVisible());
        bar.showMessage(InfoBar::Kind::Error, QStringLiteral("The disk is full."));
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.message(), QStringLiteral("The disk is full."));
        QCOMPARE(bar.accessibleName(), QStringLiteral("Error: The disk is full."));
        QVERIFY(!bar.findChild<QPushButton*>(QStringLiteral("infoAction"))->isVisible());
        QTest::mouseClick(bar.findChild<QToolButton*>(QStringLiteral("infoClose")), Qt::LeftButton);
        QVERIFY(!bar.isVisible());
    }

    void theActionRunsOnceAndCloses()
    {
        QWidget window;
        InfoBar bar(&window);
        window.show();
        int runs = 0;
        bar.showMessage(InfoBar::Kind::Information, QStringLiteral("Saved."),
                        QStringLiteral("Show in folder"), [&runs] { ++runs; });
        auto* action = bar.findChild<QPushButton*>(QStringLiteral("infoAction"));
        QVERIFY(action->isVisible());
        QCOMPARE(action->accessibleName(), QStringLiteral("Show in folder"));
        action->click();
        QCOMPARE(runs, 1);
        QVERIFY(!bar.isVisible());
        action->click();
        QCOMPARE(runs, 1);
    }

    void anActionMayShowTheNextMessage()
    {
        QWidget window;
        InfoBar bar(&window);
        window.show();
        bar.showMessage(
            InfoBar::Kind::Warning, QStringLiteral("one"), QStringLiteral("Go"),
            [&bar] { bar.showMessage(InfoBar::Kind::Information, QStringLiteral("two")); });
        bar.findChild<QPushButton*>(QStringLiteral("infoAction"))->click();
        QVERIFY(bar.isVisible());
        QCOMPARE(bar.message(), QStringLiteral("two"));
    }

    void escapeCloses()
    {
        QWidget window;
        InfoBar bar(&window);
        window.show();
        bar.showMessage(InfoBar::Kind::Warning, QStringLiteral("Careful."));
        QTest::keyClick(&bar, Qt::Key_Escape);
        QVERIFY(!bar.isVisible());
    }

    void anActivityStandsBehindTheMessages()
    {
        QWidget window;
        InfoBar bar(&window);
        window.show();
        int cancelled = 0;
        const auto advance = [&](const char* text) {
            bar.showActivity(QLatin1String(text), QStringLiteral("Cancel"),
                             [&cancelled] { ++cancelled; });
        };
        auto* action = bar.findChild<QPushButton*>(QStringLiteral("infoAction"));
        auto* close = bar.findChild<QToolButton*>(QStringLiteral("infoClose"));
        advance("10 %");
        QVERIFY(bar.isVisible() && action->isVisible() && !close->isVisible());
        QCOMPARE(bar.accessibleName(), QStringLiteral("Note: 10 %"));

        bar.showMessage(InfoBar::Kind::Warning, QStringLiteral("Careful."));
        advance("20 %");
        QCOMPARE(bar.message(), QStringLiteral("Careful."));
        QCOMPARE(bar.kind(), InfoBar::Kind::Warning);
        QVERIFY(!action->isVisible() && close->isVisible());
        close->click();
        QCOMPARE(bar.message(), QStringLiteral("20 %"));
        QCOMPARE(bar.kind(), InfoBar::Kind::Information);

        action->click();
        QCOMPARE(cancelled, 1);
        QTest::keyClick(&bar, Qt::Key_Escape);
        QVERIFY(bar.isVisible());
        bar.showMessage(InfoBar::Kind::Information, QStringLiteral("Saved."));
        bar.endActivity();
        QCOMPARE(bar.message(), QStringLiteral("Saved."));
        bar.dismiss();
        QVERIFY(!bar.isVisible());
    }

    void progressLeavesTheFocusWhereItIs()
    {
        QWidget window;
        InfoBar bar(&window);
        QPushButton other(&window);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        other.setFocus();
        bar.showActivity(QStringLiteral("1 %"), QStringLiteral("Cancel"));
        QCOMPARE(QApplication::focusWidget(), &other);
        auto* cancel = bar.findChild<QPushButton*>(QStringLiteral("infoAction"));
        cancel->setFocus();
        bar.showActivity(QStringLiteral("2 %"), QStringLiteral("Cancel"));
        QCOMPARE(QApplication::focusWidget(), cancel);
    }

    void messagesAreNeverReadAsMarkup()
    {
        InfoBar bar;
        bar.showMessage(InfoBar::Kind::Error, QStringLiteral("<b>file</b>"));
        QCOMPARE(bar.findChild<QLabel*>(QStringLiteral("infoText"))->textFormat(), Qt::PlainText);
    }
};

QTEST_MAIN(TestInfoBar)
#include "tst_infobar.moc"
