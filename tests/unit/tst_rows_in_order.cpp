#include "app/cli/rows_in_order.h"

#include <QFile>
#include <QTemporaryFile>
#include <QTest>

#include <atomic>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

using namespace netlens;
using namespace netlens::cli;

namespace {

/// Lets a descriptor write into a file for as long as it lives.
class Diverted {
public:
    explicit Diverted(int descriptor, const char* file = nullptr)
        : m_descriptor(descriptor)
        , m_before(::dup(descriptor))
    {
        (void)m_file.open();
        const int to = file != nullptr ? ::open(file, O_WRONLY) : m_file.handle();
        ::dup2(to, descriptor);
        if (file != nullptr)
            ::close(to);
    }
    ~Diverted()
    {
        ::dup2(m_before, m_descriptor);
        ::close(m_before);
    }
    Diverted(const Diverted&) = delete;
    Diverted& operator=(const Diverted&) = delete;

    QByteArray written() const
    {
        QFile file(m_file.fileName());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    int m_descriptor;
    int m_before;
    QTemporaryFile m_file;
};

Classified named(const std::string& file)
{
    return { .file = file };
}

} // namespace

class TestRowsInOrder : public QObject {
    Q_OBJECT
private slots:
    void rowsLeaveInTheirOrder();
    void whatIsWrongIsToldInItsPlace();
    void anyThreadMayAdd();
    void aRowThatNeverCameIsAFailure();
    void nothingIsTakenOnceNothingCanBeWritten();
};

void TestRowsInOrder::rowsLeaveInTheirOrder()
{
    QByteArray afterTwo;
    QByteArray afterNought;
    QByteArray afterAll;
    {
        const Diverted out(STDOUT_FILENO);
        RowsInOrder rows(ClassifyFormat::Text);
        rows.add(2, named("c"));
        afterTwo = out.written();
        rows.add(0, named("a"));
        afterNought = out.written();
        rows.add(1, named("b"));
        afterAll = out.written();
    }
    QCOMPARE(afterTwo, QByteArray());
    QCOMPARE(afterNought, QByteArray("a\n"));
    QCOMPARE(afterAll, QByteArray("a\nb\nc\n"));
}

void TestRowsInOrder::whatIsWrongIsToldInItsPlace()
{
    QByteArray complaints;
    ExitCode code = ExitCode::Done;
    {
        const Diverted out(STDOUT_FILENO);
        const Diverted err(STDERR_FILENO);
        RowsInOrder rows(ClassifyFormat::Text);
        rows.add(1, { .file = "b", .error = "second" });
        rows.add(0, { .file = "a", .error = "first" });
        complaints = err.written();
        code = rows.exitCode();
    }
    QCOMPARE(complaints, QByteArray("netlens-cli: a: first\nnetlens-cli: b: second\n"));
    QCOMPARE(code, ExitCode::SomeFailed);
}

void TestRowsInOrder::anyThreadMayAdd()
{
    constexpr int kRows = 3000;
    QByteArray written;
    {
        const Diverted out(STDOUT_FILENO);
        RowsInOrder rows(ClassifyFormat::Text);
        std::atomic<int> next = 0;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&] {
                for (int number = next++; number < kRows; number = next++)
                    rows.add(std::size_t(number), named(std::to_string(number)));
            });
        threads.clear();
        written = out.written();
    }
    QByteArray expected;
    for (int i = 0; i < kRows; ++i)
        expected += QByteArray::number(i) + '\n';
    QCOMPARE(written, expected);
}

void TestRowsInOrder::aRowThatNeverCameIsAFailure()
{
    ExitCode before = ExitCode::SomeFailed;
    ExitCode after = ExitCode::Done;
    {
        const Diverted out(STDOUT_FILENO);
        RowsInOrder rows(ClassifyFormat::Text);
        rows.add(0, named("a"));
        before = rows.exitCode();
        rows.add(2, named("c"));
        after = rows.exitCode();
    }
    QCOMPARE(before, ExitCode::Done);
    QCOMPARE(after, ExitCode::SomeFailed);
}

void TestRowsInOrder::nothingIsTakenOnceNothingCanBeWritten()
{
    bool first = true;
    bool second = true;
    ExitCode code = ExitCode::Done;
    {
        const Diverted err(STDERR_FILENO);
        const Diverted out(STDOUT_FILENO, "/dev/full");
        RowsInOrder rows(ClassifyFormat::Text);
        first = rows.add(0, named("a"));
        second = rows.add(1, named("b"));
        code = rows.exitCode();
    }
    QVERIFY(!first);
    QVERIFY(!second);
    QCOMPARE(code, ExitCode::SomeFailed);
}

QTEST_APPLESS_MAIN(TestRowsInOrder)
#include "tst_rows_in_order.moc"
