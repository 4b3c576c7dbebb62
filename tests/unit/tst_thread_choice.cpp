#include "engine/thread_calibration.h"
#include "support/random_weights.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace netlens;

namespace {

Architecture smallNetwork()
{
    Config config;
    config.alpha = 0.35;
    config.input = { 96, 96, 3 };
    config.classes = 6;
    return describe(config);
}

} // namespace

class TestThreadChoice : public QObject {
    Q_OBJECT
private slots:
    void theBestIsChosen_data();
    void theBestIsChosen();
    void candidatesCoverTheProcessors_data();
    void candidatesCoverTheProcessors();
    void everyCandidateIsMeasured_data();
    void everyCandidateIsMeasured();
    void anInterruptionEndsItWithoutAnAnswer_data();
    void anInterruptionEndsItWithoutAnAnswer();
};

void TestThreadChoice::theBestIsChosen_data()
{
    using Trials = std::vector<ThreadTrial>;
    QTest::addColumn<Trials>("trials");
    QTest::addColumn<int>("threads");
    QTest::newRow("one processor has no choice") << Trials { { 1, 4, 5 } } << 1;
    QTest::newRow("two that are faster and stand the load")
        << Trials { { 1, 4, 4.4 }, { 2, 2.4, 4.4 } } << 2;
    QTest::newRow("a little slower beside a busy program is as fast")
        << Trials { { 1, 4, 4.4 }, { 2, 2.4, 4.8 } } << 2;
    QTest::newRow("two that are faster only when it is quiet")
        << Trials { { 1, 4, 4.4 }, { 2, 2.4, 5.5 } } << 1;
    QTest::newRow("beside a busy program nothing may take twice the quiet time")
        << Trials { { 1, 4, 9 }, { 2, 2.4, 8.5 } } << 1;
    QTest::newRow("two that gain too little to be worth a processor")
        << Trials { { 1, 4, 5 }, { 2, 3.5, 4 } } << 1;
    QTest::newRow("on four processors two beat one and four beat two")
        << Trials { { 1, 4, 4.2 }, { 2, 2.3, 2.5 }, { 4, 1.4, 2.3 } } << 4;
    QTest::newRow("four that wait for the busy processor lose against two")
        << Trials { { 1, 4, 4.2 }, { 2, 2.3, 2.5 }, { 4, 1.4, 3.2 } } << 2;
    QTest::newRow("eight are compared with the best, not with their neighbour")
        << Trials { { 1, 4, 4.2 }, { 2, 2.3, 2.5 }, { 4, 2.2, 2.5 }, { 8, 1.9, 2.5 } } << 8;
}

void TestThreadChoice::theBestIsChosen()
{
    QFETCH(const std::vector<ThreadTrial>, trials);
    QTEST(bestThreads(trials), "threads");
}

void TestThreadChoice::candidatesCoverTheProcessors_data()
{
    QTest::addColumn<int>("processors");
    QTest::addColumn<std::vector<int>>("candidates");
    QTest::newRow("a system that does not tell") << 0 << std::vector { 1 };
    QTest::newRow("one") << 1 << std::vector { 1 };
    QTest::newRow("two") << 2 << std::vector { 1, 2 };
    QTest::newRow("six") << 6 << std::vector { 1, 2, 4, 6 };
    QTest::newRow("more than a network can use") << 64 << std::vector { 1, 2, 4, 8 };
}

void TestThreadChoice::candidatesCoverTheProcessors()
{
    QFETCH(const int, processors);
    QTEST(threadCandidates(processors), "candidates");
}

void TestThreadChoice::everyCandidateIsMeasured_data()
{
    QTest::addColumn<Precision>("precision");
    QTest::newRow("float32") << Precision::Float32;
    QTest::newRow("8-bit integers") << Precision::Int8;
}

void TestThreadChoice::everyCandidateIsMeasured()
{
    QFETCH(const Precision, precision);
    const Architecture network = smallNetwork();
    const auto choice = calibrateThreads(
        network, randomWeights(network, 1), { .precision = precision }, [] { return false; });
    QVERIFY(choice);
    std::vector<int> measured;
    for (const ThreadTrial& trial : choice->trials) {
        measured.push_back(trial.threads);
        QVERIFY(trial.quietMs > 0);
        QVERIFY(trial.besideMs > 0);
    }
    const auto processors = static_cast<int>(std::thread::hardware_concurrency());
    QCOMPARE(measured, threadCandidates(processors));
    QCOMPARE(choice->threads, bestThreads(choice->trials));
}

void TestThreadChoice::anInterruptionEndsItWithoutAnAnswer_data()
{
    QTest::addColumn<int>("afterMs"); // of the first question
    QTest::newRow("at once") << 0;
    QTest::newRow("in the quiet runs") << 100;
    QTest::newRow("beside the busy program") << 350;
}

void TestThreadChoice::anInterruptionEndsItWithoutAnAnswer()
{
    QFETCH(const int, afterMs);
    const Architecture network = smallNetwork();
    QElapsedTimer since;
    int answeredYes = 0;
    const auto choice = calibrateThreads(network, randomWeights(network, 1), {}, [&] {
        if (!since.isValid())
            since.start();
        return since.elapsed() >= afterMs && ++answeredYes > 0;
    });
    QVERIFY(!choice);
    QCOMPARE(answeredYes, 1); // nothing is done after that
}

QTEST_APPLESS_MAIN(TestThreadChoice)
#include "tst_thread_choice.moc"
