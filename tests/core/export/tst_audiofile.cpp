#include <algorithm>
#include <cmath>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <sndfile.h>
#include <sys/resource.h>
#include <unistd.h>

#include "export/audiofile.h"
#include "playback/soundfont.h"

using namespace woodshed;
namespace fs = std::filesystem;

namespace
{

struct Sound {
    int rate = 0;
    std::vector<float> mono;   ///< left and right added
    std::vector<float> stereo; ///< interleaved
    float peak = 0;
    std::string title;
    std::string artist;
    std::string comment;
    [[nodiscard]] double seconds() const
    {
        return rate > 0 ? static_cast<double>(mono.size()) / rate : 0;
    }

    /// When the sound about this moment rises, in seconds after it: the first sample at a twentieth
    /// of the height that the next 50 ms reach.
    [[nodiscard]] double onsetAfter(double moment) const
    {
        const auto frame = [&](double seconds) {
            return std::min(mono.size(), static_cast<std::size_t>(std::max(0.0, seconds * rate)));
        };
        float height = 0;
        for (std::size_t i = frame(moment); i < frame(moment + 0.05); ++i)
            height = std::max(height, std::abs(mono[i]));
        for (std::size_t i = frame(moment - 0.05); i < frame(moment + 0.05); ++i) {
            if (height > 0.05F && std::abs(mono[i]) > height / 20)
                return static_cast<double>(i) / rate - moment;
        }
        return 1;
    }

    [[nodiscard]] double energy(double from, double to) const
    {
        double sum = 0;
        const auto end = std::min(mono.size(), static_cast<std::size_t>(std::max(0.0, to * rate)));
        for (auto i = static_cast<std::size_t>(std::max(0.0, from * rate)); i < end; ++i)
            sum += static_cast<double>(mono[i]) * mono[i];
        return sum;
    }
};

/// As libsndfile reads it, which is none of our code.
Sound heard(const fs::path& path)
{
    Sound sound;
    SF_INFO info{};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    if (file == nullptr || info.channels != 2)
        return sound;
    sound.rate = info.samplerate;
    const auto text = [file](int which) {
        const char* found = sf_get_string(file, which);
        return std::string(found != nullptr ? found : "");
    };
    sound.title = text(SF_STR_TITLE);
    sound.artist = text(SF_STR_ARTIST);
    sound.comment = text(SF_STR_COMMENT);
    std::vector<float> stereo(2 * 4096);
    sf_count_t got = 0;
    while ((got = sf_readf_float(file, stereo.data(), 4096)) > 0) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(got); ++i) {
            sound.peak =
                std::max({sound.peak, std::abs(stereo[2 * i]), std::abs(stereo[2 * i + 1])});
            sound.mono.push_back(stereo[2 * i] + stereo[2 * i + 1]);
            sound.stereo.insert(sound.stereo.end(), {stereo[2 * i], stereo[2 * i + 1]});
        }
    }
    sf_close(file);
    return sound;
}

/// Root may write everywhere: for the life of this object it may not.
class OrdinaryUser
{
public:
    OrdinaryUser() { m_changed = ::geteuid() == 0 && ::seteuid(65534) == 0; }
    ~OrdinaryUser()
    {
        if (m_changed && ::seteuid(0) != 0)
            qFatal("could not become root again");
    }
    OrdinaryUser(const OrdinaryUser&) = delete;
    OrdinaryUser& operator=(const OrdinaryUser&) = delete;

private:
    bool m_changed = false;
};

double decibels(double level)
{
    return 20 * std::log10(level);
}

/// Woodblocks (short, sharp attacks) at these quarters of half a second.
Performance clicks(const std::vector<int>& quarters)
{
    Performance performance;
    performance.title = "Clicks";
    performance.tempo = 120;
    performance.length = Ticks::fromQuarters(quarters.empty() ? 0 : quarters.back() + 1);
    Part part{"Clicks", 0, 115, {}};
    for (const int quarter : quarters)
        part.notes.push_back({Ticks::fromQuarters(quarter), {120}, 72, 110});
    performance.parts.push_back(std::move(part));
    return performance;
}

