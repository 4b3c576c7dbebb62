#include "ui/timeline_model.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kUnsure = -1; ///< as a letter's place in the alphabet

TimelineMoment moment(double seconds, int label)
{
    TimelineMoment made { seconds, std::llround(seconds * 10), std::nullopt, {} };
    if (label != kUnsure)
        made.topLabel = label;
    const QString name = label == kUnsure ? u"?"_s : QString(QChar(u'a' + label));
    made.top = { { name, 0.75F }, { u"other"_s, 0.25F } };
    return made;
}

/// Ten frames a second, one for each letter; '?' is "not sure".
void play(TimelineModel& model, double begin, const QString& letters)
{
    for (qsizetype i = 0; i < letters.size(); ++i) {
        const char16_t letter = letters[i].unicode();
        model.append(
            moment(begin + static_cast<double>(i) / 10, letter == u'?' ? kUnsure : letter - u'a'));
    }
}

/// The last frame holds a third of a tenth. The names of the stretches with their tenths of a
/// second: "a0-3 b3-5".
QString written(const TimelineModel& model)
{
    QStringList parts;
    for (const TimelineStretch& stretch : model.stretches()) {
        const QString name = stretch.number > 0 ? model.labelName(stretch.number) : u"?"_s;
        parts.append(name + QString::number(std::lround(stretch.begin * 10)) + u'-'
            + QString::number(std::lround(stretch.end * 10)));
    }
    return parts.join(u' ');
}

bool isSound(const TimelineModel& model)
{
    const auto& all = model.stretches();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!(all[i].begin < all[i].end))
            return false;
        if (i > 0 && (all[i].begin < all[i - 1].end))
            return false;
        if (i > 0 && all[i].begin == all[i - 1].end && all[i].number == all[i - 1].number)
            return false;
    }
    return true;
}

} // namespace

class TestTimelineModel : public QObject {
    Q_OBJECT
private slots:
    void stretches_data();
    void stretches();
    void timesThatAreNoneAreIgnored();
    void labelsAreNumberedAsTheyAppear();
    void aPlaceKnowsItsBestClasses();
    void seeingAgainReplacesTheBestClasses();
    void whatIsOldIsForgotten();
    void clearingForgetsTheNumbers();
    void columnsHoldTheLongestLabel();
    void tenHoursStayBounded();
    void thinnedDetailIsStillNearby();
};

void TestTimelineModel::stretches_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<double>("again"); // seconds where `second` is played
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("expected");
    QTest::newRow("equal neighbours are one stretch") << "aaabb" << 0.5 << "b"
                                                      << "a0-3 b3-5";
    QTest::newRow("not sure is a stretch of its own") << "aa??a" << 0.5 << "a"
                                                      << "a0-2 ?2-4 a4-5";
    QTest::newRow("seeing a part again overwrites it") << "aaaaaa" << 0.2 << "bba"
                                                       << "a0-2 b2-4 a4-5";
    QTest::newRow("seeing the same again changes nothing") << "aabbaa" << 0.1 << "abba"
                                                           << "a0-2 b2-4 a4-5";
    QTest::newRow("a new beginning joins what goes on") << "bbbaaa" << 0.0 << "aaaa"
                                                        << "a0-5";
    QTest::newRow("many stretches give way to one") << "abcdef" << 0.1 << "aaaae"
                                                    << "a0-5 e5-5";
    QTest::newRow("what was skipped is not known") << "aa" << 5.0 << "aa"
                                                   << "a0-1 a50-51";
    QTest::newRow("less than a second ahead is still the same viewing") << "aa" << 0.9 << "b"
                                                                        << "a0-9 b9-9";
}

void TestTimelineModel::stretches()
{
    QFETCH(QString, first);
    QFETCH(double, again);
    QFETCH(QString, second);
    TimelineModel model;
    play(model, 0, first);
    play(model, again, second);
    QTEST(written(model), "expected");
    QVERIFY(isSound(model));
}

void TestTimelineModel::timesThatAreNoneAreIgnored()
{
    TimelineModel model;
    model.append(moment(-1, 0));
    model.append(moment(std::numeric_limits<double>::quiet_NaN(), 0));
    model.append(moment(std::numeric_limits<double>::infinity(), 0));
    QVERIFY(model.stretches().empty());
    QCOMPARE(model.end(), 0.0);
    QCOMPARE(model.labelCount(), 0);
}

void TestTimelineModel::labelsAreNumberedAsTheyAppear()
{
    TimelineModel model;
    play(model, 0, u"?cac"_s);
    QCOMPARE(model.labelCount(), 2);
    QCOMPARE(model.labelName(1), u"c"_s);
    QCOMPARE(model.labelName(2), u"a"_s);
    play(model, 0, u"aaaa"_s);
    QVERIFY2(model.labelName(1) == u"c"_s, "a number stays its label's, seen or not");
    TimelineMoment nameless { 9, 0, 281, {} };
    model.append(nameless);
    QCOMPARE(model.labelName(3), u"281"_s);
}

