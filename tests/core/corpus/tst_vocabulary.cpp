#include <QTest>

#include "corpus/vocabulary.h"

using namespace woodshed;

class TestVocabulary : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sortsAndRemovesRepeats()
    {
        const Vocabulary vocabulary({"S,0.250", "C,0.250", "S,0.250", "A,0.333"});
        QCOMPARE(vocabulary.size(), std::size_t{3});
        QCOMPARE(vocabulary[0], std::string("A,0.333"));
        QCOMPARE(vocabulary.indexOf("S,0.250"), std::optional<std::size_t>(2));
        QVERIFY(!vocabulary.indexOf("X,0.250").has_value());
    }
};

QTEST_GUILESS_MAIN(TestVocabulary)
#include "tst_vocabulary.moc"
