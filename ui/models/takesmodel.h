#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QAbstractListModel>

#include "generation/take.h"
#include "studio/madetake.h"

namespace woodshed
{

/// The takes that the user can go back to, oldest first: the demo, the corpus, and every solo made
/// or recorded since.
class TakesModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Source { Demo, Corpus, Generated, Recorded, Quantised, Milestone };

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

private:
    struct Entry {
        std::shared_ptr<const Take> take;
        Source source = Source::Generated;
        int number = 0;
        TakeOrigin origin = {};
    };
    int insert(int row, Entry entry);
    [[nodiscard]] QString label(const Entry& entry) const;
    [[nodiscard]] QString details(const Entry& entry) const;

    std::vector<Entry> m_entries;
    int m_generated = 0;
    int m_recorded = 0;
};

} // namespace woodshed