void TestTimelineModel::aPlaceKnowsItsBestClasses()
{
    TimelineModel model;
    play(model, 0, u"ab"_s);
    TimelineMoment six = moment(0.2, 2);
    six.frame = 17;
    six.top = { { u"c"_s, 0.5F }, { u"d"_s, 0.2F }, { u"e"_s, 0.1F }, { u"f"_s, 0.1F },
        { u"g"_s, 0.05F }, { u"h"_s, 0.05F } };
    model.append(six);
    const auto found = model.momentAt(0.22);
    QVERIFY(found);
    QCOMPARE(found->frame, 17);
    QCOMPARE(found->topLabel, std::optional(2));
    QCOMPARE(found->top.size(), TimelineMoment::kMostClasses);
    QCOMPARE(found->top.at(1).name, u"d"_s);
    QCOMPARE(found->top.at(1).probability, 0.2F);
    QCOMPARE(model.momentAt(0.15)->top.first().name, u"b"_s);
    QVERIFY(!model.momentAt(7));
}

void TestTimelineModel::seeingAgainReplacesTheBestClasses()
{
    TimelineModel model;
    play(model, 0, u"aaaa"_s);
    play(model, 0.1, u"bb"_s);
    QCOMPARE(model.momentAt(0.05)->top.first().name, u"a"_s);
    QCOMPARE(model.momentAt(0.15)->top.first().name, u"b"_s);
    QCOMPARE(model.momentAt(0.32)->top.first().name, u"a"_s);
    model.append({ 0.3, 3, std::nullopt, {} });
    QVERIFY(!model.momentAt(0.31)->topLabel);
    QVERIFY(model.momentAt(0.31)->top.isEmpty());
}

void TestTimelineModel::whatIsOldIsForgotten()
{
    TimelineModel model;
    play(model, 0, u"aaabbbcccc"_s);
    model.forgetBefore(0.4);
    QVERIFY2(model.stretches().front().number == 2, "the stretch that reaches on stays");
    QCOMPARE(std::lround(model.stretches().front().begin * 10), 3L);
    QVERIFY(!model.stretchAt(0.1));
    model.forgetBefore(100);
    QVERIFY(model.stretches().empty());
}

void TestTimelineModel::clearingForgetsTheNumbers()
{
    TimelineModel model;
    play(model, 0, u"ab"_s);
    model.clear();
    QVERIFY(model.stretches().empty());
    play(model, 0.25, u"b"_s);
    QCOMPARE(model.labelName(1), u"b"_s);
    QVERIFY2(std::lround(model.stretches().front().begin * 100) == 25,
        "what was before the clearing does not reach into what comes after");
}

void TestTimelineModel::columnsHoldTheLongestLabel()
{
    TimelineModel model;
    play(model, 0, u"aaaabbbbbb??????c"_s);
    play(model, 4, u"aaaaa"_s);
    // Tenths of a second by eights: 4 a and 4 b (the first counts), 2 b and 6 ?, …
    const std::vector<int> expected { 1, TimelineStretch::kUnsure, 3, TimelineStretch::kUnseen,
        TimelineStretch::kUnseen, 1 };
    const std::vector<int> columns = model.columns(0, 4.8, 6);
    QCOMPARE(columns.size(), expected.size());
    QCOMPARE(columns[1], expected[1]);
    QCOMPARE(columns, expected);
    QCOMPARE(model.columns(-8, 0, 4), std::vector<int>(4, TimelineStretch::kUnseen));
    QCOMPARE(model.columns(100, 101, 2), std::vector<int>(2, TimelineStretch::kUnseen));
}

void TestTimelineModel::tenHoursStayBounded()
{
    TimelineModel model;
    constexpr int kFrames = 360'000;
    for (int i = 0; i < kFrames; ++i)
        model.append(moment(i * 0.1, i / 3 % 5)); // another label every third frame
    QVERIFY(model.stretches().size() <= TimelineModel::kMostStretches);
    QVERIFY(model.stretches().size() > TimelineModel::kMostStretches / 4);
    QVERIFY(isSound(model));
    QCOMPARE(model.stretches().front().begin, 0.0);
    QVERIFY(std::abs(model.end() - kFrames * 0.1) < 0.2);
    QVERIFY2(model.stretchAt(12'345.6), "nothing that was seen is lost");
    QCOMPARE(model.labelCount(), 5);
}

void TestTimelineModel::thinnedDetailIsStillNearby()
{
    TimelineModel model;
    for (int i = 0; i < 100'000; ++i)
        model.append(moment(i * 0.1, i / 1000 % 2));
    const auto found = model.momentAt(1234.5);
    QVERIFY(found);
    QVERIFY(std::abs(found->seconds - 1234.5) < 10);
    QCOMPARE(found->top.first().name, model.labelName(model.stretchAt(1234.5)->number));
    play(model, 5000, u"ccccccccccccccc"_s);
    QVERIFY2(model.stretchAt(5001)->number == 3, "overwriting goes on where detail is thin");
}

QTEST_APPLESS_MAIN(TestTimelineModel)
#include "tst_timeline_model.moc"
