#include "playbackdesk.h"

#include <system_error>
#include <utility>

#include <QCoreApplication>
#include <QEvent>
#include <QLabel>

#include "controllers/bandcontroller.h"
#include "controllers/playbackcontroller.h"
#include "controllers/recordingcontroller.h"
#include "controllers/rulercontroller.h"
#include "controllers/soundcontroller.h"
#include "controllers/typingpiano.h"
#include "dialogs/soundsettings.h"
#include "panels/bandbar.h"
#include "panels/mixerpanel.h"
#include "panels/transportbar.h"
#include "studio/errortext.h"
#include "studio/soundtexts.h"
#include "widgets/infobar.h"
#include "widgets/pianoroll.h"

namespace woodshed
{

PlaybackDesk::PlaybackDesk(const StudioParts& parts, const StudioActions& actions,
                           const Views& views, QWidget* window)
    : QObject(window)
    , m_actions(actions)
    , m_views(views)
    , m_askFont(parts.askWhichSoundFont)
    , m_options(parts.soundOptions)
    , m_player(parts.sound)
    , m_preferences(parts.preferencesFile)
    , m_kept(m_preferences.sound())
    , m_playback(new PlaybackController(m_player, this))
    , m_band(new BandController(parts.accompany, m_playback, this))
    , m_ruler(new RulerController(m_actions, views.roll, m_playback, this))
    , m_sound(new SoundController(m_player, this))
    , m_recording(new RecordingController(m_player, m_playback, this))
    , m_typing(new TypingPiano(window))
{
    m_clock.start();
    connectTransport();
    connectBand();
    connectSound();
    connectKeys();
    showPreferences();
}

PlaybackDesk::~PlaybackDesk() = default;

QWidget* PlaybackDesk::window() const
{
    return qobject_cast<QWidget*>(parent());
}

void PlaybackDesk::connectTransport()
{
    connect(m_actions.play, &QAction::triggered, m_playback, &PlaybackController::togglePlay);
    connect(m_actions.stop, &QAction::triggered, m_playback, &PlaybackController::stop);
    connect(m_actions.home, &QAction::triggered, m_playback, &PlaybackController::toStart);
    connect(m_actions.panic, &QAction::triggered, m_playback, &PlaybackController::panic);
    connect(m_actions.follow, &QAction::toggled, m_views.roll, &PianoRoll::setFollow);
    connect(m_actions.countIn, &QAction::toggled, m_playback, &PlaybackController::setCountIn);
    connect(m_actions.metronome, &QAction::toggled, m_playback, &PlaybackController::setMetronome);
    connect(m_ruler, &RulerController::told, m_views.liveText, &QLabel::setText);
    connect(m_playback, &PlaybackController::changed, this, &PlaybackDesk::playbackChanged);
    for (QAction* action : {m_actions.countIn, m_actions.metronome})
        connect(action, &QAction::toggled, this, &PlaybackDesk::keep);
}

void PlaybackDesk::connectBand()
{
    BandBar* bar = m_views.band;
    connect(bar, &BandBar::tempoChanged, m_band, &BandController::setTempo);
    connect(bar, &BandBar::swingChanged, m_band, &BandController::setSwing);
    connect(m_band, &BandController::tempoChanged, bar, &BandBar::showTempo);
    connect(bar, &BandBar::transpositionChanged, m_playback, &PlaybackController::setTransposition);
    connect(bar, &BandBar::volumeChanged, m_playback, &PlaybackController::setVolume);
    connect(bar, &BandBar::volumeChanged, this, [this](double volume) {
        m_kept.volume = volume;
        keep();
    });
    connect(m_actions.tempo, &QAction::triggered, bar, &BandBar::focusTempo);
    connect(m_actions.tapTempo, &QAction::triggered, this, [this] {
        if (const auto tempo = m_taps.tap(m_clock.elapsed())) {
            m_views.band->showTempo(*tempo);
            m_band->setTempo(*tempo);
        }
    });
    MixerPanel* mixer = m_views.mixer;
    mixer->showReverb(PlaybackController::usualReverb);
    connect(mixer, &MixerPanel::mixChanged, m_playback, [this](const QString& part, PartMix mix) {
        m_playback->setMix(part.toStdString(), mix);
    });
    connect(mixer, &MixerPanel::reverbChanged, m_playback, &PlaybackController::setReverb);
    connect(m_playback, &PlaybackController::levelChanged, mixer, &MixerPanel::setLevel);
    connect(m_actions.mixer, &QAction::toggled, mixer, &QWidget::setVisible);
    mixer->setVisible(m_actions.mixer->isChecked());
}

void PlaybackDesk::connectSound()
{
    connect(m_playback, &PlaybackController::opened, this, &PlaybackDesk::soundOpened);
    connect(m_sound, &SoundController::changed, this, &PlaybackDesk::showSound);
    connect(m_views.band, &BandBar::outputChosen, m_sound, &SoundController::choose);
    connect(m_actions.soundSettings, &QAction::triggered, this, &PlaybackDesk::showSettings);
    connect(m_sound, &SoundController::troubled, this, [this](const QString& sentence) {
        m_trouble = sentence;
        m_views.infoBar->showMessage(InfoBar::Kind::Warning, sentence, tr("Sound settings..."),
                                     [this] { showSettings(); });
    });
    connect(m_sound, &SoundController::recovered, this, [this](const QString& sentence) {
        if (m_views.infoBar->message() == m_trouble)
            m_views.infoBar->dismiss();
        m_views.liveText->setText(sentence);
    });
    connect(m_sound, &SoundController::faltered, m_views.liveText, &QLabel::setText);
    connect(m_sound, &SoundController::failed, this, [this](const Error& error) {
        m_views.infoBar->showMessage(InfoBar::Kind::Error, errorText(error));
    });
    connect(m_sound, &SoundController::outputChosen, this, [this](const OutputChoice& output) {
        m_kept.output = output;
        keep();
    });
    connect(m_sound, &SoundController::soundFontChosen, this,
            [this](const std::filesystem::path& font) {
                m_kept.soundFont = font;
                keep();
            });
    connect(m_sound, &SoundController::inputChosen, this, [this](const std::string& input) {
        m_kept.input = input;
        keep();
    });
}

void PlaybackDesk::connectKeys()
{
    connect(m_actions.typing, &QAction::toggled, m_typing, &TypingPiano::setActive);
    connect(m_typing, &TypingPiano::noteOn, m_sound, &SoundController::noteOn);
    connect(m_typing, &TypingPiano::noteOff, m_sound, &SoundController::noteOff);
    connect(m_typing, &TypingPiano::changed, this, &PlaybackDesk::showTyping);
    m_views.typingText->hide();

    connect(m_actions.record, &QAction::triggered, this, [this](bool on) {
        if (on)
            m_recording->start(m_band->take());
        else
            m_recording->finish();
    });
    connect(m_recording, &RecordingController::recordingChanged, this, [this](bool on) {
        m_actions.record->setChecked(on);
        if (on)
            m_views.liveText->setText(tr("Recording what you play; Stop ends it."));
    });
    connect(m_recording, &RecordingController::nothingPlayed, this, [this] {
        m_views.liveText->setText(
            tr("Nothing was played, so nothing was recorded. Ctrl+K turns the keyboard into a "
               "piano."));
    });
    // Choosing another take ends a recording; the window finishes with the one before the other.
    connect(m_recording, &RecordingController::recorded, this, &PlaybackDesk::recorded,
            Qt::QueuedConnection);
}

void PlaybackDesk::showPreferences()
{
    m_views.band->showVolume(m_kept.volume);
    m_playback->setVolume(m_kept.volume);
    m_actions.countIn->setChecked(m_kept.countIn);
    m_actions.metronome->setChecked(m_kept.metronome);
}

void PlaybackDesk::keep()
{
    m_kept.countIn = m_actions.countIn->isChecked();
    m_kept.metronome = m_actions.metronome->isChecked();
    m_preferences.setSound(m_kept);
}

bool PlaybackDesk::hasKeptFont() const
{
    std::error_code ignored;
    return !m_kept.soundFont.empty() && std::filesystem::exists(m_kept.soundFont, ignored);
}

void PlaybackDesk::open()
{
    PlayerOptions options = m_options;
    if (hasKeptFont()) {
        options.soundFonts = m_player->soundFonts();
        options.soundFonts.insert(options.soundFonts.begin(), m_kept.soundFont);
    }
    if (options.driver.empty() && m_kept.output.kind == OutputChoice::Kind::Synth)
        options.driver = m_kept.output.name;
    m_playback->open(options);
}

void PlaybackDesk::soundOpened(const SoundStatus& status)
{
    m_sound->begin(status);
    m_actions.record->setEnabled(true);
    if (m_options.driver.empty() && m_kept.output.kind != OutputChoice::Kind::Synth)
        m_sound->choose(m_kept.output);
    if (!m_kept.input.empty())
        m_sound->listenTo(m_kept.input);
    if (status.wanted.kind != OutputChoice::Kind::Synth)
        return;
    QString text = sentence(status.trouble);
    if (m_player->soundFonts().empty())
        text = tr("No soundfont found, so nothing can be heard. Installing the package "
                  "timgm6mb-soundfont brings one.");
    else if (status.isSilent() && !status.soundFont.empty())
        text = tr("No audio device found. Playing silently; the music can still be exported.");
    if (text.isEmpty())
        return;
    // What is there already, as work to be recovered, matters more; the status line tells it too.
    if (m_views.infoBar->message().isEmpty())
        m_views.infoBar->showMessage(InfoBar::Kind::Warning, text, tr("Sound settings..."),
                                     [this] { showSettings(); });
    else
        m_views.liveText->setText(text);
}

void PlaybackDesk::showSound()
{
    const SoundStatus& status = m_sound->status();
    m_views.band->showOutputs(m_sound->outputs(), status);
    QLabel* text = m_views.soundText;
    if (status.output.kind != OutputChoice::Kind::Synth)
        text->setText(tr("Output: %1").arg(outputName(status.output, status)));
    else if (status.isSilent())
        text->setText(tr("No audio device"));
    else if (status.soundFont.empty())
        text->setText(tr("No soundfont"));
    else
        text->setText(tr("Soundfont: %1").arg(QString::fromStdString(status.soundFont)));
    QStringList attempts;
    for (const std::string& attempt : status.attempts)
        attempts << QString::fromStdString(attempt);
    text->setToolTip(attempts.isEmpty() ? text->text() : attempts.join(QLatin1Char('\n')));
}

void PlaybackDesk::showSettings()
{
    if (auto* open = window()->findChild<SoundSettings*>()) {
        open->raise();
        open->activateWindow();
        return;
    }
    auto* settings = new SoundSettings(m_sound, m_askFont, window());
    settings->setAttribute(Qt::WA_DeleteOnClose);
    settings->show();
}

void PlaybackDesk::setTake(std::shared_ptr<const Take> take)
{
    m_band->setTake(std::move(take));
    m_ruler->applyLoop();
}

void PlaybackDesk::exchangeTake(std::shared_ptr<const Take> take)
{
    m_band->exchangeTake(std::move(take));
    m_ruler->applyLoop();
}

void PlaybackDesk::settle()
{
    if (!m_recording->isRecording())
        return;
    m_recording->finish();
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall); // recorded() waits in the queue
}

