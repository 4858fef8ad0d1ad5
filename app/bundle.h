#pragma once

#include <filesystem>
#include <vector>

#include "corpus/line.h"
#include "formats/book.h"
#include "model/weights.h"
#include "score/solo.h"

namespace woodshed
{

/// What ships inside the program. A fault in it is a fault of the build: tests read all of it, and
/// here it ends the program with a message.

/// The built-in solos, sorted by file name.
[[nodiscard]] const std::vector<BookEntry>& bundledBook();
/// The same as the Woodshed profile reads them, named by their titles.
[[nodiscard]] std::vector<Line> bookLines();
/// The default model, trained from the book.
[[nodiscard]] const Model& bundledModel();
/// The classic exercise's network, trained from the book: what is faithful to the notebook plays
/// from it.
[[nodiscard]] const Model& bundledNotebookModel();
/// The stored take that a fresh window shows.
[[nodiscard]] const Solo& bundledDemo();

/// The LibTorch module: beside the program in the build tree, in the library folder after an
/// install.
[[nodiscard]] std::filesystem::path trainingModulePath();

} // namespace woodshed
