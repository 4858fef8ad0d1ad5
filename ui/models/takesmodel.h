#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QAbstractListModel>

#include "generation/take.h"
#include "session/session.h"
#include "studio/madetake.h"

namespace woodshed
{

/// The takes that the user can go back to, oldest first: the demo, the corpus, and every solo made
/// or recorded since.
class TakesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using Source = TakeSource;
    struct Entry {
        std::shared_ptr<const Take> take;
        Source source = Source::Generated;
        int number = 0; ///< of its source; the epoch of a milestone
        TakeOrigin origin = {};
    };

    using QAbstractListModel::QAbstractListModel;

    /// Returns its row. Generated takes are numbered from 1, and so are recorded ones.
    int add(std::shared_ptr<const Take> take, Source source, TakeOrigin origin = {});
    /// A solo that was made from the one in `row`, right behind it.
    int insertBehind(int row, std::shared_ptr<const Take> take, TakeOrigin origin);
    /// A recorded take made even; it keeps the number of the one in `row`.
    int addQuantised(std::shared_ptr<const Take> take, int row);
    /// What a network played at that epoch of its training. Returns the row; where the very take is
    /// there already, that one.
    int addMilestone(std::shared_ptr<const Take> take, int epoch);
    /// What is listed, and what lies in the bin, oldest first.
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    [[nodiscard]] const std::vector<Entry>& bin() const { return m_bin; }
    /// Everything at once, as it comes out of a document.
    void setEntries(std::vector<Entry> entries, std::vector<Entry> bin);
    /// Takes it out of the list; in the bin it stays until that is emptied.
    void moveToBin(int row);
    /// Puts the one that was thrown away last back behind the others and returns its row, or -1.
    int restoreLast();
    void emptyBin();
    /// What the list calls it.
    [[nodiscard]] QString label(const Entry& entry) const;

    /// Whether it was played by the user, quantised or not.
    [[nodiscard]] bool isRecorded(int row) const;
    [[nodiscard]] std::shared_ptr<const Take> take(int row) const;
    /// How it came about; empty for what no network made.
    [[nodiscard]] TakeOrigin origin(int row) const;
    /// The row of a take, or -1.
    [[nodiscard]] int rowOf(const std::shared_ptr<const Take>& take) const;
    /// The row of a written solo of that title, or -1.
    [[nodiscard]] int writtenRow(const std::string& title) const;
    /// The row of the latest corpus, or -1.
    [[nodiscard]] int corpusRow() const;
    /// A name for a file made of it, without folder and suffix: "Blues in F - solo 3".
    [[nodiscard]] QString fileName(int row) const;
    /// What the tags of an audio file say of it: "seed 7"; empty where nothing was drawn.
    [[nodiscard]] std::string comment(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

Q_SIGNALS:
    void binChanged(int count);

private:
    int insert(int row, Entry entry);
    void countNumbers();
    [[nodiscard]] QString details(const Entry& entry) const;

    std::vector<Entry> m_entries;
    std::vector<Entry> m_bin;
    int m_generated = 0;
    int m_recorded = 0;
};

} // namespace woodshed
