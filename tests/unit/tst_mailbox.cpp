#include "base/mailbox.h"

#include <QTest>

#include <future>
#include <thread>
#include <vector>

using namespace netlens;
using namespace std::chrono_literals;

namespace {

struct Wishes {
    std::optional<int> picture;
    std::optional<int> model;
};

} // namespace

class TestMailbox : public QObject {
    Q_OBJECT
private slots:
    void laterWishesReplaceEarlierOnesOfTheirKind();
    void takingEmptiesIt();
    void takingWaitsForAnItem();
    void aStopEndsTheWait();
    void aStopWinsOverAWaitingItem();
    void emptinessIsWaitedFor();
    void theLastWishOfEveryWriterArrives();
};

void TestMailbox::laterWishesReplaceEarlierOnesOfTheirKind()
{
    Mailbox<Wishes> box;
    box.amend([](Wishes& wishes) { wishes.picture = 1; });
    box.amend([](Wishes& wishes) { wishes.model = 7; });
    box.amend([](Wishes& wishes) { wishes.picture = 2; });
    const auto taken = box.take({});
    QVERIFY(taken);
    QCOMPARE(taken->picture, std::optional(2));
    QCOMPARE(taken->model, std::optional(7));
}

void TestMailbox::takingEmptiesIt()
{
    Mailbox<Wishes> box;
    QVERIFY(box.isEmpty());
    box.amend([](Wishes& wishes) { wishes.picture = 1; });
    QVERIFY(!box.isEmpty());
    QVERIFY(box.take({}));
    QVERIFY(box.isEmpty());
    box.amend([](Wishes& wishes) { wishes.model = 1; });
    QCOMPARE(box.take({})->picture, std::nullopt); // nothing is left from before
}

void TestMailbox::takingWaitsForAnItem()
{
    Mailbox<Wishes> box;
    auto taken = std::async(std::launch::async, [&] { return box.take({}); });
    QCOMPARE(taken.wait_for(20ms), std::future_status::timeout);
    box.amend([](Wishes& wishes) { wishes.picture = 3; });
    QCOMPARE(taken.get()->picture, std::optional(3));
}

void TestMailbox::aStopEndsTheWait()
{
    Mailbox<Wishes> box;
    std::stop_source stop;
    auto taken = std::async(std::launch::async, [&] { return box.take(stop.get_token()); });
    stop.request_stop();
    QVERIFY(!taken.get());
}

void TestMailbox::aStopWinsOverAWaitingItem()
{
    Mailbox<Wishes> box;
    box.amend([](Wishes& wishes) { wishes.picture = 1; });
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!box.take(stop.get_token()));
}

void TestMailbox::emptinessIsWaitedFor()
{
    using namespace std::chrono_literals;
    Mailbox<Wishes> box;
    QVERIFY(box.staysEmpty({}, 1ms));
    box.amend([](Wishes& wishes) { wishes.picture = 1; });
    QVERIFY(!box.staysEmpty({}, 1h));
    QVERIFY(box.take({}));
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(box.staysEmpty(stop.get_token(), 1h));
    std::jthread writer([&] { box.amend([](Wishes& wishes) { wishes.picture = 2; }); });
    QVERIFY(!box.staysEmpty({}, 1h));
}

void TestMailbox::theLastWishOfEveryWriterArrives()
{
    constexpr int kWishes = 5000;
    Mailbox<Wishes> box;
    std::jthread pictures([&] {
        for (int i = 1; i <= kWishes; ++i)
            box.amend([i](Wishes& wishes) { wishes.picture = i; });
    });
    std::jthread models([&] {
        for (int i = 1; i <= kWishes; ++i)
            box.amend([i](Wishes& wishes) { wishes.model = i; });
    });
    int picture = 0;
    int model = 0;
    while (picture < kWishes || model < kWishes) {
        const auto taken = box.take({});
        QVERIFY(taken && (taken->picture || taken->model));
        QVERIFY(!taken->picture || *taken->picture > picture);
        picture = taken->picture.value_or(picture);
        model = taken->model.value_or(model);
    }
}

QTEST_APPLESS_MAIN(TestMailbox)
#include "tst_mailbox.moc"
