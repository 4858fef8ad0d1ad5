#include <cerrno>
#include <csignal>

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QListView>
#include <QLockFile>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "documentdesk.h"
#include "mainwindow.h"
#include "samplestudio.h"
#include "widgets/infobar.h"

using namespace woodshed;

/// Documents in the window: saving, opening, the question about unsaved work, recovery, locks.
class TestDocuments : public QObject
{
    Q_OBJECT

private:
    /// A window over made-up parts, and what a test does with it.
    struct Studio {
        samples::FakeStudio fake;
        std::unique_ptr<MainWindow> window;

        Studio(const QTemporaryDir& folder, const QString& name)
        {
            fake.preferencesFile = folder.filePath(QStringLiteral("choices.ini"));
            fake.recoveryFolder = folder.filePath(QStringLiteral("recovery"));
            fake.saveAnswer = folder.filePath(name);
            window = std::make_unique<MainWindow>(fake.parts());
            QSignalSpy painted(window.get(), &MainWindow::firstPainted);
            window->show();
            if (!painted.wait(60000))
                qFatal("the window was not painted");
        }
        template<typename T>
        T* find(const char* name) const
        {
            T* found = window->findChild<T*>(QLatin1String(name));
            if (!found)
                qFatal("no %s", name);
            return found;
        }
        void trigger(const char* name) const { find<QAction>(name)->trigger(); }
        [[nodiscard]] int takes() const
        {
            return find<QListView>("listTakes")->model()->rowCount();
        }
        [[nodiscard]] QString live() const { return find<QLabel>("liveText")->text(); }
        [[nodiscard]] QString message() const { return window->findChild<InfoBar*>()->message(); }
        void act() const { window->findChild<InfoBar*>()->findChild<QPushButton*>()->click(); }
        [[nodiscard]] DocumentController* document() const
        {
            return window->findChild<DocumentController*>();
        }
        [[nodiscard]] bool isModified() const
        {
            document()->look();
            return window->isWindowModified();
        }
        void makeSolo() const
        {
            const int before = takes();
            trigger("actGenerate");
            QTRY_COMPARE_WITH_TIMEOUT(takes(), before + 1, 60000);
        }
        void save() const
        {
            QSignalSpy saved(document(), &DocumentController::saved);
            QSignalSpy failed(document(), &DocumentController::failed);
            trigger("actSave");
            QTRY_VERIFY2_WITH_TIMEOUT(saved.size() + failed.size() > 0, qPrintable(message()),
                                      60000);
            QVERIFY2(failed.isEmpty(), qPrintable(message()));
        }
        void open(const QString& path) const
        {
            QSignalSpy opened(document(), &DocumentController::opened);
            window->openFile(path);
            QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 60000);
        }
        [[nodiscard]] QMessageBox* question() const
        {
            for (QMessageBox* box : window->findChildren<QMessageBox*>())
                if (box->isVisible())
                    return box;
            return nullptr;
        }
    };

    static QByteArray contentOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static int copiesIn(const QTemporaryDir& folder)
    {
        return static_cast<int>(QDir(folder.filePath(QStringLiteral("recovery")))
                                    .entryList({QStringLiteral("*.woodshed")}, QDir::Files)
                                    .size());
    }

