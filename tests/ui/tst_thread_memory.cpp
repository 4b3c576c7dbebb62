#include "ui/thread_memory.h"

#include "support/fake_service.h"
#include "ui/threads_text.h"

#include <QDir>
#include <QFile>
#include <QLocale>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

ThreadChoice twoThreads()
{
    return { 2, { { 1, 4.25, 5 }, { 2, 2.5, 5.125 } } };
}

} // namespace

class TestThreadMemory : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void aChoiceIsRemembered();
    void anUnsteadyChoiceIsForgotten();
    void whatCannotBeReadIsNotThere_data();
    void whatCannotBeReadIsNotThere();
    void theServiceIsToldOnceAState();
    void whatIsMeasuredIsKeptForTheNextStart();
    void aChoiceOfAnotherStateIsNotTaken();
    void reasons_data();
    void reasons();
    void theOriginTellsAllMeasurements();

private:
    void setGovernor(const QByteArray& name);

    QTemporaryDir m_settings;
    QTemporaryDir m_root;
};

void TestThreadMemory::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QVERIFY(m_settings.isValid() && m_root.isValid());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QCoreApplication::setOrganizationName(u"netlens-test"_s);
    QVERIFY(QDir(m_root.path()).mkpath(u"sys/devices/system/cpu/cpu0/cpufreq"_s));
}

void TestThreadMemory::init()
{
    QSettings().clear();
    setGovernor("performance");
}

