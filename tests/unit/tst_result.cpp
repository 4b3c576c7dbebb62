#include "base/result.h"

#include <QTest>

#include <memory>

using namespace netlens;

class TestResult : public QObject {
    Q_OBJECT
private slots:
    void holdsAValueOrAnError();
    void carriesWhatCanOnlyBeMoved();
    void ofNothingIsGoodUnlessItFailed();
};

void TestResult::holdsAValueOrAnError()
{
    Result<std::string> good = std::string("cat");
    QVERIFY(good);
    QVERIFY(good.has_value());
    QCOMPARE(*good, std::string("cat"));
    QCOMPARE(good->size(), 3U);
    *good += "s";
    QCOMPARE(good.value(), std::string("cats"));

    const Result<std::string> bad = makeError(ErrorCode::FileEmpty, "a.jpg", "0 bytes");
    QVERIFY(!bad);
    QCOMPARE(bad.error().code, ErrorCode::FileEmpty);
    QCOMPARE(bad.error().subject, std::string("a.jpg"));
    QCOMPARE(bad.error().detail, std::string("0 bytes"));
}

void TestResult::carriesWhatCanOnlyBeMoved()
{
    Result<std::unique_ptr<int>> made = std::make_unique<int>(5);
    QCOMPARE(**made, 5);
    const std::unique_ptr<int> taken = *std::move(made);
    QCOMPARE(*taken, 5);
    QVERIFY(made.value() == nullptr);
}

void TestResult::ofNothingIsGoodUnlessItFailed()
{
    const Result<void> good;
    QVERIFY(good);
    const Result<void> bad = makeError(ErrorCode::OutOfMemory, {});
    QVERIFY(!bad);
    QCOMPARE(bad.error().code, ErrorCode::OutOfMemory);
}

QTEST_APPLESS_MAIN(TestResult)
#include "tst_result.moc"
