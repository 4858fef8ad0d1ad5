#pragma once

#include <optional>

#include <QLabel>

#include "generation/originality.h"

namespace woodshed
{

/// What a solo shares with the corpus, as a sentence or two; the place in the corpus is a link.
/// Hidden where nothing was compared.
class OriginalityLine : public QLabel
{
    Q_OBJECT

public:
    explicit OriginalityLine(QWidget* parent = nullptr);

    void setReport(const std::optional<OriginalityReport>& report);

Q_SIGNALS:
    /// The user wants to see where the longest run comes from; bars count from 1.
    void sourceRequested(const QString& solo, int bar);

protected:
    void changeEvent(QEvent* event) override;

private:
    void write();

    std::optional<OriginalityReport> m_report;
};

/// "Longest run shared with the corpus: 9 notes (Corner Booth, bar 5). 4 % of its seven-note
/// figures are known."
[[nodiscard]] QString originalityText(const OriginalityReport& report);

} // namespace woodshed