bool PlaybackDesk::isPlaying() const
{
    return m_playback->isPlaying();
}

void PlaybackDesk::play()
{
    m_playback->play();
}

double PlaybackDesk::tempo() const
{
    return m_band->settings().tempo;
}

Performance PlaybackDesk::heard()
{
    return m_band->heard();
}

std::vector<PartMix> PlaybackDesk::mixOf(const Performance& performance) const
{
    return m_playback->mixOf(performance);
}

std::filesystem::path PlaybackDesk::soundFont() const
{
    // While nothing goes through the synthesizer no font is loaded, and the wish counts.
    if (const SoundStatus status = m_player->status(); !status.soundFontFile.empty())
        return status.soundFontFile;
    return hasKeptFont() ? m_kept.soundFont : std::filesystem::path();
}

void PlaybackDesk::playbackChanged()
{
    const bool playing = m_playback->isPlaying();
    const Ticks position = m_playback->position();
    if (playing != m_wasPlaying) {
        m_wasPlaying = playing;
        m_actions.setPlaying(playing);
    }
    m_views.roll->setPlayhead(position, playing);
    if (m_playback->isCountingIn())
        m_views.transport->showCountIn();
    else
        m_views.transport->setPosition(m_views.roll->content().positionText(position),
                                       m_playback->seconds());
}

void PlaybackDesk::showTyping()
{
    QLabel* text = m_views.typingText;
    text->setText(tr("Letters play notes, A is C%1; Ctrl+K ends it").arg(m_typing->octave()));
    text->setVisible(m_typing->isActive());
}

} // namespace woodshed
