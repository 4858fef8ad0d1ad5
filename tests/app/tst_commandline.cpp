#include <csignal>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "export/midiexport.h"
#include "midi/midifile.h"
#include "midi/tempomap.h"
#include "model/modelfile.h"
#include "training/checkpoint.h"

using namespace woodshed;

namespace
{

struct Outcome {
    int exitCode = -1;
    QString out;
    QString err;
    /// Lines on stderr that are not warnings.
    QStringList complaints() const
    {
        QStringList lines = err.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        lines.removeIf(
            [](const QString& line) { return line.startsWith(QLatin1String("warning: ")); });
        return lines;
    }
};

} // namespace

/// The program as a process, the way a shell user meets it.
class TestCommandLine : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_model;

    QString path(const QString& name) const { return m_folder.filePath(name); }

    QString write(const QString& name, const QByteArray& contents) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(contents) != contents.size())
            qFatal("cannot write %s", qPrintable(name));
        return path(name);
    }

    Outcome run(const QStringList& arguments) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
        environment.remove(QStringLiteral("DISPLAY"));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder.path());
        process.start(QStringLiteral(WOODSHED_PROGRAM), arguments);
        if (!process.waitForFinished(240'000)) {
            process.kill();
            process.waitForFinished();
            return {-2, {}, QStringLiteral("did not end")};
        }
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -3,
                QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

    static QByteArray describe(const Outcome& outcome)
    {
        return QStringLiteral("exit %1\nstdout: %2\nstderr: %3")
            .arg(outcome.exitCode)
            .arg(outcome.out, outcome.err)
            .toUtf8();
    }

    /// The rows of a training's log, but for the last column.
    static QStringList withoutSeconds(const QString& log)
    {
        QFile file(log);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QStringList rows =
            QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        for (QString& row : rows)
            row.truncate(row.lastIndexOf(QLatin1Char(',')));
        return rows;
    }

    static MidiReading readBack(const QString& file)
    {
        const auto bytes = readFile(file.toStdString());
        if (!bytes)
            qFatal("%s", bytes.error().detail.c_str());
        auto reading = readMidi(*bytes);
        if (!reading)
            qFatal("%s", reading.error().detail.c_str());
        return *reading;
    }

private Q_SLOTS:
    void helpAndVersion()
    {
        for (const char* arguments :
             {"--help", "--version", "compose --help", "train --help", "values --help",
              "inspect --help", "render --help", "tunes --help", "ports --help"}) {
            const auto outcome = run(QString::fromLatin1(arguments).split(QLatin1Char(' ')));
            QVERIFY2(outcome.exitCode == 0, describe(outcome));
            QVERIFY2(!outcome.out.isEmpty() && outcome.err.isEmpty(), describe(outcome));
        }
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown option") << QStringList{QStringLiteral("--no-such-option")};
        QTest::newRow("unknown option of a command")
            << QStringList{QStringLiteral("compose"), QStringLiteral("--no-such-option")};
        QTest::newRow("missing path")
            << QStringList{QStringLiteral("values"), QStringLiteral("--json")};
        QTest::newRow("missing output") << QStringList{QStringLiteral("train")};
        QTest::newRow("word for a number") << QStringList{
            QStringLiteral("compose"), QStringLiteral("--choruses"), QStringLiteral("two")};
        QTest::newRow("out of range") << QStringList{
            QStringLiteral("compose"), QStringLiteral("--temperature"), QStringLiteral("9")};
        QTest::newRow("unknown command") << QStringList{QStringLiteral("compse")};
        QTest::newRow("not a number") << QStringList{
            QStringLiteral("compose"), QStringLiteral("--tempo"), QStringLiteral("nan")};
        QTest::newRow("negative seed") << QStringList{
            QStringLiteral("compose"), QStringLiteral("--seed"), QStringLiteral("-1")};
        QTest::newRow("range without a file")
            << QStringList{QStringLiteral("train"), QStringLiteral("--from"), QStringLiteral("4"),
                           QStringLiteral("-o"), QStringLiteral("x.safetensors")};
        QTest::newRow("the log where the resume file lies") << QStringList{
            QStringLiteral("train"), QStringLiteral("-o"), QStringLiteral("x.safetensors"),
            QStringLiteral("--log"), QStringLiteral("x.safetensors.resume")};
        QTest::newRow("one file for two") << QStringList{
            QStringLiteral("train"), QStringLiteral("-o"), QStringLiteral("x.safetensors"),
            QStringLiteral("--log"), QStringLiteral("x.safetensors")};
        const auto compose = [](const QStringList& more) {
            return QStringList{QStringLiteral("compose")} + more;
        };
        QTest::newRow("unknown feel")
            << compose({QStringLiteral("--feel"), QStringLiteral("polka")});
        QTest::newRow("too much swing")
            << compose({QStringLiteral("--swing"), QStringLiteral("3")});
        QTest::newRow("unknown part")
            << compose({QStringLiteral("--parts"), QStringLiteral("solo,flute")});
        QTest::newRow("no part") << compose({QStringLiteral("--parts"), QStringLiteral(",")});
        QTest::newRow("empty list of parts") << compose({QStringLiteral("--parts"), QString()});
        QTest::newRow("parts without the band") << compose(
            {QStringLiteral("--parts"), QStringLiteral("solo"), QStringLiteral("--solo-only")});
        QTest::newRow("parts of a picture")
            << compose({QStringLiteral("--parts"), QStringLiteral("solo"), QStringLiteral("-o"),
                        QStringLiteral("x.png")});
        QTest::newRow("long dedication")
            << compose({QStringLiteral("--dedication"), QString(281, QLatin1Char('x'))});
        QTest::newRow("unknown profile")
            << QStringList{QStringLiteral("values"), QStringLiteral("x.mid"),
                           QStringLiteral("--profile"), QStringLiteral("nonsense")};
    }

    void wrongUsage()
    {
        QFETCH(QStringList, arguments);
        const auto before = QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden);
        const auto outcome = run(arguments);
        QVERIFY2(outcome.exitCode == 2, describe(outcome));
        QCOMPARE(outcome.complaints().size(), 1);
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden), before);
    }

    void badFiles_data()
    {
        const QByteArray header("MThd\0\0\0\6\0\1\0\1\1\xE0", 14);
        QTest::addColumn<QString>("file");
        QTest::newRow("missing") << path(QStringLiteral("missing.mid"));
        QTest::newRow("folder without music") << m_folder.path();
        QTest::newRow("text called .mid")
            << write(QStringLiteral("text.mid"), "Dear Anna, happy birthday!\n");
        QTest::newRow("empty") << write(QStringLiteral("empty.mid"), QByteArray());
        QTest::newRow("cut in its header") << write(QStringLiteral("cut.mid"), header.left(9));
        QTest::newRow("cut inside a track")
            << write(QStringLiteral("cuttrack.mid"),
                     header + QByteArray("MTrk\0\0\1\0\0\x90\x40\x40\x60\x80\x40\x40", 16));
        QTest::newRow("no track") << write(QStringLiteral("notrack.mid"), header);
        QTest::newRow("no melody") << write(QStringLiteral("silent.mid"),
                                            header + QByteArray("MTrk\0\0\0\4\0\xFF\x2F\0", 12));
    }

    void badFiles()
    {
        QFETCH(QString, file);
        const QString model = path(QStringLiteral("never.safetensors"));
        for (const QStringList& arguments :
             {QStringList{QStringLiteral("values"), file, QStringLiteral("--json")},
              QStringList{QStringLiteral("train"), QStringLiteral("--corpus"), file,
                          QStringLiteral("-o"), model}}) {
            const auto outcome = run(arguments);
            QVERIFY2(outcome.exitCode == 1, describe(outcome));
            QVERIFY2(outcome.out.isEmpty(), describe(outcome));
            QVERIFY2(outcome.complaints().size() == 1, describe(outcome));
            QVERIFY2(outcome.err.startsWith(QLatin1String("woodshed: ")) ||
                         outcome.err.contains(QLatin1String("\nwoodshed: ")),
                     describe(outcome));
            QVERIFY(!QFile::exists(model));
        }
    }

    void anUnusableDisplayIsASentence()
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
        environment.insert(QStringLiteral("DISPLAY"), QStringLiteral(":7777"));
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(WOODSHED_PROGRAM), QStringList());
        QVERIFY(process.waitForFinished(60'000));
        const QByteArray complaint = process.readAllStandardError();
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY2(complaint.startsWith("woodshed: ") && complaint.count('\n') == 1, complaint);
    }

    void whatCannotBePrintedIsAFailure()
    {
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(QStringLiteral(WOODSHED_PROGRAM), {QStringLiteral("tunes")});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 1);
    }

    void inspectTakesASilentFile()
    {
        const QByteArray silent("MThd\0\0\0\6\0\1\0\1\1\xE0MTrk\0\0\0\4\0\xFF\x2F\0", 26);
        const auto outcome =
            run({QStringLiteral("inspect"), write(QStringLiteral("quiet.mid"), silent)});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY2(outcome.out.startsWith(QLatin1String("notes=0 tracks=0 measures=0 chords=0\n")),
                 describe(outcome));
    }

    void trainsOnTheBuiltInSolos_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::addColumn<int>("epochs");
        QTest::addColumn<QStringList>("more");
        QTest::newRow("notebook") << QStringLiteral("notebook") << 20 << QStringList();
        QTest::newRow("woodshed") << QStringLiteral("woodshed") << 4
                                  << QStringList{QStringLiteral("--preset"),
                                                 QStringLiteral("quick")};
    }
    void trainsOnTheBuiltInSolos()
    {
        QFETCH(QString, profile);
        QFETCH(int, epochs);
        QFETCH(QStringList, more);
        m_model = path(QStringLiteral("my %1 model.safetensors").arg(profile));
        const auto outcome =
            run(QStringList{QStringLiteral("train"), QStringLiteral("--profile"), profile,
                            QStringLiteral("--epochs"), QString::number(epochs),
                            QStringLiteral("--seed"), QStringLiteral("3"), QStringLiteral("-o"),
                            m_model, QStringLiteral("--log"), path(QStringLiteral("loss.csv")),
                            QStringLiteral("--plot"), path(QStringLiteral("loss.png"))} +
                more);
        QVERIFY2(outcome.exitCode == 0, describe(outcome));

        QFile log(path(QStringLiteral("loss.csv")));
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QStringList rows =
            QString::fromUtf8(log.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(rows.first(),
                 QStringLiteral("epoch,loss,accuracy,validation_loss,learning_rate,seconds"));
        QCOMPARE(rows.size(), epochs + 1);
        const double first = rows[1].split(QLatin1Char(','))[1].toDouble();
        const double last = rows.last().split(QLatin1Char(','))[1].toDouble();
        QVERIFY2(last < first, qPrintable(QStringLiteral("%1 -> %2").arg(first).arg(last)));
        QVERIFY(rows.last().startsWith(QStringLiteral("%1,").arg(epochs)));

        const QImage plot(path(QStringLiteral("loss.png")));
        QVERIFY(plot.width() >= 400);

        const auto model = readModel(m_model.toStdString());
        QVERIFY(model.has_value());
        QCOMPARE(QString::fromStdString(model->profile), profile);
        QCOMPARE(model->vocabulary.size(), model->weights.values);
    }

    void sameSeedSameModel()
    {
        const QString a = path(QStringLiteral("a.safetensors"));
        const QString b = path(QStringLiteral("b.safetensors"));
        for (const QString& file : {a, b}) {
            const auto outcome =
                run({QStringLiteral("train"), QStringLiteral("--preset"), QStringLiteral("quick"),
                     QStringLiteral("--epochs"), QStringLiteral("2"), QStringLiteral("-o"), file});
            QVERIFY2(outcome.exitCode == 0, describe(outcome));
        }
        QCOMPARE(*readFile(a.toStdString()), *readFile(b.toStdString()));
    }

    void composesWithThatModel()
    {
        if (m_model.isEmpty())
            QSKIP("needs the model of trainsOnTheBuiltInSolos");
        const QString one = path(QStringLiteral("one.mid"));
        const QString two = path(QStringLiteral("two.mid"));
        for (const QString& file : {one, two}) {
            const auto outcome =
                run({QStringLiteral("compose"), QStringLiteral("--model"), m_model,
                     QStringLiteral("--seed"), QStringLiteral("5"), QStringLiteral("-o"), file});
            QVERIFY2(outcome.exitCode == 0, describe(outcome));
        }
        QCOMPARE(*readFile(one.toStdString()), *readFile(two.toStdString()));
        const auto reading = readBack(one);
        QVERIFY(reading.warnings.empty());
        QCOMPARE(reading.file.format, 1);
        QCOMPARE(reading.file.ticksPerQuarter, 480);
        QCOMPARE(reading.file.tracks.at(1).name(), std::string("Solo"));
        QVERIFY(pairNotes(reading.file.tracks.at(1)).size() > 20);
    }

    void beginsWithThePrimer()
    {
        const QString first = path(QStringLiteral("first.mid"));
        const QString second = path(QStringLiteral("second.mid"));
        auto outcome = run({QStringLiteral("compose"), QStringLiteral("--seed"),
                            QStringLiteral("1"), QStringLiteral("--swing"), QStringLiteral("0"),
                            QStringLiteral("--solo-only"), QStringLiteral("-o"), first});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        outcome =
            run({QStringLiteral("compose"), QStringLiteral("--seed"), QStringLiteral("2"),
                 QStringLiteral("--swing"), QStringLiteral("0"), QStringLiteral("--solo-only"),
                 QStringLiteral("--primer"), first, QStringLiteral("--primer-bars"),
                 QStringLiteral("6"), QStringLiteral("-o"), second});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        const auto pitches = [this](const QString& file) {
            std::vector<int> list;
            for (const auto& note : pairNotes(readBack(file).file.tracks.at(1)))
                list.push_back(note.pitch);
            return list;
        };
        const std::vector<int> given = pitches(first);
        const std::vector<int> made = pitches(second);
        std::size_t same = 0;
        while (same < given.size() && same < made.size() && given[same] == made[same])
            ++same;
        QVERIFY2(same >= 8 && same < made.size() && same < given.size(), describe(outcome));

        outcome = run({QStringLiteral("compose"), QStringLiteral("--primer"),
                       path(QStringLiteral("missing.mid")), QStringLiteral("-o"), second});
        QVERIFY2(outcome.exitCode == 1 && outcome.complaints().size() == 1, describe(outcome));
    }

    void faithfulTakesTheNotebooksNetwork()
    {
        const QString plain = path(QStringLiteral("plain.mid"));
        const QString faithful = path(QStringLiteral("faithful.mid"));
        auto outcome = run({QStringLiteral("compose"), QStringLiteral("--seed"),
                            QStringLiteral("1"), QStringLiteral("-o"), plain});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        outcome = run({QStringLiteral("compose"), QStringLiteral("--seed"), QStringLiteral("1"),
                       QStringLiteral("--faithful"), QStringLiteral("-o"), faithful});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY(*readFile(plain.toStdString()) != *readFile(faithful.toStdString()));
        if (m_model.isEmpty())
            QSKIP("needs the model of trainsOnTheBuiltInSolos");
        outcome = run({QStringLiteral("compose"), QStringLiteral("--faithful"),
                       QStringLiteral("--model"), m_model, QStringLiteral("-o"), faithful});
        QVERIFY2(outcome.exitCode == 1, describe(outcome));
        QCOMPARE(outcome.complaints().size(), 1);
    }

    void partsAreChosen()
    {
        const auto compose = [this](const QString& file, const QStringList& more) {
            const auto outcome =
                run(QStringList{QStringLiteral("compose"), QStringLiteral("--seed"),
                                QStringLiteral("4"), QStringLiteral("-o"), path(file)} +
                    more);
            if (outcome.exitCode != 0)
                qFatal("%s", describe(outcome).constData());
            return outcome;
        };
        const auto names = [](const MidiFile& file) {
            QStringList list;
            for (const MidiTrack& track : file.tracks)
                list << QString::fromStdString(track.name());
            list.removeFirst();
            return list.join(QLatin1Char(' '));
        };
        compose(QStringLiteral("whole.mid"), {});
        const MidiFile whole = readBack(path(QStringLiteral("whole.mid"))).file;
        QCOMPARE(names(whole), QStringLiteral("Solo Piano Bass Drums"));

        auto outcome = compose(QStringLiteral("minus.mid"),
                               {QStringLiteral("--parts"), QStringLiteral("Drums, piano,bass")});
        QVERIFY2(
            outcome.out.contains(QLatin1String("minus.mid: piano, bass, drums over 2 choruses")),
            describe(outcome));
        const MidiFile minusOne = readBack(path(QStringLiteral("minus.mid"))).file;
        QCOMPARE(names(minusOne), QStringLiteral("Piano Bass Drums"));
        QVERIFY(minusOne.tracks[0] == whole.tracks[0]); // tempo, metre, chords, length
        QVERIFY(minusOne.tracks[2] == whole.tracks[3]);

        outcome =
            compose(QStringLiteral("st.mid"), {QStringLiteral("--stems"), QStringLiteral("--parts"),
                                               QStringLiteral("solo,drums")});
        QCOMPARE(outcome.out.count(QLatin1Char('\n')), 2);
        QVERIFY2(outcome.out.contains(QLatin1String("st - Drums.mid: drums over")),
                 describe(outcome));
        QVERIFY(!QFile::exists(path(QStringLiteral("st.mid"))));
        const MidiFile drums = readBack(path(QStringLiteral("st - Drums.mid"))).file;
        QVERIFY(drums.tracks[0] == whole.tracks[0]);
        QVERIFY(drums.tracks[1] == whole.tracks[4]);
        QCOMPARE(names(readBack(path(QStringLiteral("st - Solo.mid"))).file),
                 QStringLiteral("Solo"));
    }

    void feelSwingAndTempoAreHeard()
    {
        const auto compose = [this](const QStringList& more) {
            const QString file = path(QStringLiteral("feel.mid"));
            const auto outcome =
                run(QStringList{QStringLiteral("compose"), QStringLiteral("--seed"),
                                QStringLiteral("4"), QStringLiteral("-o"), file} +
                    more);
            if (outcome.exitCode != 0)
                qFatal("%s", describe(outcome).constData());
            return *readFile(file.toStdString());
        };
        const auto plain = compose({});
        QVERIFY(plain == compose({QStringLiteral("--swing"), QStringLiteral("1")}));
        QVERIFY(plain != compose({QStringLiteral("--swing"), QStringLiteral("0")}));
        for (const char* feel : {"swing", "up", "ballad", "waltz", "bossa", "shuffle"}) {
            const auto bytes = compose({QStringLiteral("--feel"), QString::fromLatin1(feel),
                                        QStringLiteral("--tempo"), QStringLiteral("145")});
            const auto reading = readMidi(bytes);
            QVERIFY(reading.has_value());
            const TempoMap map(reading->file);
            QCOMPARE(map.tempoAt(0).beatsPerMinute(), 145.0);
            QCOMPARE(map.timeSignatureAt(0).beatsPerBar, QByteArray(feel) == "waltz" ? 3 : 4);
        }
    }

    void aDedicationGoesIntoTheFile()
    {
        const QString file = path(QStringLiteral("gift.mid"));
        auto outcome = run({QStringLiteral("compose"), QStringLiteral("--dedication"),
                            QStringLiteral("Für Anna"), QStringLiteral("-o"), file});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY(readFile(file.toStdString())->size() > 0);
        QCOMPARE(fromMidi(readBack(file).file).dedication, std::string("Für Anna"));

        const QString ogg = path(QStringLiteral("gift.ogg"));
        outcome =
            run({QStringLiteral("compose"), QStringLiteral("--dedication"),
                 QStringLiteral("Für Anna"), QStringLiteral("--choruses"), QStringLiteral("1"),
                 QStringLiteral("--seed"), QStringLiteral("7"), QStringLiteral("-o"), ogg});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        const auto bytes = *readFile(ogg.toStdString());
        const std::string text(bytes.begin(), bytes.end());
        QVERIFY(text.find("Für Anna; seed 7, model built in") != std::string::npos);
    }

    void rendersPartsAndStems()
    {
        const QString file = path(QStringLiteral("whole.mid"));
        if (!QFile::exists(file))
            QSKIP("needs the file of partsAreChosen");
        const QString wav = path(QStringLiteral("r.wav"));
        auto outcome = run({QStringLiteral("render"), file, QStringLiteral("-o"), wav,
                            QStringLiteral("--parts"), QStringLiteral("bass,flute")});
        QVERIFY2(outcome.exitCode == 2, describe(outcome));
        QVERIFY2(outcome.err.contains(QLatin1String("solo, piano, bass, drums")),
                 describe(outcome));
        QVERIFY(!QFile::exists(wav));
        outcome = run({QStringLiteral("render"), file, QStringLiteral("-o"), wav,
                       QStringLiteral("--parts"), QStringLiteral("bass,solo"),
                       QStringLiteral("--stems")});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY2(outcome.out.contains(QLatin1String("r - Bass.wav: bass")), describe(outcome));
        QVERIFY(!QFile::exists(wav));
        QCOMPARE(QFileInfo(path(QStringLiteral("r - Bass.wav"))).size(),
                 QFileInfo(path(QStringLiteral("r - Solo.wav"))).size());
        QVERIFY(QFileInfo(path(QStringLiteral("r - Bass.wav"))).size() > 1'000'000);
    }

    void theFormDecidesTheMeasures()
    {
        const QString tune = write(QStringLiteral("four bars.txt"), "| Cm7 F7 | Bb | % | F7 |\n");
        const QString file = path(QStringLiteral("four.mid"));
        auto outcome = run({QStringLiteral("compose"), QStringLiteral("--tune"), tune,
                            QStringLiteral("--solo-only"), QStringLiteral("--choruses"),
                            QStringLiteral("3"), QStringLiteral("-o"), file});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        outcome = run({QStringLiteral("inspect"), file});
        QVERIFY2(outcome.out.contains(QLatin1String(" measures=12 ")), describe(outcome));
    }

    void composesWithoutAnOutputIntoTheCurrentFolder()
    {
        const auto outcome = run({QStringLiteral("compose"), QStringLiteral("--seed"),
                                  QStringLiteral("77"), QStringLiteral("--solo-only")});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        const auto files = QDir(m_folder.path()).entryList({QStringLiteral("*solo 77.mid")});
        QCOMPARE(files.size(), 1);
        QVERIFY2(outcome.out.contains(files.first()), describe(outcome));
    }

    void readsTunesFromChordText()
    {
        const QString tune =
            write(QStringLiteral("my tune.txt"),
                  "title: For Anna\ntempo: 150\n| Cm7 F7 | Bbmaj7 / Eb6 | % | NC |\n");
        const QString file = path(QStringLiteral("anna.mid"));
        const auto outcome =
            run({QStringLiteral("compose"), QStringLiteral("--tune"), tune,
                 QStringLiteral("--seed"), QStringLiteral("2"), QStringLiteral("-o"), file});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        const auto reading = readBack(file);
        QCOMPARE(reading.file.tracks.at(0).name(), std::string("For Anna"));
    }

    void writesAudioAndPicture()
    {
        const QString wav = path(QStringLiteral("solo.wav"));
        auto outcome =
            run({QStringLiteral("compose"), QStringLiteral("--seed"), QStringLiteral("1"),
                 QStringLiteral("--choruses"), QStringLiteral("1"), QStringLiteral("-o"), wav});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY(QFileInfo(wav).size() > 1'000'000);
        const QString png = path(QStringLiteral("roll.png"));
        outcome = run({QStringLiteral("compose"), QStringLiteral("--seed"), QStringLiteral("1"),
                       QStringLiteral("-o"), png});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY(QImage(png).width() >= 800);
    }

    void refusesWhatItCannotWrite()
    {
        for (const QString& file :
             {path(QStringLiteral("no such folder/solo.mid")), path(QStringLiteral("solo.xyz"))}) {
            const auto outcome = run({QStringLiteral("compose"), QStringLiteral("--seed"),
                                      QStringLiteral("1"), QStringLiteral("-o"), file});
            QVERIFY2(outcome.exitCode == 1, describe(outcome));
            QVERIFY2(outcome.complaints().size() == 1, describe(outcome));
            QVERIFY(!QFile::exists(file));
        }
    }

    void refusesBeforeTheWorkIsDone()
    {
        const auto outcome =
            run({QStringLiteral("train"), QStringLiteral("--epochs"), QStringLiteral("1000000"),
                 QStringLiteral("-o"), path(QStringLiteral("no such folder/x.safetensors"))});
        QVERIFY2(outcome.exitCode == 1, describe(outcome));
        QVERIFY2(outcome.out.isEmpty() && outcome.complaints().size() == 1, describe(outcome));
    }

    void anInterruptKeepsTheBestSoFar()
    {
        const QString model = path(QStringLiteral("interrupted.safetensors"));
        QProcess process;
        process.start(QStringLiteral(WOODSHED_PROGRAM),
                      {QStringLiteral("train"), QStringLiteral("--epochs"),
                       QStringLiteral("1000000"), QStringLiteral("-o"), model});
        QByteArray out;
        while (!out.contains("Epoch 1 of") && process.waitForReadyRead(60'000))
            out += process.readAllStandardOutput();
        QVERIFY2(out.contains("Epoch 1 of"), out);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        QVERIFY(process.readAllStandardOutput().contains("Stopped. Epoch"));
        QVERIFY(readModel(model.toStdString()).has_value());
    }

    void resumesAsIfItHadNeverStopped_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<bool>("fixedEpochs");
        QTest::addColumn<int>("signal");
        const QStringList notebook{QStringLiteral("--profile"), QStringLiteral("notebook")};
        const QStringList line{QStringLiteral("--preset"), QStringLiteral("quick"),
                               QStringLiteral("--hidden"), QStringLiteral("24")};
        QTest::newRow("notebook, killed") << notebook << false << SIGKILL;
        QTest::newRow("notebook, interrupted") << notebook << false << SIGINT;
        QTest::newRow("woodshed, killed") << line << true << SIGKILL;
        QTest::newRow("woodshed, interrupted") << line << true << SIGINT;
    }

    void resumesAsIfItHadNeverStopped()
    {
        QFETCH(QStringList, options);
        QFETCH(bool, fixedEpochs);
        QFETCH(int, signal);
        const QString model = path(QStringLiteral("resumed.safetensors"));
        const QString kept = model + QStringLiteral(".resume");
        const auto train = [&](const QString& file, int epochs, const QString& log) {
            return QStringList{QStringLiteral("train"),
                               QStringLiteral("--epochs"),
                               QString::number(epochs),
                               QStringLiteral("-o"),
                               file,
                               QStringLiteral("--log"),
                               log} +
                   options;
        };
        const QString log = path(QStringLiteral("resumed.csv"));
        const QString whole = path(QStringLiteral("whole.safetensors"));
        const QString wholeLog = path(QStringLiteral("whole.csv"));
        for (const QString& file : {model, kept, log, whole, wholeLog})
            QFile::remove(file);

        // The notebook's run would go on for hours; it is then resumed with fewer epochs. The other
        // one's epochs are fixed: enough of them that it is stopped long before the last.
        int epochs = fixedEpochs ? 25 : 1'000'000;
        QProcess process;
        process.start(QStringLiteral(WOODSHED_PROGRAM), train(model, epochs, log));
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(kept) || process.state() == QProcess::NotRunning,
                                 100'000);
        QCOMPARE(process.state(), QProcess::Running);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
        QVERIFY(process.waitForFinished(100'000));
        if (signal == SIGINT) {
            const QByteArray out = process.readAllStandardOutput();
            QVERIFY2(out.contains("with --resume goes on after epoch"), out);
            QVERIFY(readModel(model.toStdString()).has_value());
        } else {
            QCOMPARE(process.exitStatus(), QProcess::CrashExit);
            QVERIFY(!QFile::exists(model));
        }
        const auto bytes = readFile(kept.toStdString());
        QVERIFY(bytes.has_value());
        const auto resume = decodeResume(*bytes);
        QVERIFY2(resume.has_value(), resume ? "" : resume.error().detail.c_str());
        if (!fixedEpochs)
            epochs = resume->checkpoint.epoch + 20;
        QVERIFY(resume->checkpoint.epoch < epochs);

        const auto resumed =
            run(train(model, epochs, log) + QStringList(QStringLiteral("--resume")));
        QVERIFY2(resumed.exitCode == 0 && resumed.err.isEmpty(), describe(resumed));
        QVERIFY2(resumed.out.contains(
                     QStringLiteral("Going on after epoch %1\n").arg(resume->checkpoint.epoch)),
                 describe(resumed));
        QVERIFY(!QFile::exists(kept));
        const auto unstopped = run(train(whole, epochs, wholeLog));
        QVERIFY2(unstopped.exitCode == 0, describe(unstopped));
        QVERIFY(!QFile::exists(whole + QStringLiteral(".resume")));
        QVERIFY(*readFile(model.toStdString()) == *readFile(whole.toStdString()));
        const auto rows = withoutSeconds(log);
        QCOMPARE(rows.size(), epochs + 1);
        QCOMPARE(rows, withoutSeconds(wholeLog));
    }

    void resumesOnlyWhatBelongs()
    {
        const QString model = path(QStringLiteral("belongs.safetensors"));
        const QString kept = model + QStringLiteral(".resume");
        const auto train = [&](const char* seed, const QStringList& more) {
            return run(QStringList{QStringLiteral("train"), QStringLiteral("--profile"),
                                   QStringLiteral("notebook"), QStringLiteral("--epochs"),
                                   QStringLiteral("3"), QStringLiteral("--seed"),
                                   QString::fromLatin1(seed), QStringLiteral("-o"), model} +
                       more);
        };
        const QStringList resume{QStringLiteral("--resume")};
        // Nothing there: it says so and trains.
        auto outcome = train("1", resume);
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY2(outcome.err.contains(QStringLiteral("nothing to resume")), describe(outcome));
        QVERIFY(!QFile::exists(kept));

        // That of a run that was killed belongs to no other.
        QVERIFY(QFile::remove(model));
        QProcess process;
        process.start(QStringLiteral(WOODSHED_PROGRAM),
                      {QStringLiteral("train"), QStringLiteral("--profile"),
                       QStringLiteral("notebook"), QStringLiteral("--epochs"),
                       QStringLiteral("1000000"), QStringLiteral("--seed"), QStringLiteral("1"),
                       QStringLiteral("-o"), model});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(kept), 100'000);
        process.kill();
        QVERIFY(process.waitForFinished());
        const auto bytes = readFile(kept.toStdString());

        outcome = train("2", resume);
        QVERIFY2(outcome.exitCode == 1 && outcome.complaints().size() == 1, describe(outcome));
        QVERIFY2(outcome.err.contains(QStringLiteral("other options")), describe(outcome));
        QVERIFY(*readFile(kept.toStdString()) == *bytes);
        QVERIFY(!QFile::exists(model));

        // Begun afresh on purpose, with a warning; and the file of the other run is gone.
        outcome = train("2", {});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY2(outcome.err.startsWith(QStringLiteral("warning: ")), describe(outcome));
        QVERIFY(!QFile::exists(kept));

        write(QStringLiteral("belongs.safetensors.resume"), QByteArray(500, '\xFF'));
        outcome = train("1", resume);
        QVERIFY2(outcome.exitCode == 1 && outcome.complaints().size() == 1, describe(outcome));
        QVERIFY2(outcome.err.contains(QStringLiteral("damaged")), describe(outcome));
        QVERIFY(QFile::remove(kept));

        // Where it cannot be written the training goes on, with one warning.
        QVERIFY(QDir().mkdir(kept));
        outcome = train("1", {});
        QVERIFY2(outcome.exitCode == 0 && outcome.complaints().isEmpty(), describe(outcome));
        QCOMPARE(outcome.err.count(QStringLiteral("cannot be resumed")), 1);
        QVERIFY(QDir(kept).exists());
        QVERIFY(readModel(model.toStdString()).has_value());
        outcome = train("1", resume);
        QVERIFY2(outcome.exitCode == 1 && outcome.complaints().size() == 1, describe(outcome));
    }

    void refusesADamagedModel()
    {
        const QString damaged =
            write(QStringLiteral("damaged.safetensors"), QByteArray(500, '\xFF'));
        const auto outcome = run({QStringLiteral("compose"), QStringLiteral("--model"), damaged,
                                  QStringLiteral("-o"), path(QStringLiteral("x.mid"))});
        QVERIFY2(outcome.exitCode == 1, describe(outcome));
        QCOMPARE(outcome.complaints().size(), 1);
        QVERIFY(!QFile::exists(path(QStringLiteral("x.mid"))));
    }

    void listsTunesAndWritesThem()
    {
        const QString folder = path(QStringLiteral("book"));
        const auto outcome = run({QStringLiteral("tunes"), QStringLiteral("--midi"), folder});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        const auto files = QDir(folder).entryList({QStringLiteral("*.mid")}, QDir::Files);
        QVERIFY(files.size() >= 4);
        QCOMPARE(outcome.out.count(QLatin1Char('\n')), files.size());
        for (const QString& file : files)
            QVERIFY(readBack(QDir(folder).filePath(file)).warnings.empty());

        // What we write is a corpus again, with its chords.
        const auto values = run({QStringLiteral("values"), QDir(folder).filePath(files.first()),
                                 QStringLiteral("--json")});
        QVERIFY2(values.exitCode == 0, describe(values));
        const auto json = nlohmann::json::parse(values.out.toStdString(), nullptr, false);
        QVERIFY(json["tokens"].size() > 30);
        QVERIFY(json["values"].size() <= json["tokens"].size());
    }

    void valuesOfOurOwnFileAreAsWorkedOut()
    {
        const QString data = QStringLiteral(WOODSHED_TEST_DATA);
        QFile expectedFile(data + QStringLiteral("/own-values.json"));
        QVERIFY(expectedFile.open(QIODevice::ReadOnly));
        const auto expected = nlohmann::json::parse(expectedFile.readAll().toStdString());
        const auto number = [&](const char* name) {
            return QString::number(expected[name].get<int>());
        };
        const auto outcome =
            run({QStringLiteral("values"), data + QStringLiteral("/own.mid"),
                 QStringLiteral("--profile"), QStringLiteral("notebook"),
                 QStringLiteral("--melody-track"), number("melodyTrack"),
                 QStringLiteral("--chord-track"), number("chordTrack"), QStringLiteral("--from"),
                 number("from"), QStringLiteral("--to"), number("to"), QStringLiteral("--json")});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        const auto json = nlohmann::json::parse(outcome.out.toStdString(), nullptr, false);
        QVERIFY(json["measures"].size() == expected["measures"].size());
        for (std::size_t i = 0; i < json["measures"].size(); ++i)
            QVERIFY2(json["measures"][i]["tokens"] == expected["measures"][i]["tokens"],
                     json["measures"][i].dump().c_str());
    }

    void selftestSaysWhatWorks()
    {
        const auto outcome = run({QStringLiteral("--selftest")});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY2(outcome.out.count(QLatin1Char('\n')) >= 4, describe(outcome));
    }

    void portsAnswersWithoutDevices()
    {
        const auto outcome = run({QStringLiteral("ports")});
        QVERIFY2(outcome.exitCode == 0, describe(outcome));
        QVERIFY(!outcome.out.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
