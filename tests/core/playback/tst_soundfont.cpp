#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "playback/soundfont.h"
#include "playback/synth.h"
#include "support/files.h"

using namespace woodshed;
namespace fs = std::filesystem;

class TestSoundFont : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    /// A bank of `padding` bytes without anything in it.
    void makeFont(const char* name, std::size_t padding) const
    {
        const auto size = static_cast<char>(4 + padding);
        const std::string head = std::string("RIFF") + size + std::string(3, '\0') + "sfbk";
        QVERIFY(writeFile(at(name), head + std::string(padding, ' ')).has_value());
    }

private Q_SLOTS:
    void quickestComesFirst()
    {
        makeFont("a piano.sf2", 1);
        makeFont("FluidR3_GM.sf2", 120);
        makeFont("MuseScore_General_Lite.sf3", 10);
        makeFont("TimGM6mb.sf2", 100);
        QVERIFY(
            writeFile(at("GeneralUser.sf2"), std::string_view("not a font at all")).has_value());
        fs::create_symlink(at("TimGM6mb.sf2"), at("default-GM.sf3"));
        fs::create_symlink(at("nowhere"), at("dangling.sf2"));
        const std::vector<fs::path> folders{at("missing"), at(".")};
        QStringList names;
        for (const fs::path& font : findSoundFonts(folders))
            names << QString::fromStdString(font.filename().string());
        QCOMPARE(names,
                 (QStringList{QStringLiteral("TimGM6mb.sf2"), QStringLiteral("FluidR3_GM.sf2"),
                              QStringLiteral("MuseScore_General_Lite.sf3"),
                              QStringLiteral("a piano.sf2")}));
    }

    void aMachineWithoutFontsSaysWhatToInstall()
    {
        QVERIFY(findSoundFonts({}).empty());
        const auto synth = Synth::open({}, 44100, 0.5);
        QVERIFY(!synth.has_value());
        QCOMPARE(synth.error().code, ErrorCode::Unavailable);
        QVERIFY2(synth.error().detail.find("timgm6mb-soundfont") != std::string::npos,
                 synth.error().detail.c_str());
    }

    void aBetterFontIsOneThatIsKnownToBe()
    {
        const std::vector<fs::path> fonts{"/s/TimGM6mb.sf2", "/s/mine.sf2", "/s/FluidR3_GM.sf2"};
        QCOMPARE(betterSoundFont(fonts, "/s/TimGM6mb.sf2"), std::optional(fonts[2]));
        QVERIFY(!betterSoundFont(fonts, "/s/FluidR3_GM.sf2"));
        QVERIFY(!betterSoundFont(fonts, "/s/mine.sf2"));
        QVERIFY(!betterSoundFont(std::span(fonts).first(2), "/s/TimGM6mb.sf2"));
        const std::vector<fs::path> large{"/s/FluidR3_GM.sf2", "/s/MuseScore_General_Full.sf3"};
        QCOMPARE(betterSoundFont(large, "/s/FluidR3_GM.sf2"), std::optional(large[1]));
    }

    void aDamagedFontIsRefusedAndTheNextTaken()
    {
        const auto system = findSoundFonts();
        if (system.empty())
            QSKIP("no General MIDI soundfont is installed");
        // The system's font without its end, as a download that broke off leaves it.
        auto bytes = readFile(system.front(), std::size_t{1} << 30U);
        QVERIFY(bytes.has_value());
        QVERIFY(
            writeFile(at("broken.sf2"), std::span(*bytes).first(bytes->size() / 2)).has_value());
        const std::vector<fs::path> fonts{at("broken.sf2"), at("gone.sf2"), system.front()};
        const auto synth = Synth::open(fonts, 44100, 0.5);
        QVERIFY2(synth.has_value(), synth ? "" : synth.error().detail.c_str());
        QCOMPARE(synth->font(), system.front());
        QCOMPARE(synth->refused().size(), std::size_t{2});
        QVERIFY(synth->refused()[1].starts_with("gone.sf2: "));

        const std::vector<fs::path> broken{at("broken.sf2")};
        const auto none = Synth::open(broken, 44100, 0.5);
        QVERIFY(!none.has_value());
        QVERIFY2(none.error().detail.find("broken.sf2: this soundfont is cut short") !=
                     std::string::npos,
                 none.error().detail.c_str());
    }
};

QTEST_GUILESS_MAIN(TestSoundFont)
#include "tst_soundfont.moc"
