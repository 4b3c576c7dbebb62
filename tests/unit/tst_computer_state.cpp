#include "service/computer_state.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Files below the root, as "path=content".
using Files = QStringList;

const QString kSupply = u"sys/class/power_supply/"_s;
const QString kFrequency = u"sys/devices/system/cpu/cpu0/cpufreq/"_s;

void write(const QString& root, const Files& files)
{
    for (const QString& file : files) {
        const QString path = root + u'/' + file.section(u'=', 0, 0);
        QDir().mkpath(QFileInfo(path).path());
        QFile target(path);
        if (!target.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(path));
        target.write(file.section(u'=', 1).toUtf8() + '\n');
    }
}

} // namespace

class TestComputerState : public QObject {
    Q_OBJECT
private slots:
    void power_data();
    void power();
    void aLineNamesTheComputer();
    void theRealComputerHasAState();
};

void TestComputerState::power_data()
{
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("state");
    const Files mains { kSupply + u"AC/type=Mains"_s, kSupply + u"AC/online=1"_s };
    const Files unplugged { kSupply + u"AC/type=Mains"_s, kSupply + u"AC/online=0"_s };
    const Files battery { kSupply + u"BAT0/type=Battery"_s, kSupply + u"BAT0/online=1"_s };
    QTest::newRow("a computer that tells nothing") << Files {} << QString();
    QTest::newRow("plugged in") << mains + battery << u"mains"_s;
    QTest::newRow("on battery") << unplugged + battery << u"battery"_s;
    QTest::newRow("one of two sockets")
        << unplugged + Files { kSupply + u"usb/type=USB"_s, kSupply + u"usb/online=1"_s }
        << u"mains"_s;
    QTest::newRow("a socket that charges at its own pace")
        << unplugged + Files { kSupply + u"usb/type=USB"_s, kSupply + u"usb/online=2"_s }
        << u"mains"_s;
    QTest::newRow("a mouse in its cradle") << unplugged
            + Files { kSupply + u"mouse/type=USB"_s, kSupply + u"mouse/scope=Device"_s,
                  kSupply + u"mouse/online=1"_s }
                                           << u"battery"_s;
    QTest::newRow("a governor") << Files { kFrequency + u"scaling_governor=powersave"_s }
                                << u"powersave"_s;
    QTest::newRow("all there is") << mains
            + Files { kFrequency + u"scaling_governor=powersave"_s,
                  kFrequency + u"energy_performance_preference=balance_performance"_s }
                                  << u"mains powersave balance_performance"_s;
}

void TestComputerState::power()
{
    QFETCH(const Files, files);
    const QTemporaryDir root;
    write(root.path(), files);
    QTEST(QString::fromStdString(powerState(root.path().toStdString())), "state");
}

void TestComputerState::aLineNamesTheComputer()
{
    const QTemporaryDir root;
    const auto line = [&] { return computerState(root.path().toStdString()); };
    QVERIFY(line().starts_with("unknown · "));
    write(root.path(),
        { u"proc/cpuinfo=processor\t: 0\nmodel name\t: A Processor 9000\nflags\t: x"_s });
    const std::string before = line();
    QVERIFY2(before.starts_with("A Processor 9000 · "), before.c_str());
    QCOMPARE(line(), before);
    write(root.path(), { kFrequency + u"scaling_governor=performance"_s });
    QVERIFY(line() != before);
    QVERIFY(line().starts_with(before));
}

void TestComputerState::theRealComputerHasAState()
{
    QVERIFY(!computerState().starts_with("unknown") || !QFile::exists(u"/proc/cpuinfo"_s));
}

QTEST_APPLESS_MAIN(TestComputerState)
#include "tst_computer_state.moc"
