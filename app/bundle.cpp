#include "bundle.h"

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

#include <QDir>
#include <QFile>

#include "corpus/corpusloader.h"
#include "midi/midifile.h"
#include "model/modelfile.h"

namespace woodshed
{

namespace
{

template<typename T>
T require(Result<T> result, const QString& name)
{
    if (!result) {
        std::cerr << "woodshed: the built-in " << name.toStdString()
                  << " is damaged: " << result.error().detail << '\n';
        std::abort();
    }
    return std::move(*result);
}

QByteArray contents(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        std::cerr << "woodshed: the built-in " << name.toStdString() << " is missing\n";
        std::abort();
    }
    return file.readAll();
}

std::span<const std::uint8_t> bytesOf(const QByteArray& data)
{
    return {reinterpret_cast<const std::uint8_t*>(data.constData()),
            static_cast<std::size_t>(data.size())};
}

Model loadModel(const QString& name)
{
    const QByteArray data = contents(name);
    return require(decodeModel(bytesOf(data)), name);
}

std::vector<BookEntry> loadBook()
{
    const QDir folder(QStringLiteral(":/book"));
    std::vector<std::pair<std::string, std::string>> texts;
    for (const QString& name : folder.entryList({QStringLiteral("*.abc")}, QDir::Files, QDir::Name))
        texts.emplace_back(QFileInfo(name).completeBaseName().toStdString(),
                           contents(folder.filePath(name)).toStdString());
    return require(readBook(texts), QStringLiteral("book"));
}

} // namespace

const std::vector<BookEntry>& bundledBook()
{
    static const std::vector<BookEntry> book = loadBook();
    return book;
}

std::vector<Line> bookLines()
{
    std::vector<Line> lines;
    for (const BookEntry& entry : bundledBook())
        lines.push_back(lineOf(entry.solo));
    return lines;
}

const Model& bundledModel()
{
    static const Model model = loadModel(QStringLiteral(":/models/default.safetensors"));
    return model;
}

const Model& bundledNotebookModel()
{
    static const Model model = loadModel(QStringLiteral(":/models/notebook.safetensors"));
    return model;
}

const Solo& bundledDemo()
{
    static const Solo demo = [] {
        const QString name = QStringLiteral(":/demo/demo.mid");
        const QByteArray data = contents(name);
        return require(loadSolo(bytesOf(data)), name);
    }();
    return demo;
}

std::filesystem::path trainingModulePath()
{
    std::error_code ignored;
    const auto program = std::filesystem::canonical("/proc/self/exe", ignored);
    const auto beside = program.parent_path() / "woodshed_training.so";
    if (std::filesystem::exists(beside, ignored))
        return beside;
    return program.parent_path() / WOODSHED_MODULE_FROM_BIN / "woodshed_training.so";
}

} // namespace woodshed
