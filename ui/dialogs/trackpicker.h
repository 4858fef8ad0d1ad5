#pragma once

#include <QDialog>

#include "studio/corpussource.h"

class QComboBox;
class QDoubleSpinBox;
class QTableWidget;

namespace woodshed
{

/// Asks which tracks and which stretch of a file to learn from. Our guess is already chosen: Enter
/// takes it.
class TrackPicker : public QDialog
{
    Q_OBJECT

public:
    TrackPicker(const CorpusScan& scan, const QString& fileName, QWidget* parent = nullptr);

    [[nodiscard]] TrackChoice choice() const;

private:
    void fillTable(const CorpusScan& scan);
    void fillChords(const CorpusScan& scan);
    void checkRange();

    QTableWidget* m_tracks;
    QComboBox* m_chords;
    QDoubleSpinBox* m_from;
    QDoubleSpinBox* m_to;
};

} // namespace woodshed
