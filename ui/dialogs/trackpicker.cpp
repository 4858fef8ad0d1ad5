#include "dialogs/trackpicker.h"

#include <algorithm>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "widgets/describe.h"
#include "widgets/rollcontent.h"

namespace woodshed
{

TrackPicker::TrackPicker(const CorpusScan& scan, const QString& fileName, QWidget* parent)
    : QDialog(parent)
    , m_tracks(new QTableWidget(this))
    , m_chords(new QComboBox(this))
    , m_from(new QDoubleSpinBox(this))
    , m_to(new QDoubleSpinBox(this))
{
    setObjectName(QStringLiteral("trackPicker"));
    setWindowTitle(tr("Learn from %1").arg(fileName));
    auto* question = new QLabel(tr("&Which track is the melody?"), this);
    question->setBuddy(m_tracks);

    fillTable(scan);
    fillChords(scan);
    for (QDoubleSpinBox* box : {m_from, m_to}) {
        box->setDecimals(2);
        box->setRange(0, std::max(1.0, scan.quarters));
        connect(box, &QDoubleSpinBox::valueChanged, this, &TrackPicker::checkRange);
    }
    m_from->setObjectName(QStringLiteral("spinFrom"));
    m_to->setObjectName(QStringLiteral("spinTo"));
    describe(m_from, tr("From quarter"),
             tr("Where the part to learn begins, in quarter notes from the start"));
    describe(m_to, tr("To quarter"),
             tr("Where the part to learn ends, in quarter notes from the start"));

    auto* form = new QFormLayout;
    form->addRow(tr("&Chords:"), m_chords);
    auto* range = new QHBoxLayout;
    auto* to = new QLabel(tr("&to"), this);
    to->setBuddy(m_to);
    range->addWidget(m_from, 1);
    range->addWidget(to);
    range->addWidget(m_to, 1);
    auto* from = new QLabel(tr("&Quarters:"), this);
    from->setBuddy(m_from);
    form->addRow(from, range);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Learn from this"));
    buttons->button(QDialogButtonBox::Ok)->setDefault(true);
    describe(buttons->button(QDialogButtonBox::Ok), tr("Learn from this"),
             tr("Makes this track the corpus"));
    describe(buttons->button(QDialogButtonBox::Cancel), tr("Cancel"),
             tr("Keeps the corpus as it is"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* layout = new QVBoxLayout(this);
    layout->addWidget(question);
    layout->addWidget(m_tracks, 1);
    layout->addLayout(form);
    layout->addWidget(buttons);
    m_to->setValue(scan.guess.to);
    m_from->setValue(scan.guess.from);
    resize(560, 420);
    m_tracks->setFocus();
}

void TrackPicker::fillTable(const CorpusScan& scan)
{
    m_tracks->setObjectName(QStringLiteral("tableTracks"));
    describe(m_tracks, tr("Tracks"),
             tr("The tracks of the file; the chosen one is the melody to learn"));
    m_tracks->setColumnCount(5);
    m_tracks->setHorizontalHeaderLabels(
        {tr("Track"), tr("Name"), tr("Notes"), tr("Range"), tr("Our guess")});
    m_tracks->setRowCount(static_cast<int>(scan.tracks.size()));
    m_tracks->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tracks->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tracks->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tracks->setTabKeyNavigation(false);
    m_tracks->verticalHeader()->hide();
    m_tracks->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_tracks->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    for (int row = 0; row < m_tracks->rowCount(); ++row) {
        const CorpusTrack& track = scan.tracks[static_cast<std::size_t>(row)];
        QString guess;
        if (track.index == scan.guess.melody)
            guess = tr("melody");
        else if (track.index == scan.guess.chords)
            guess = tr("chords");
        const QStringList cells{
            QString::number(track.index), QString::fromStdString(track.name),
            QString::number(track.notes),
            tr("%1 to %2").arg(pitchName(track.lowestPitch), pitchName(track.highestPitch)), guess};
        for (int column = 0; column < cells.size(); ++column) {
            auto* cell = new QTableWidgetItem(cells[column]);
            if (column == 0 || column == 2)
                cell->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_tracks->setItem(row, column, cell);
        }
        m_tracks->item(row, 0)->setData(Qt::UserRole, track.index);
        if (track.index == scan.guess.melody)
            m_tracks->setCurrentCell(row, 0);
    }
    if (m_tracks->currentRow() < 0 && m_tracks->rowCount() > 0)
        m_tracks->setCurrentCell(0, 0);
}

void TrackPicker::fillChords(const CorpusScan& scan)
{
    m_chords->setObjectName(QStringLiteral("comboChords"));
    describe(m_chords, tr("Chords"), tr("Where the chords come from"));
    m_chords->addItem(tr("Written symbols, or none"), -1);
    for (const CorpusTrack& track : scan.tracks) {
        m_chords->addItem(
            tr("Track %1: %2").arg(track.index).arg(QString::fromStdString(track.name)),
            track.index);
        if (track.index == scan.guess.chords)
            m_chords->setCurrentIndex(m_chords->count() - 1);
    }
}

void TrackPicker::checkRange()
{
    m_from->setMaximum(m_to->value());
    m_to->setMinimum(m_from->value());
}

TrackChoice TrackPicker::choice() const
{
    TrackChoice choice;
    if (const QTableWidgetItem* cell = m_tracks->item(m_tracks->currentRow(), 0))
        choice.melody = cell->data(Qt::UserRole).toInt();
    if (const int chords = m_chords->currentData().toInt(); chords >= 0)
        choice.chords = chords;
    choice.from = m_from->value();
    choice.to = m_to->value();
    return choice;
}

} // namespace woodshed
