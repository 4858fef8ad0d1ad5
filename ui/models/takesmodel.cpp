#include "models/takesmodel.h"

#include <algorithm>
#include <utility>

#include <QLocale>
#include <QRegularExpression>

namespace woodshed
{

int TakesModel::insert(int row, Entry entry)
{
    beginInsertRows({}, row, row);
    m_entries.insert(m_entries.begin() + row, std::move(entry));
    endInsertRows();
    return row;
}

void TakesModel::countNumbers()
{
    m_generated = 0;
    m_recorded = 0;
    for (const std::vector<Entry>* entries : {&m_entries, &m_bin}) {
        for (const Entry& entry : *entries) {
            if (entry.source == Source::Generated)
                m_generated = std::max(m_generated, entry.number);
            else if (entry.source == Source::Recorded)
                m_recorded = std::max(m_recorded, entry.number);
        }
    }
}

void TakesModel::setEntries(std::vector<Entry> entries, std::vector<Entry> bin)
{
    beginResetModel();
    m_entries = std::move(entries);
    m_bin = std::move(bin);
    countNumbers();
    endResetModel();
    Q_EMIT binChanged(static_cast<int>(m_bin.size()));
}

void TakesModel::moveToBin(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_bin.push_back(std::move(m_entries[static_cast<std::size_t>(row)]));
    m_entries.erase(m_entries.begin() + row);
    endRemoveRows();
    Q_EMIT binChanged(static_cast<int>(m_bin.size()));
}

int TakesModel::restoreLast()
{
    if (m_bin.empty())
        return -1;
    Entry entry = std::move(m_bin.back());
    m_bin.pop_back();
    const int row = insert(rowCount(), std::move(entry));
    Q_EMIT binChanged(static_cast<int>(m_bin.size()));
    return row;
}

void TakesModel::emptyBin()
{
    m_bin.clear();
    Q_EMIT binChanged(0);
}

int TakesModel::add(std::shared_ptr<const Take> take, Source source, TakeOrigin origin)
{
    int number = 0;
    if (source == Source::Generated)
        number = ++m_generated;
    else if (source == Source::Recorded)
        number = ++m_recorded;
    return insert(rowCount(), {std::move(take), source, number, std::move(origin)});
}

int TakesModel::insertBehind(int row, std::shared_ptr<const Take> take, TakeOrigin origin)
{
    return insert(row + 1, {std::move(take), Source::Generated, ++m_generated, std::move(origin)});
}

int TakesModel::addQuantised(std::shared_ptr<const Take> take, int row)
{
    const int number = m_entries[static_cast<std::size_t>(row)].number;
    return insert(rowCount(), {std::move(take), Source::Quantised, number, {}});
}

int TakesModel::addMilestone(std::shared_ptr<const Take> take, int epoch)
{
    const auto known = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&take](const Entry& entry) { return entry.take == take; });
    if (known != m_entries.end())
        return static_cast<int>(known - m_entries.begin());
    return insert(rowCount(), {std::move(take), Source::Milestone, epoch, {}});
}

bool TakesModel::isRecorded(int row) const
{
    if (row < 0 || row >= rowCount())
        return false;
    const Source source = m_entries[static_cast<std::size_t>(row)].source;
    return source == Source::Recorded || source == Source::Quantised;
}

std::shared_ptr<const Take> TakesModel::take(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    return m_entries[static_cast<std::size_t>(row)].take;
}

TakeOrigin TakesModel::origin(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return m_entries[static_cast<std::size_t>(row)].origin;
}

int TakesModel::rowOf(const std::shared_ptr<const Take>& take) const
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(),
                                 [&](const Entry& entry) { return entry.take == take; });
    return at == m_entries.end() ? -1 : static_cast<int>(at - m_entries.begin());
}

int TakesModel::writtenRow(const std::string& title) const
{
    const auto at = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.source == Source::Corpus && entry.take->tune.title == title;
    });
    return at == m_entries.end() ? -1 : static_cast<int>(at - m_entries.begin());
}

int TakesModel::corpusRow() const
{
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (m_entries[static_cast<std::size_t>(row)].source == Source::Corpus)
            return row;
    }
    return -1;
}

QString TakesModel::fileName(int row) const
{
    const Entry& entry = m_entries[static_cast<std::size_t>(row)];
    QString title = QString::fromStdString(entry.take->tune.title);
    title.replace(QRegularExpression(QStringLiteral(R"([/\\:*?"<>|\x00-\x1f])")),
                  QStringLiteral("-"));
    title = title.trimmed();
    if (title.isEmpty())
        title = QStringLiteral("Woodshed");
    switch (entry.source) {
    case Source::Generated:
        return tr("%1 - solo %2").arg(title).arg(entry.number);
    case Source::Recorded:
        return tr("%1 - recorded %2").arg(title).arg(entry.number);
    case Source::Quantised:
        return tr("%1 - recorded %2, quantised").arg(title).arg(entry.number);
    case Source::Milestone:
        return tr("%1 - epoch %2").arg(title).arg(entry.number);
    case Source::Demo:
    case Source::Corpus:
        break;
    }
    return title;
}

std::string TakesModel::comment(int row) const
{
    const Entry& entry = m_entries[static_cast<std::size_t>(row)];
    if (entry.source != Source::Generated && entry.source != Source::Milestone)
        return {};
    std::string text = "seed " + std::to_string(entry.take->seed);
    if (const auto& bars = entry.origin.newBars)
        text += ", bars " + std::to_string(bars->first + 1) + " to " +
                std::to_string(bars->first + bars->count) + " anew";
    return text;
}

int TakesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QString TakesModel::label(const Entry& entry) const
{
    const QString title = QString::fromStdString(entry.take->tune.title);
    switch (entry.source) {
    case Source::Demo:
        return tr("Demo: %1").arg(title);
    case Source::Corpus:
        return tr("Corpus: %1").arg(title);
    case Source::Recorded:
        return tr("Recorded %1: %2").arg(entry.number).arg(title);
    case Source::Quantised:
        return tr("Recorded %1, quantised: %2").arg(entry.number).arg(title);
    case Source::Milestone:
        return entry.number == 0 ? tr("Untrained: %1").arg(title)
                                 : tr("Epoch %1: %2").arg(entry.number).arg(title);
    case Source::Generated:
        break;
    }
    if (const auto& bars = entry.origin.newBars) {
        return bars->count == 1
                   ? tr("%1. %2, bar %3 anew").arg(entry.number).arg(title).arg(bars->first + 1)
                   : tr("%1. %2, bars %3 to %4 anew")
                         .arg(entry.number)
                         .arg(title)
                         .arg(bars->first + 1)
                         .arg(bars->first + bars->count);
    }
    return tr("%1. %2, seed %3").arg(entry.number).arg(title).arg(entry.take->seed);
}

QString TakesModel::details(const Entry& entry) const
{
    const Take& take = *entry.take;
    QString text = tr("%1, %2 notes").arg(label(entry)).arg(take.notes.size());
    if (entry.source == Source::Generated) {
        text += take.choruses == 1 ? tr(", 1 chorus") : tr(", %1 choruses").arg(take.choruses);
        text += tr(", creativity %1").arg(QLocale().toString(take.temperature, 'f', 2));
        if (take.faithful)
            text += tr(", faithful to the notebook");
    }
    return text;
}

QVariant TakesModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return label(entry);
    case Qt::ToolTipRole:
    case Qt::StatusTipRole:
    case Qt::AccessibleTextRole:
        return details(entry);
    default:
        return {};
    }
}

} // namespace woodshed