/// Solo, chords, bass and drums.
Performance quartet(int bars)
{
    Performance performance;
    performance.title = "Quartet";
    performance.tempo = 140;
    performance.length = Ticks::fromQuarters(4 * bars);
    performance.parts = {
        {"Solo", 0, 66, {}}, {"Piano", 1, 0, {}}, {"Bass", 2, 32, {}}, {"Drums", 9, 0, {}}};
    for (int beat = 0; beat < 4 * bars; ++beat) {
        const Ticks at = Ticks::fromQuarters(beat);
        for (int half = 0; half < 2; ++half)
            performance.parts[0].notes.push_back(
                {at + Ticks{240 * half}, {220}, 60 + (beat * 7 + half * 4) % 24, 95});
        for (const int pitch : {52, 55, 59, 62})
            performance.parts[1].notes.push_back({at, {300}, pitch + beat % 3, 65});
        performance.parts[2].notes.push_back({at, {460}, 36 + (beat * 5) % 12, 85});
        for (const int drum : {51, beat % 2 == 0 ? 36 : 44})
            performance.parts[3].notes.push_back({at, {60}, drum, 70});
    }
    return performance;
}

} // namespace

class TestAudioFile : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path at(const std::string& name) const
    {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    static std::size_t entries(const fs::path& folder)
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

    static std::map<std::string, std::string> contents(const fs::path& folder)
    {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::directory_iterator(folder)) {
            std::ifstream file(entry.path(), std::ios::binary);
            files[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
        }
        return files;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (findSoundFonts().empty())
            QSKIP("no General MIDI soundfont is installed");
        fs::permissions(m_folder.path().toStdString(),
                        fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add);
    }

    void notesStartWhenTheyShould()
    {
        const std::vector<int> quarters{0, 2, 3, 7, 8};
        const auto done = renderAudio(clicks(quarters), at("clicks.wav"), {});
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        const Sound sound = heard(at("clicks.wav"));
        QCOMPARE(sound.rate, 44100);
        for (const int quarter : quarters) {
            const double onset = sound.onsetAfter(quarter * 0.5);
            QVERIFY2(
                onset > -0.0012 && onset < 0.0035,
                qPrintable(QStringLiteral("quarter %1: %2 ms off").arg(quarter).arg(1000 * onset)));
        }
    }

    void endsSoonAfterTheLastNote()
    {
        const Sound sound = heard(at("clicks.wav"));
        // The last note is off at 4.125 s; a woodblock is silent long before the tail's cap of 3 s.
        QVERIFY2(sound.seconds() > 4.2 && sound.seconds() < 7.0,
                 qPrintable(QString::number(sound.seconds())));
        QVERIFY(std::abs(sound.mono.back()) < 0.001F);
    }

    void tailIsCapped()
    {
        // A crash cymbal rings for long.
        Performance performance = clicks({0});
        performance.parts[0].channel = 9;
        performance.parts[0].notes = {{{0}, {240}, 57, 127}};
        QVERIFY(renderAudio(performance, at("cymbal.wav"), {}).has_value());
        QVERIFY2(heard(at("cymbal.wav")).seconds() < 3.3,
                 qPrintable(QString::number(heard(at("cymbal.wav")).seconds())));
    }

    void everyKindIsWrittenAndReadAgain_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("rate");
        QTest::newRow("wav") << QByteArray("a.wav") << 44100;
        QTest::newRow("flac") << QByteArray("a.flac") << 44100;
        QTest::newRow("ogg") << QByteArray("a.ogg") << 44100;
        QTest::newRow("opus") << QByteArray("a.opus") << 48000;
        QTest::newRow("mp3") << QByteArray("a.mp3") << 44100;
        QTest::newRow("capitals and spaces") << QByteArray("my 'best' take.WAV") << 44100;
    }

    void everyKindIsWrittenAndReadAgain()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, rate);
        AudioOptions options;
        options.title = "Café at Four — Анна 🎷";
        options.comment = "Für Anna ♥ 4. Mai; seed 7, model Дом.safetensors";
        const Performance performance = quartet(2);
        const auto done = renderAudio(performance, at(name.toStdString()), options);
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        const Sound sound = heard(at(name.toStdString()));
        QCOMPARE(sound.rate, rate);
        QCOMPARE(sound.title, options.title);
        QCOMPARE(sound.artist, std::string("Woodshed"));
        QCOMPARE(sound.comment, options.comment);
        const double music = performance.secondsAt(performance.length);
        QVERIFY2(sound.seconds() > music - 0.2 && sound.seconds() < music + 3.2,
                 qPrintable(QString::number(sound.seconds())));
        // Lossy kinds do not keep a single sample's height.
        const bool isExact = name.endsWith("wav") || name.endsWith("WAV") || name.endsWith("flac");
        QVERIFY2(std::abs(decibels(sound.peak) + 1) < (isExact ? 0.05 : 1.0),
                 qPrintable(QString::number(decibels(sound.peak))));
        QVERIFY2(sound.peak < 1.0F, "clipped");
        for (double second = 0; second + 1 < music; second += 1)
            QVERIFY2(sound.energy(second, second + 1) > 1, qPrintable(QString::number(second)));
    }

    void aFlacIsTheWav()
    {
        const Sound wav = heard(at("a.wav"));
        const Sound flac = heard(at("a.flac"));
        QVERIFY(!wav.mono.empty());
        QCOMPARE(flac.mono.size(), wav.mono.size());
        QVERIFY(flac.mono == wav.mono);
    }

    void quietMusicIsAsLoud()
    {
        Performance performance = clicks({0, 1});
        for (Note& note : performance.parts[0].notes)
            note.velocity = 10;
        QVERIFY(renderAudio(performance, at("quiet.wav"), {}).has_value());
        QVERIFY(std::abs(decibels(heard(at("quiet.wav")).peak) + 1) < 0.3);
    }

    void volumeAndPanAreHeard()
    {
        Performance performance = clicks({0, 1, 2, 3});
        performance.parts.push_back(performance.parts[0]);
        performance.parts[0].pan = 0;
        performance.parts[1].pan = 127;
        performance.parts[1].volume = 50;
        QVERIFY(renderAudio(performance, at("sides.wav"), {}).has_value());
        double left = 0;
        double right = 0;
        const Sound sound = heard(at("sides.wav"));
        for (std::size_t i = 0; i + 1 < sound.stereo.size(); i += 2) {
            left = std::max(left, static_cast<double>(std::abs(sound.stereo[i])));
            right = std::max(right, static_cast<double>(std::abs(sound.stereo[i + 1])));
        }
        // General MIDI: the square of the controller; half is a quarter, and the room adds a
        // little.
        QVERIFY2(right < 0.4 * left && right > 0.15 * left,
                 qPrintable(QStringLiteral("%1 against %2").arg(right).arg(left)));
    }

    void theMixerIsHeard()
    {
        const Performance all = quartet(2);
        Performance bassAlone = all;
        for (const std::size_t other : {0, 1, 3})
            bassAlone.parts[other].notes.clear();
        QVERIFY(renderAudio(bassAlone, at("bass.wav"), {}).has_value());
        AudioOptions muted;
        muted.mix = {{.muted = true}, {.muted = true}, {}, {.muted = true}};
        QVERIFY(renderAudio(all, at("muted.wav"), muted).has_value());
        QVERIFY(heard(at("muted.wav")).stereo == heard(at("bass.wav")).stereo);
        AudioOptions soloed;
        soloed.mix = {{}, {}, {.soloed = true}};
        QVERIFY(renderAudio(all, at("soloed.wav"), soloed).has_value());
        QVERIFY(heard(at("soloed.wav")).stereo == heard(at("bass.wav")).stereo);

        Performance softer = all;
        softer.parts[1].volume /= 2;
        softer.parts[1].pan = 0;
        QVERIFY(renderAudio(softer, at("softer.wav"), {}).has_value());
        AudioOptions mixed;
        mixed.mix = {{}, {.volume = 0.5, .pan = -1}};
        QVERIFY(renderAudio(all, at("mixed.wav"), mixed).has_value());
        QVERIFY(heard(at("mixed.wav")).stereo == heard(at("softer.wav")).stereo);

        muted.mix[2].muted = true;
        const auto nothing = renderAudio(all, at("nothing.wav"), muted);
        QCOMPARE(nothing.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(nothing.error().detail.find("mutes every part") != std::string::npos,
                 nothing.error().detail.c_str());
    }

    void refusesWithASentence()
    {
        const auto unknown = renderAudio(clicks({0}), at("x.aiff"), {});
        QCOMPARE(unknown.error().code, ErrorCode::Unsupported);
        for (const char* suffix : {".wav", ".flac", ".ogg", ".opus", ".mp3"})
            QVERIFY(unknown.error().detail.find(suffix) != std::string::npos);
        QCOMPARE(renderAudio(clicks({0}), at("x"), {}).error().code, ErrorCode::Unsupported);
        QCOMPARE(renderAudio(clicks({}), at("x.wav"), {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(renderAudio({}, at("x.wav"), {}).error().code, ErrorCode::InvalidArgument);

        Performance long10h = clicks({0});
        long10h.parts[0].notes[0].duration = Ticks::fromQuarters(72000);
        const auto tooLong = renderAudio(long10h, at("x.wav"), {});
        QCOMPARE(tooLong.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(tooLong.error().detail.find("10 h 0 min") != std::string::npos,
                 tooLong.error().detail.c_str());

        AudioOptions noFont;
        noFont.soundFont = at("nothing.sf2");
        QCOMPARE(renderAudio(clicks({0}), at("x.wav"), noFont).error().code,
                 ErrorCode::Unavailable);
        QCOMPARE(renderAudio(clicks({0}), at("no/folder/x.wav"), {}).error().code,
                 ErrorCode::NotWritable);
        QVERIFY(!fs::exists(at("x.wav")));
    }

    void aLongFormWithFewNotesIsShort()
    {
        Performance performance = clicks({0});
        performance.length = Ticks::fromQuarters(72000);
        QVERIFY(renderAudio(performance, at("short.wav"), {}).has_value());
        QVERIFY(heard(at("short.wav")).seconds() < 4);
    }

    // Too long to be held in memory: part of it waits on the disk.
    void nineMinutesAreWholeAndLevelled()
    {
        std::vector<double> seen;
        const auto done = renderAudio(clicks({0, 1079}), at("long.wav"), {},
                                      [&](double part) { seen.push_back(part); });
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), 1.0);
        const Sound sound = heard(at("long.wav"));
        QVERIFY2(sound.seconds() > 539.6 && sound.seconds() < 542.7,
                 qPrintable(QString::number(sound.seconds())));
        QVERIFY(std::abs(decibels(sound.peak) + 1) < 0.05);
        QVERIFY(sound.onsetAfter(539.5) > -0.0012 && sound.onsetAfter(539.5) < 0.0035);
        QVERIFY(std::abs(sound.mono.back()) < 0.001F);
    }

    void oddNotesDoNoHarm()
    {
        Performance performance = clicks({0, 1});
        performance.parts[0].notes.push_back({{-5}, {10}, 60, 80});
        performance.parts[0].notes.push_back({{480}, {0}, 300, 80});
        performance.parts[0].notes.push_back({{480}, {0}, 61, 900});
        performance.parts[0].program = 900;
        performance.tempo = std::nan("");
        QVERIFY(renderAudio(performance, at("odd.wav"), {}).has_value());
        QVERIFY(heard(at("odd.wav")).seconds() < 5);
    }

    void progressRisesToItsEnd()
    {
        std::vector<double> seen;
        QVERIFY(renderAudio(quartet(1), at("p.wav"), {}, [&](double part) {
                    seen.push_back(part);
                }).has_value());
        QVERIFY(seen.size() > 20);
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QVERIFY(seen.front() >= 0);
        QCOMPARE(seen.back(), 1.0);
    }

    void aStopLeavesNothing()
    {
        const fs::path folder = at("stopped");
        fs::create_directory(folder);
        for (const double moment : {0.0, 0.3, 0.95}) {
            std::stop_source source;
            const auto done = renderAudio(
                quartet(2), folder / "x.ogg", {},
                [&](double part) {
                    if (part >= moment)
                        source.request_stop();
                },
                source.get_token());
            QVERIFY(!done.has_value());
            QCOMPARE(done.error().code, ErrorCode::Cancelled);
            QCOMPARE(entries(folder), std::size_t{0});
        }
    }

    void aStopKeepsTheOldFiles()
    {
        const fs::path folder = at("kept");
        fs::create_directory(folder);
        QVERIFY(renderStems(quartet(1), folder / "x.wav", {}).has_value());
        const auto before = contents(folder);
        QCOMPARE(before.size(), std::size_t{4});
        for (const double moment : {0.5, 0.95}) {
            std::stop_source source;
            const auto done = renderStems(
                quartet(2), folder / "x.wav", {},
                [&](double part) {
                    if (part >= moment)
                        source.request_stop();
                },
                source.get_token());
            QCOMPARE(done.error().code, ErrorCode::Cancelled);
            QVERIFY(contents(folder) == before);
        }
    }

    void aStopIsObeyedAtOnce()
    {
        // Of an hour of music, what is rendered after the stop must be less than 0.3 s of work:
        // seven seconds of music at the least speed that is promised.
        const Performance performance = quartet(60 * 140 / 4);
        std::stop_source source;
        std::clock_t asked = 0;
        const auto done = renderAudio(
            performance, at("hour.wav"), {},
            [&](double part) {
                if (part >= 0.01 && asked == 0) {
                    asked = std::clock();
                    source.request_stop();
                }
            },
            source.get_token());
        QCOMPARE(done.error().code, ErrorCode::Cancelled);
        const double seconds = static_cast<double>(std::clock() - asked) / CLOCKS_PER_SEC;
        QVERIFY2(seconds < 3, qPrintable(QString::number(seconds))); // ten times the promise
    }

    void stemsAreTheMixInParts()
    {
        const fs::path folder = at("stems");
        fs::create_directory(folder);
        const Performance performance = quartet(2);
        AudioOptions options;
        options.title = "Quartet";
        std::vector<double> seen;
        const auto done = renderStems(performance, folder / "Q.wav", options,
                                      [&](double part) { seen.push_back(part); });
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        QVERIFY(std::is_sorted(seen.begin(), seen.end()));
        QCOMPARE(seen.back(), 1.0);
        QCOMPARE(entries(folder), std::size_t{4});
        QVERIFY(renderAudio(performance, at("mix.wav"), options).has_value());
        const Sound mix = heard(at("mix.wav"));
        std::vector<float> sum(mix.stereo.size(), 0.0F);
        std::size_t place = 0;
        for (const char* name : {"Solo", "Piano", "Bass", "Drums"}) {
            const fs::path path = folder / ("Q - " + std::string(name) + ".wav");
            QCOMPARE(done->at(place++), path);
            const Sound stem = heard(path);
            QCOMPARE(stem.mono.size(), mix.mono.size());
            QCOMPARE(stem.title, "Quartet - " + std::string(name));
            QVERIFY2(stem.energy(0, 1) > 0.1 && stem.energy(2, 3) > 0.1, name);
            QVERIFY(stem.energy(0, 9) < 0.9 * mix.energy(0, 9));
            std::transform(sum.begin(), sum.end(), stem.stereo.begin(), sum.begin(), std::plus<>());
        }
        // FluidSynth starts a note with the panorama of the last note that its voice played and
        // goes over to the right one within a block, 1.5 ms; which voice that is, is another one
        // in the mix. Everything else is the same, but for the rounding of each file to 16 bits.
        float peak = 0;
        std::size_t blocks = 0;
        std::size_t equal = 0;
        for (std::size_t i = 0; i + 128 <= sum.size(); i += 128) {
            float worst = 0;
            for (std::size_t k = i; k < i + 128; ++k) {
                worst = std::max(worst, std::abs(sum[k] - mix.stereo[k]));
                peak = std::max(peak, std::abs(sum[k]));
            }
            ++blocks;
            equal += worst < 4.0F / 32768 ? 1 : 0;
        }
        QVERIFY2(equal > blocks * 95 / 100,
                 qPrintable(QStringLiteral("%1 of %2 blocks").arg(equal).arg(blocks)));
        QVERIFY2(std::abs(decibels(peak) + 1) < 0.05, qPrintable(QString::number(decibels(peak))));
    }

    void aStemKeepsItsSilence()
    {
        // The second part comes in long after the first has ended.
        Performance performance = clicks({0, 1});
        Part late = performance.parts[0];
        late.name = "Late";
        late.channel = 1;
        for (Note& note : late.notes)
            note.start += Ticks::fromQuarters(8);
        performance.parts.push_back({"Silent", 2, 0, {}});
        performance.parts.push_back(late);
        const auto done = renderStems(performance, at("clicks.flac"), {});
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());
        QCOMPARE(done->size(), std::size_t{2});
        const Sound early = heard(done->at(0));
        const Sound second = heard(done->at(1));
        QCOMPARE(second.mono.size(), early.mono.size());
        QVERIFY(std::abs(second.onsetAfter(4.0)) < 0.0035);
        QCOMPARE(second.energy(0, 3.9), 0.0);
        QVERIFY(early.energy(3.9, 9) < 1e-6 * early.energy(0, 3.9));
        QVERIFY(std::abs(decibels(std::max(early.peak, second.peak)) + 1) < 0.05);
    }

    void noStemClips()
    {
        // Two parts that play the same: each is half of the mix. Then one that is a mix alone.
        Performance performance = clicks({0, 1});
        QVERIFY(renderStems(performance, at("one.wav"), {}).has_value());
        QVERIFY(std::abs(decibels(heard(at("one - Clicks.wav")).peak) + 1) < 0.05);
        performance.parts.push_back(performance.parts[0]);
        performance.parts[1].channel = 1;
        const auto done = renderStems(performance, at("two.wav"), {});
        QVERIFY(done.has_value());
        QCOMPARE(done->at(1), at("two - Clicks 2.wav"));
        QVERIFY(std::abs(decibels(heard(done->at(1)).peak) + 7) < 0.1);
    }

    void stemsAreRefusedWithASentence()
    {
        QCOMPARE(renderStems(clicks({}), at("x.wav"), {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(renderStems(clicks({0}), at("x.aiff"), {}).error().code, ErrorCode::Unsupported);
        Performance performance = clicks({0});
        performance.parts.resize(33, performance.parts[0]);
        QVERIFY(renderStems(performance, at("x.wav"), {}).error().detail.find("33 parts") !=
                std::string::npos);
        // The file that stands in the way is named, and the others are not written.
        const fs::path folder = at("inTheWay");
        fs::create_directories(folder / "x - Bass.wav");
        const auto done = renderStems(quartet(1), folder / "x.wav", {});
        QCOMPARE(done.error().code, ErrorCode::NotAFile);
        QCOMPARE(done.error().where, (folder / "x - Bass.wav").string());
        QCOMPARE(entries(folder), std::size_t{1});
    }

    void aFolderThatCannotBeWrittenStaysAsItIs()
    {
        const fs::path folder = at("readonly");
        fs::create_directory(folder);
        fs::permissions(folder, fs::perms::all & ~(fs::perms::owner_write | fs::perms::group_write |
                                                   fs::perms::others_write));
        const OrdinaryUser user;
        const auto done = renderAudio(clicks({0}), folder / "x.wav", {});
        QVERIFY(!done.has_value());
        QCOMPARE(done.error().code, ErrorCode::NotWritable);
        QCOMPARE(entries(folder), std::size_t{0});
    }

    void aFullDiskKeepsTheOldFile_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : {"x.wav", "x.flac", "x.ogg", "x.opus", "x.mp3"})
            QTest::newRow(name) << QByteArray(name);
    }

    void aFullDiskKeepsTheOldFile()
    {
        QFETCH(QByteArray, name);
        const fs::path folder = at("full " + name.toStdString());
        const fs::path path = folder / name.toStdString();
        fs::create_directory(folder);
        QVERIFY(renderAudio(clicks({0}), path, {}).has_value());
        const auto before = contents(folder);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit old{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
        const rlimit small{before.begin()->second.size() + 1000, old.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto done = renderAudio(clicks({0, 1, 2, 3, 4, 5, 6, 7, 8, 9}), path, {});
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &old), 0);
        QVERIFY(!done.has_value());
        QCOMPARE(done.error().code, ErrorCode::NotWritable);
        QVERIFY(contents(folder) == before);
    }

    void speed()
    {
        const Performance performance = quartet(24);
        QElapsedTimer timer;
        timer.start();
        const std::clock_t start = std::clock();
        QVERIFY(renderAudio(performance, at("speed.wav"), {}).has_value());
        const double busy = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        const double music = heard(at("speed.wav")).seconds();
        qInfo("%.1f s of four parts: %.0f times real time by processor time, %.2f s by the clock",
              music, music / busy, static_cast<double>(timer.elapsed()) / 1000);
    }
};

QTEST_GUILESS_MAIN(TestAudioFile)
#include "tst_audiofile.moc"
