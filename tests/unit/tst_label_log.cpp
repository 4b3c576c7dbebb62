#include "capture/label_log.h"
#include "capture/subtitles.h"

#include <nlohmann/json.hpp>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace netlens;
using namespace Qt::StringLiterals;

namespace {

const LabelLog::Configuration kConfiguration { { "model", "alpha 1.0, \"quoted\"" },
    { "source", "a.mp4" } };

constexpr std::array kRaw { LoggedLabel { 281, "n02123045", "tabby", 0.625F },
    LoggedLabel { 2, "", "a \"b\", c\nd", 0.25F } };
constexpr std::array kSmoothed { LoggedLabel { 281, "n02123045", "tabby", 0.5F } };

LogEntry entry(std::int64_t frame)
{
    using namespace std::chrono;
    return { system_clock::time_point(milliseconds(1'700'000'000'007)), frame,
        static_cast<double>(frame) / 25, kRaw, kSmoothed, frame % 2 == 0 };
}

/// Runs in a process of its own that ends as after a crash.
void inDyingProcess(const auto& work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFSIGNALED(status));
}

/// A full disk for whoever writes more than so many bytes, while it exists.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small { bytes, m_before.rlim_max };
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    void (*m_handler)(int);
    rlimit m_before {};
};

} // namespace

class LabelLogTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void writesATable();
    void writesJsonLines();
    void hasItsNameOnlyWhenItIsComplete();
    void aCrashLeavesWhatWasAdded();
    void aChangedConfigurationIsTold();
    void nothingStaysOfWhatIsDiscarded();
    void aFullDiskIsTold();
    void whatCannotBeWrittenIsTold_data();
    void whatCannotBeWrittenIsTold();
    void aRelativeNameIsAName();
    void subtitlesHaveACueForEachStretch();
    void subtitlesHaveNoCueForNothing();
    void subtitlesAreText();
    void aCrashLeavesFinishedCues();

private:
    QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    QByteArray read(const char* name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not there");
    }
    Result<LabelLog> create(const char* name, LabelLog::Format format) const
    {
        return LabelLog::create(path(name).toStdString(), format, 2, kConfiguration);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void LabelLogTest::writesATable()
{
    auto log = create("log.csv", LabelLog::Format::Csv);
    QVERIFY(log && log->add(entry(0)) && log->add(entry(1)) && log->finish());
    QCOMPARE(log->frames(), 2);
    const QList<QByteArray> lines = read("log.csv").split('\n');
    QCOMPARE(lines.size(), 5);
    QVERIFY(lines[0].startsWith("# {"));
    const auto header = nlohmann::json::parse(lines[0].mid(2).toStdString());
    QCOMPARE(header.at("model").get<std::string>(), std::string("alpha 1.0, \"quoted\""));
    QCOMPARE(lines[1],
        QByteArray("time_stamp,frame,time,sure,"
                   "prediction_1_index,prediction_1_label,prediction_1_probability,"
                   "prediction_2_index,prediction_2_label,prediction_2_probability,"
                   "smoothed_1_index,smoothed_1_label,smoothed_1_probability,"
                   "smoothed_2_index,smoothed_2_label,smoothed_2_probability"));
    QCOMPARE(lines[3],
        QByteArray("2023-11-14T22:13:20.007Z,1,0.040000,false,281,\"tabby\",0.625,"
                   "2,\"a \"\"b\"\", c d\",0.25,281,\"tabby\",0.5,,,"));
}

void LabelLogTest::writesJsonLines()
{
    auto log = create("log.jsonl", LabelLog::Format::JsonLines);
    QVERIFY(log && log->add(entry(3)) && log->finish());
    const QList<QByteArray> lines = read("log.jsonl").split('\n');
    QCOMPARE(lines.size(), 3);
    const auto head = nlohmann::json::parse(lines[0].toStdString());
    QCOMPARE(head.at("configuration").at("source").get<std::string>(), std::string("a.mp4"));
    const auto row = nlohmann::json::parse(lines[1].toStdString());
    QCOMPARE(row.at("time_stamp").get<std::string>(), std::string("2023-11-14T22:13:20.007Z"));
    QCOMPARE(row.at("frame").get<int>(), 3);
    QCOMPARE(row.at("time").get<double>(), 0.12);
    QCOMPARE(row.at("sure").get<bool>(), false);
    QCOMPARE(row.at("predictions").size(), std::size_t { 2 });
    QCOMPARE(row.at("predictions")[0].at("id").get<std::string>(), std::string("n02123045"));
    QVERIFY(row.at("predictions")[1].at("id").is_null());
    QCOMPARE(row.at("predictions")[1].at("label").get<std::string>(), std::string(kRaw[1].name));
    QCOMPARE(row.at("smoothed")[0].at("probability").get<double>(), 0.5);
}

void LabelLogTest::hasItsNameOnlyWhenItIsComplete()
{
    QFile old(path("log.csv"));
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
    old.close();
    {
        auto log = create("log.csv", LabelLog::Format::Csv);
        QVERIFY(log && log->add(entry(0)));
        QCOMPARE(read("log.csv"), QByteArray("old"));
        QVERIFY2(!create("log.csv", LabelLog::Format::Csv), "one writer at a time");
        QVERIFY(log->finish());
    }
    QVERIFY(read("log.csv").size() > 100);
    QVERIFY(!QFile::exists(path("log.csv.part")));
}

void LabelLogTest::aCrashLeavesWhatWasAdded()
{
    inDyingProcess([this] {
        auto log = create("log.jsonl", LabelLog::Format::JsonLines);
        for (int frame = 0; log && frame < 20; ++frame)
            (void)log->add(entry(frame));
    });
    QVERIFY(!QFile::exists(path("log.jsonl")));
    QList<QByteArray> lines = read("log.jsonl.part").split('\n');
    QCOMPARE(lines.size(), 22);
    QCOMPARE(nlohmann::json::parse(lines[20].toStdString()).at("frame").get<int>(), 19);
    // The next run begins anew.
    auto log = create("log.jsonl", LabelLog::Format::JsonLines);
    QVERIFY(log && log->finish());
    QCOMPARE(read("log.jsonl").count('\n'), 1);
}

void LabelLogTest::aChangedConfigurationIsTold()
{
    for (const auto& [name, format, begin] :
        { std::tuple { "log.csv", LabelLog::Format::Csv, "# {\"model\":\"another\"}" },
            std::tuple { "log.jsonl", LabelLog::Format::JsonLines,
                "{\"configuration\":{\"model\":\"another\"}}" } }) {
        auto log = create(name, format);
        QVERIFY(log && log->add(entry(0)) && log->configure({ { "model", "another" } }));
        QVERIFY(log->add(entry(1)) && log->finish());
        QCOMPARE(log->frames(), 2);
        const QList<QByteArray> lines = read(name).trimmed().split('\n');
        QCOMPARE(lines[lines.size() - 2], QByteArray(begin));
    }
}

void LabelLogTest::nothingStaysOfWhatIsDiscarded()
{
    {
        auto log = create("log.csv", LabelLog::Format::Csv);
        QVERIFY(log && log->add(entry(0)));
        log->discard();
        auto titles = Subtitles::create(path("a.srt").toStdString());
        QVERIFY(titles && titles->show("a", 0) && titles->show("b", 1));
        titles->discard();
    }
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void LabelLogTest::aFullDiskIsTold()
{
    const SmallDisk disk(2000);
    auto log = create("log.csv", LabelLog::Format::Csv);
    QVERIFY(log);
    Result<void> added;
    for (int frame = 0; added && frame < 100; ++frame)
        added = log->add(entry(frame));
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::DiskFull);
    const QByteArray left = read("log.csv.part");
    QVERIFY2(left.size() > 1500 && left.endsWith('\n'), "no line is cut off");
    QCOMPARE(left.count('\n'), log->frames() + 2);
}

void LabelLogTest::whatCannotBeWrittenIsTold_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("a folder") << QDir::tempPath();
    QTest::newRow("a device") << u"/dev/null"_s;
    QTest::newRow("a folder that cannot be made") << u"/proc/nothing/log.csv"_s;
}