private Q_SLOTS:
    void theTitleTellsNameAndUnsavedWork()
    {
        const QTemporaryDir folder;
        Studio studio(folder, QStringLiteral("For Anna"));
        QCOMPARE(studio.window->windowTitle(), QStringLiteral("Untitled[*] - Woodshed"));
        QVERIFY(!studio.isModified());
        studio.makeSolo();
        QVERIFY(studio.isModified());
        studio.save();
        QVERIFY(QFileInfo::exists(folder.filePath(QStringLiteral("For Anna.woodshed"))));
        QCOMPARE(studio.window->windowTitle(), QStringLiteral("For Anna[*] - Woodshed"));
        QVERIFY(!studio.isModified());
        // Looking at another take changes nothing; turning a dial does, and turning it back undoes
        // that.
        studio.trigger("actPreviousTake");
        QVERIFY(!studio.isModified());
        auto* creativity = studio.find<QSlider>("sliderCreativity");
        creativity->setValue(140);
        QVERIFY(studio.isModified());
        creativity->setValue(95);
        QVERIFY(!studio.isModified());
    }

    void everythingComesBack()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("whole.woodshed"));
        {
            Studio studio(folder, QStringLiteral("whole"));
            studio.window->openFile(folder.filePath(QStringLiteral("song.mid")));
            QTRY_VERIFY(studio.window->findChild<QDialog*>() != nullptr);
            studio.window->findChild<QDialog*>()->accept();
            QTRY_VERIFY(studio.message().startsWith(QStringLiteral("song is the corpus now")));
            for (int i = 0; i < 3; ++i)
                studio.makeSolo();
            studio.trigger("actBinTake");
            QCOMPARE(studio.takes(), 5);
            studio.find<QSpinBox>("spinEpochs")->setValue(12);
            studio.trigger("actTrain");
            QTRY_VERIFY(studio.find<QLabel>("trainingVerdict")
                            ->text()
                            .contains(QStringLiteral("New solos use it now.")));
            studio.makeSolo();
            studio.find<QSlider>("sliderCreativity")->setValue(130);
            studio.find<QSpinBox>("spinChoruses")->setValue(3);
            studio.find<QSpinBox>("spinSwing")->setValue(60);
            studio.find<QSpinBox>("spinTransposition")->setValue(-3);
            studio.find<QSlider>("sliderReverb")->setValue(70);
            studio.find<QSlider>("sliderVolumeBass")->setValue(40);
            studio.find<QToolButton>("btnMuteDrums")->setChecked(true);
            studio.save();
        }
        Studio studio(folder, QStringLiteral("again"));
        studio.open(path);
        QCOMPARE(studio.window->windowTitle(), QStringLiteral("whole[*] - Woodshed"));
        QCOMPARE(studio.message(), QString());
        QCOMPARE(studio.takes(), 6);
        QCOMPARE(studio.find<QSlider>("sliderCreativity")->value(), 130);
        QCOMPARE(studio.find<QSpinBox>("spinSwing")->value(), 60);
        QVERIFY(studio.find<QAction>("actEmptyBin")->isEnabled());
        QCOMPARE(studio.find<QLabel>("corpusTokens")->text(), QStringLiteral("32"));
        QVERIFY(!studio.isModified());
        // The same session has the same bytes: nothing was lost on the way.
        studio.trigger("actSaveAs");
        const QString again = folder.filePath(QStringLiteral("again.woodshed"));
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(again), 60000);
        QCOMPARE(contentOf(again), contentOf(path));
        // And what was thrown away comes back out of the bin.
        studio.trigger("actRestoreTake");
        QCOMPARE(studio.takes(), 7);
        // A new session has nothing of it.
        studio.save();
        studio.trigger("actNew");
        QCOMPARE(studio.takes(), 2);
        QCOMPARE(studio.window->windowTitle(), QStringLiteral("Untitled[*] - Woodshed"));
        QCOMPARE(studio.find<QLabel>("corpusTokens")->text(), QStringLiteral("193"));
        QVERIFY(!studio.isModified());
    }

    void unsavedWorkIsAskedAboutOnce_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<bool>("saves");
        QTest::newRow("save") << int(QMessageBox::Save) << true << true;
        QTest::newRow("discard") << int(QMessageBox::Discard) << true << false;
        QTest::newRow("cancel") << int(QMessageBox::Cancel) << false << false;
    }

    void unsavedWorkIsAskedAboutOnce()
    {
        QFETCH(const int, answer);
        QFETCH(const bool, closes);
        QFETCH(const bool, saves);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("work.woodshed"));
        {
            Studio studio(folder, QStringLiteral("work"));
            QVERIFY(studio.window->close()); // nothing to ask about
            studio.window->show();
            studio.makeSolo();
            QVERIFY(!studio.window->close());
            QVERIFY(studio.question() != nullptr);
            QVERIFY(!studio.window->close()); // still the same question
            QCOMPARE(studio.window->findChildren<QMessageBox*>().size(), 1);
            studio.question()->button(static_cast<QMessageBox::StandardButton>(answer))->click();
            if (closes)
                QTRY_VERIFY_WITH_TIMEOUT(!studio.window->isVisible(), 60000);
            else
                QVERIFY(studio.window->isVisible());
            QCOMPARE(QFileInfo::exists(path), saves);
            QVERIFY(studio.question() == nullptr);
        }
        // What was given up is kept for thirty days; what was saved needs no copy.
        if (answer != QMessageBox::Cancel)
            QCOMPARE(copiesIn(folder), saves ? 0 : 1);
    }

    void aCopyIsKeptAndOfferedAfterACrash()
    {
        const QTemporaryDir folder;
        const QTemporaryDir later;
        {
            Studio studio(folder, QStringLiteral("x"));
            studio.document()->autosave();
            QCOMPARE(copiesIn(folder), 0); // nothing unsaved
            studio.makeSolo();
            studio.makeSolo();
            studio.document()->autosave();
            QTRY_COMPARE_WITH_TIMEOUT(copiesIn(folder), 1, 60000);
            // As after kill -9: the copy is there, its window is not.
            const QDir copies(folder.filePath(QStringLiteral("recovery")));
            const QString copy = copies.absoluteFilePath(
                copies.entryList({QStringLiteral("*.woodshed")}, QDir::Files).first());
            QVERIFY(QDir().mkpath(later.filePath(QStringLiteral("recovery"))));
            QVERIFY(QFile::copy(copy, later.filePath(QStringLiteral("recovery/1.woodshed"))));
            QVERIFY(QFile::copy(copy, later.filePath(QStringLiteral("recovery/2.woodshed"))));
        }
        Studio studio(later, QStringLiteral("recovered"));
        QTRY_VERIFY2_WITH_TIMEOUT(studio.message().contains(QStringLiteral(
                                      "Your unsaved work was kept: Untitled (4 takes")),
                                  qPrintable(studio.message()), 60000);
        QCOMPARE(studio.window->findChild<QMenu*>(QStringLiteral("menuRecover"))->actions().size(),
                 2);
        QSignalSpy opened(studio.document(), &DocumentController::opened);
        studio.act();
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 60000);
        QCOMPARE(studio.takes(), 4);
        QVERIFY(studio.isModified());
        QCOMPARE(copiesIn(later), 2); // until it is saved
        // The other one is still offered.
        QVERIFY(studio.message().contains(QStringLiteral("Your unsaved work was kept")));
        studio.save();
        QVERIFY(!studio.isModified());
        QCOMPARE(copiesIn(later), 1);
    }

    void aSecondWindowIsReadOnly()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("shared.woodshed"));
        Studio first(folder, QStringLiteral("shared"));
        first.makeSolo();
        first.save();
        const QByteArray saved = contentOf(path);
        Studio second(folder, QStringLiteral("other"));
        second.open(path);
        QCOMPARE(second.window->windowTitle(), QStringLiteral("shared[*] (read-only) - Woodshed"));
        QVERIFY2(second.message().contains(QStringLiteral("is open in another Woodshed (process %1")
                                               .arg(QCoreApplication::applicationPid())),
                 qPrintable(second.message()));
        second.makeSolo();
        second.save(); // asks for another name
        QCOMPARE(contentOf(path), saved);
        QVERIFY(QFileInfo::exists(folder.filePath(QStringLiteral("other.woodshed"))));
        QCOMPARE(second.window->windowTitle(), QStringLiteral("other[*] - Woodshed"));
        // The first has lost nothing of its right to write.
        first.makeSolo();
        first.save();
        QVERIFY(contentOf(path) != saved);
    }

    void aDocumentOfAnotherWindowIsNeverWritten()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("theirs.woodshed"));
        Studio first(folder, QStringLiteral("theirs"));
        first.makeSolo();
        first.save();
        const QByteArray saved = contentOf(path);
        QVERIFY(QFile::link(path, folder.filePath(QStringLiteral("link.woodshed"))));
        for (const char* name : {"theirs", "link"}) {
            Studio second(folder, QLatin1String(name));
            second.makeSolo();
            QSignalSpy failed(second.document(), &DocumentController::failed);
            second.trigger("actSave");
            QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 60000);
            QVERIFY2(second.message().contains(QStringLiteral("s open in another Woodshed")),
                     qPrintable(second.message()));
            QCOMPARE(contentOf(path), saved);
            QVERIFY(second.isModified());
        }
    }

    void aSaveDuringASaveIsNotForgotten()
    {
        const QTemporaryDir folder;
        Studio studio(folder, QStringLiteral("twice"));
        studio.makeSolo();
        QSignalSpy saved(studio.document(), &DocumentController::saved);
        studio.trigger("actSave");
        studio.find<QSlider>("sliderCreativity")->setValue(130); // after what is being written
        studio.trigger("actSave");
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 60000);
        QVERIFY(!studio.isModified());
        Studio again(folder, QStringLiteral("x"));
        studio.window.reset();
        again.open(folder.filePath(QStringLiteral("twice.woodshed")));
        QCOMPARE(again.find<QSlider>("sliderCreativity")->value(), 130);
    }

    void aSaveThatEndsAfterNewIsNotTheNewSessions()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("old.woodshed"));
        Studio studio(folder, QStringLiteral("old"));
        studio.makeSolo();
        studio.trigger("actSave");
        studio.trigger("actNew"); // waits for it
        QTRY_COMPARE_WITH_TIMEOUT(studio.takes(), 2, 60000);
        QVERIFY(studio.question() == nullptr); // it was saved, so there is nothing to ask
        QVERIFY(QFileInfo::exists(path));
        QCOMPARE(studio.window->windowTitle(), QStringLiteral("Untitled[*] - Woodshed"));
        QVERIFY(studio.document()->path().isEmpty());
    }

    void recoveredWorkDoesNotOverwriteWhatWasSavedSince()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("both.woodshed"));
        {
            Studio studio(folder, QStringLiteral("both"));
            studio.makeSolo();
            studio.save();
            studio.makeSolo();
            studio.document()->autosave();
            QTRY_COMPARE_WITH_TIMEOUT(copiesIn(folder), 1, 60000);
        } // destroyed unasked, as by a crash: the copy stays
        QCOMPARE(copiesIn(folder), 1);
        {
            Studio studio(folder, QStringLiteral("x"));
            studio.open(path);
            for (int i = 0; i < 3; ++i)
                studio.makeSolo();
            studio.save();
        }
        const QByteArray newer = contentOf(path);
        Studio studio(folder, QStringLiteral("x"));
        QTRY_VERIFY_WITH_TIMEOUT(studio.message().contains(QStringLiteral("both (4 takes")), 60000);
        QSignalSpy opened(studio.document(), &DocumentController::opened);
        studio.act();
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 60000);
        QCOMPARE(studio.takes(), 4);
        studio.trigger("actSave");
        QTRY_VERIFY2(studio.message().contains(QStringLiteral("was changed by another program")),
                     qPrintable(studio.message()));
        QCOMPARE(contentOf(path), newer);
    }

    void theLockOfADeadProcessIsKnown()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("left.woodshed"));
        {
            Studio studio(folder, QStringLiteral("left"));
            studio.makeSolo();
            studio.save();
        }
        // What a killed window leaves: its lock, with the number of a process that is gone.
        pid_t process = 30'000;
        while (::kill(process, 0) == 0 || errno != ESRCH)
            --process;
        const QString name = folder.filePath(QStringLiteral(".~lock.left.woodshed#"));
        QByteArray left;
        {
            QLockFile lock(name);
            QVERIFY(lock.tryLock(0));
            left = contentOf(name);
        }
        QVERIFY(left.startsWith(QByteArray::number(QCoreApplication::applicationPid())));
        left.replace(0, left.indexOf('\n'), QByteArray::number(process));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(left);
        file.close();
        QVERIFY(QFileInfo::exists(folder.filePath(QStringLiteral(".~lock.left.woodshed#"))));
        Studio studio(folder, QStringLiteral("x"));
        studio.open(path);
        QCOMPARE(studio.window->windowTitle(), QStringLiteral("left[*] - Woodshed"));
    }

    void aFileChangedOutsideIsNotOverwrittenUnasked()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("mine.woodshed"));
        Studio studio(folder, QStringLiteral("mine"));
        studio.makeSolo();
        studio.save();
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append));
        file.write("somebody else's");
        file.close();
        const QByteArray theirs = contentOf(path);
        studio.makeSolo();
        studio.trigger("actSave");
        QTRY_VERIFY2(studio.message().contains(QStringLiteral("was changed by another program")),
                     qPrintable(studio.message()));
        QCOMPARE(contentOf(path), theirs);
        QVERIFY(studio.isModified());
        QSignalSpy saved(studio.document(), &DocumentController::saved);
        studio.act(); // Overwrite
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 60000);
        QVERIFY(contentOf(path) != theirs);
        QVERIFY(!studio.isModified());
    }

    void aDamagedDocumentStaysAsItIs()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("hurt.woodshed"));
        {
            Studio studio(folder, QStringLiteral("hurt"));
            for (int i = 0; i < 4; ++i)
                studio.makeSolo();
            studio.save();
        }
        QByteArray bytes = contentOf(path);
        const auto title = bytes.indexOf("\"source\":\"generated\"");
        QVERIFY(title > 0);
        bytes[title + 12] = 'x'; // in the row of a take
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        Studio studio(folder, QStringLiteral("rescued"));
        studio.open(path);
        QVERIFY2(studio.message().startsWith(QStringLiteral("hurt is damaged.")),
                 qPrintable(studio.message()));
        QCOMPARE(studio.takes(), 5);
        studio.makeSolo();
        studio.save();
        QCOMPARE(contentOf(path), bytes);
        QVERIFY(QFileInfo::exists(folder.filePath(QStringLiteral("rescued.woodshed"))));
    }

    void whatIsNoDocumentIsRefusedAndNothingIsLost()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("letter.woodshed"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("Dear Anna");
        file.close();
        Studio studio(folder, QStringLiteral("x"));
        QSignalSpy failed(studio.document(), &DocumentController::failed);
        studio.window->openFile(path);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 60000);
        QVERIFY2(studio.message().contains(QStringLiteral("s not a Woodshed document")),
                 qPrintable(studio.message()));
        QCOMPARE(studio.window->windowTitle(), QStringLiteral("Untitled[*] - Woodshed"));
        QCOMPARE(studio.takes(), 2);
    }

    void aSaveThatFailsIsToldAndTheWorkStays()
    {
        const QTemporaryDir folder;
        Studio studio(folder, QStringLiteral("missing/work"));
        studio.makeSolo();
        QSignalSpy failed(studio.document(), &DocumentController::failed);
        studio.trigger("actSave");
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 60000);
        QVERIFY2(studio.message().contains(QStringLiteral("the folder does not exist")),
                 qPrintable(studio.message()));
        QVERIFY(studio.isModified());
        studio.fake.saveAnswer = folder.filePath(QStringLiteral("work"));
        studio.save();
        QVERIFY(!studio.isModified());
    }

    void revertGoesBackToTheFile()
    {
        const QTemporaryDir folder;
        Studio studio(folder, QStringLiteral("back"));
        studio.makeSolo();
        studio.save();
        QVERIFY(!studio.find<QAction>("actRevert")->isEnabled());
        studio.makeSolo();
        QVERIFY(studio.isModified());
        QVERIFY(studio.find<QAction>("actRevert")->isEnabled());
        QSignalSpy opened(studio.document(), &DocumentController::opened);
        studio.trigger("actRevert");
        QVERIFY(studio.question() != nullptr);
        for (QAbstractButton* button : studio.question()->buttons())
            if (studio.question()->buttonRole(button) == QMessageBox::DestructiveRole) {
                button->click();
                break;
            }
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 60000);
        QTRY_COMPARE_WITH_TIMEOUT(studio.takes(), 3, 60000);
        QVERIFY(!studio.isModified());
    }

    void recentDocumentsAreListedAndMissingOnesRest()
    {
        const QTemporaryDir folder;
        Studio studio(folder, QStringLiteral("one"));
        studio.makeSolo();
        studio.save();
        studio.fake.saveAnswer = folder.filePath(QStringLiteral("two"));
        QSignalSpy saved(studio.document(), &DocumentController::saved);
        studio.trigger("actSaveAs");
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 60000);
        QVERIFY(QFile::remove(folder.filePath(QStringLiteral("one.woodshed"))));
        auto* menu = studio.window->findChild<QMenu*>(QStringLiteral("menuRecent"));
        QVERIFY(menu != nullptr);
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 2);
        QCOMPARE(menu->actions().at(0)->text(), QStringLiteral("two"));
        QVERIFY(menu->actions().at(0)->isEnabled());
        QVERIFY(!menu->actions().at(1)->isEnabled());
    }
};

QTEST_MAIN(TestDocuments)
#include "tst_documents.moc"
