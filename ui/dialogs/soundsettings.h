#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <QDialog>

class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace woodshed
{

class SoundController;
struct Error;

/// Driver, soundfont and MIDI input, what was tried to open them, and a tone to hear whether it
/// works. Everything acts at once; it may stay open beside the work.
class SoundSettings : public QDialog
{
    Q_OBJECT

public:
    using AskFont = std::function<QString(QWidget*)>;

    SoundSettings(SoundController* sound, AskFont askFont, QWidget* parent = nullptr);

private:
    void layOut();
    void chooseDriver(int index);
    void chooseFile();
    void refresh();
    void refreshDrivers();
    void refreshFonts();
    void refreshInputs();
    void showTrouble(const QString& sentence);

    SoundController* m_sound;
    AskFont m_askFont;
    QComboBox* m_driver;
    QComboBox* m_font;
    QComboBox* m_input;
    QLabel* m_latency;
    QLabel* m_trouble;
    QPlainTextEdit* m_attempts;
    std::vector<std::filesystem::path> m_fonts; ///< in the order of the list
    std::filesystem::path m_chosenFile;         ///< from a folder of the user's own
};

} // namespace woodshed