void LabelLogTest::whatCannotBeWrittenIsTold()
{
    QFETCH(QString, name);
    const auto log = LabelLog::create(name.toStdString(), LabelLog::Format::Csv, 1, {});
    QVERIFY(!log);
    QCOMPARE(log.error().code, ErrorCode::FileUnwritable);
}

void LabelLogTest::aRelativeNameIsAName()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder->path()));
    auto log = LabelLog::create("log.csv", LabelLog::Format::Csv, 1, {});
    QVERIFY(QDir::setCurrent(before));
    QVERIFY(log && log->finish());
    QVERIFY(QFile::exists(path("log.csv")));
}

void LabelLogTest::subtitlesHaveACueForEachStretch()
{
    auto titles = Subtitles::create(path("a.srt").toStdString());
    QVERIFY(titles);
    for (int frame = 0; frame < 100; ++frame)
        QVERIFY(titles->show(frame < 30 ? "cup" : frame < 90 ? "fish" : "cup", frame * 40.0));
    QVERIFY(titles->finish(4000.5));
    QCOMPARE(read("a.srt"),
        QByteArray("1\n00:00:00,000 --> 00:20:00,000\ncup\n\n"
                   "2\n00:20:00,000 --> 01:00:00,000\nfish\n\n"
                   "3\n01:00:00,000 --> 01:06:40,500\ncup\n\n"));
}

void LabelLogTest::subtitlesHaveNoCueForNothing()
{
    auto titles = Subtitles::create(path("a.srt").toStdString());
    QVERIFY(titles && titles->show("", 0) && titles->show("cup", 1) && titles->show("", 2));
    QVERIFY(titles->finish(3));
    QCOMPARE(read("a.srt"), QByteArray("1\n00:00:01,000 --> 00:00:02,000\ncup\n\n"));
}

void LabelLogTest::subtitlesAreText()
{
    auto titles = Subtitles::create(path("a.srt").toStdString());
    QVERIFY(titles && titles->show("a\n\n9\n00:00 --> 00:01 <b>", 0) && titles->finish(1));
    QCOMPARE(read("a.srt").count('\n'), 4);
    QCOMPARE(read("a.srt").count("-->"), 1);
    QVERIFY(!read("a.srt").contains('<'));
}

void LabelLogTest::aCrashLeavesFinishedCues()
{
    inDyingProcess([this] {
        auto titles = Subtitles::create(path("a.srt").toStdString());
        (void)titles->show("cup", 0);
        (void)titles->show("fish", 2);
    });
    QVERIFY(!QFile::exists(path("a.srt")));
    QCOMPARE(read("a.srt.part"), QByteArray("1\n00:00:00,000 --> 00:00:02,000\ncup\n\n"));
}

QTEST_APPLESS_MAIN(LabelLogTest)
#include "tst_label_log.moc"