void TestThreadMemory::setGovernor(const QByteArray& name)
{
    QFile file(m_root.filePath(u"sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(name);
}

void TestThreadMemory::aChoiceIsRemembered()
{
    const ThreadChoices choices { "mine",
        { { Precision::Float32, twoThreads() },
            { Precision::Int8, { 1, { { 1, 1.5, 1.75 }, { 2, 1.25, 9 } } } } } };
    rememberThreads(choices);
    QVERIFY(rememberedThreads("mine") == choices);
    QVERIFY(rememberedThreads("another").of.empty());
}

void TestThreadMemory::anUnsteadyChoiceIsForgotten()
{
    ThreadChoice choice = twoThreads();
    choice.isSteady = false;
    rememberThreads({ "mine", { { Precision::Float32, choice } } });
    QVERIFY(rememberedThreads("mine").of.empty());
}

void TestThreadMemory::whatCannotBeReadIsNotThere_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::newRow("a number") << QVariant(2);
    QTest::newRow("no trials") << QVariant(QStringList { u"2"_s });
    QTest::newRow("no such trial") << QVariant(QStringList { u"4"_s, u"1 4 5"_s, u"2 3 5"_s });
    QTest::newRow("no threads") << QVariant(QStringList { u"0"_s, u"0 4 5"_s });
    QTest::newRow("no trial of one thread") << QVariant(QStringList { u"2"_s, u"2 3 5"_s });
    QTest::newRow("no time") << QVariant(QStringList { u"1"_s, u"1 nan 5"_s });
    QTest::newRow("half a trial") << QVariant(QStringList { u"1"_s, u"1 4"_s });
}

void TestThreadMemory::whatCannotBeReadIsNotThere()
{
    QFETCH(const QVariant, value);
    rememberThreads({ "mine", { { Precision::Float32, twoThreads() } } });
    QSettings settings;
    for (const QString& key : settings.allKeys())
        if (key.endsWith(u"/f32"_s))
            settings.setValue(key, value);
    QVERIFY(rememberedThreads("mine").of.empty());
}

void TestThreadMemory::theServiceIsToldOnceAState()
{
    FakeService service;
    ThreadMemory memory(service, nullptr, m_root.path().toStdString());
    QVERIFY(service.knownThreads.empty());
    memory.lookAtComputer();
    memory.lookAtComputer();
    QCOMPARE(service.knownThreads.size(), 1U);
    setGovernor("powersave");
    memory.lookAtComputer();
    QCOMPARE(service.knownThreads.size(), 2U);
    QVERIFY(service.knownThreads[0].computer != service.knownThreads[1].computer);
}

void TestThreadMemory::whatIsMeasuredIsKeptForTheNextStart()
{
    FakeService service;
    {
        ThreadMemory memory(service, nullptr, m_root.path().toStdString());
        memory.lookAtComputer();
        QVERIFY(!memory.choice(Precision::Float32));
        QSignalSpy changed(&memory, &ThreadMemory::changed);
        service.finishThreads(Precision::Float32, twoThreads());
        QCOMPARE(changed.size(), 1);
        QVERIFY(memory.choice(Precision::Float32) == twoThreads());
        QVERIFY(!memory.choice(Precision::Int8));
    }
    ThreadMemory next(service, nullptr, m_root.path().toStdString());
    next.lookAtComputer();
    QVERIFY(next.choice(Precision::Float32) == twoThreads());
    QVERIFY(service.knownThreads.back().of.at(Precision::Float32) == twoThreads());
    setGovernor("powersave");
    next.lookAtComputer();
    QVERIFY(!next.choice(Precision::Float32));
    setGovernor("performance");
    next.lookAtComputer();
    QVERIFY(next.choice(Precision::Float32) == twoThreads());
}

void TestThreadMemory::aChoiceOfAnotherStateIsNotTaken()
{
    FakeService service;
    ThreadMemory memory(service, nullptr, m_root.path().toStdString());
    memory.lookAtComputer();
    ThreadChoices late = service.knownThreads.back();
    late.of.emplace(Precision::Float32, twoThreads());
    setGovernor("powersave");
    memory.lookAtComputer();
    service.finishThreads(late);
    QVERIFY(!memory.choice(Precision::Float32));
    QVERIFY(rememberedThreads(late.computer).of.empty());
}

void TestThreadMemory::reasons_data()
{
    using Measured = std::optional<ThreadChoice>;
    QTest::addColumn<int>("wish");
    QTest::addColumn<Measured>("measured");
    QTest::addColumn<QString>("reason");
    QTest::newRow("not measured")
        << kAutomaticThreads << Measured()
        << u"Measured on this computer as soon as it has a moment; one until then."_s;
    QTest::newRow("one processor") << kAutomaticThreads << Measured({ 1, { { 1, 4, 5 } } })
                                   << u"This computer has one processor."_s;
    QTest::newRow("two are better")
        << kAutomaticThreads << Measured(twoThreads())
        << u"2.5 ms instead of 4.3 with one, and no slower beside a busy program."_s;
    QTest::newRow("two are better on a quiet computer only")
        << kAutomaticThreads << Measured({ 1, { { 1, 4, 5 }, { 2, 2.5, 12 } } })
        << u"More are faster only as long as no other program is busy: 2.5 ms instead of 4.0, but "
           "then up to 12.0 instead of 5.0."_s;
    QTest::newRow("two bring too little")
        << kAutomaticThreads << Measured({ 1, { { 1, 4, 5 }, { 2, 3.9, 5 } } })
        << u"More bring too little here."_s;
    QTest::newRow("chosen by hand, not measured")
        << 2 << Measured() << u"Always this many, whatever else the computer does."_s;
    QTest::newRow("chosen by hand")
        << 2 << Measured(twoThreads())
        << u"Always this many: 2.5 ms here, up to 5.1 beside a busy program."_s;
}

void TestThreadMemory::reasons()
{
    QFETCH(const int, wish);
    QFETCH(const std::optional<ThreadChoice>, measured);
    QTEST(threadsReason(wish, measured), "reason");
}

void TestThreadMemory::theOriginTellsAllMeasurements()
{
    QCOMPARE(threadsOrigin(kAutomaticThreads, twoThreads()),
        u"Number of threads chosen automatically\n"
        "1 thread: 4.3 ms; beside a busy program up to 5.0 ms\n"
        "2 threads: 2.5 ms; beside a busy program up to 5.1 ms"_s);
    QCOMPARE(threadsOrigin(1, {}), u"Number of threads chosen in the Model dock"_s);
}

QTEST_GUILESS_MAIN(TestThreadMemory)
#include "tst_thread_memory.moc"
