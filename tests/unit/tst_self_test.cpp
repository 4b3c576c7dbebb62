#include "self_test.h"

#include <QTest>

#include <algorithm>

using namespace netlens;

class TestSelfTest : public QObject {
    Q_OBJECT
private slots:
    void everySampleIsAnsweredAsStored();
    void theStoredAnswersAreConfident();
    void anotherClassOrProbabilityIsWrong();
};

void TestSelfTest::everySampleIsAnsweredAsStored()
{
    const auto answers = selfTest();
    QVERIFY2(answers, answers ? "" : answers.error().subject.c_str());
    QCOMPARE(answers->size(), 6U);
    for (const SelfTestAnswer& answer : *answers)
        QVERIFY2(answer.isRight(), answer.sample.path.c_str());
}

void TestSelfTest::theStoredAnswersAreConfident()
{
    const auto samples = demoSamples();
    QVERIFY(samples);
    for (const DemoSample& sample : *samples) {
        std::string name = sample.path.stem().string();
        std::ranges::replace(name, '_', ' ');
        QCOMPARE(sample.label, name);
        QVERIFY(sample.probability > 0.9);
    }
}

void TestSelfTest::anotherClassOrProbabilityIsWrong()
{
    const SelfTestAnswer right { { "cup.png", "cup", 0.95 }, "cup", 0.9504 };
    QVERIFY(right.isRight());
    SelfTestAnswer wrong = right;
    wrong.label = "key";
    QVERIFY(!wrong.isRight());
    wrong = right;
    wrong.probability = 0.952;
    QVERIFY(!wrong.isRight());
    wrong.probability = 0.948;
    QVERIFY(!wrong.isRight());
}

QTEST_APPLESS_MAIN(TestSelfTest)
#include "tst_self_test.moc"
