#include "service/recent_models.h"

#include "image/encoder.h"
#include "support/cache_home.h"
#include "support/made_pictures.h"
#include "support/random_weights.h"
#include "weights/weights_writer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;

namespace {

ModelRequest smallModel(std::int64_t classes)
{
    ModelRequest request;
    request.config.alpha = 0.1;
    request.config.input = { 32, 32, 3 };
    request.config.classes = classes;
    request.weights.kind = WeightsChoice::Kind::Random;
    return request;
}

BuiltModel build(const ModelRequest& request)
{
    auto loaded = loadModel(request);
    if (!loaded)
        qFatal("%s", loaded.error().detail.c_str());
    auto classifier = Classifier::create(std::move(*loaded), 1);
    if (!classifier)
        qFatal("%s", classifier.error().detail.c_str());
    ModelState state;
    state.request = request;
    state.weightsPath = classifier->model().weightsPath;
    auto files = stampsOf(request, state.weightsPath);
    return { request, std::move(state), std::move(*classifier), std::move(files) };
}

} // namespace

class TestRecentModels : public QObject {
    Q_OBJECT
private slots:
    void whatWasPutIsTakenOnce();
    void anotherRequestFindsNothing();
    void theOldestGo();
    void sayingItAgainReplaces();
    void changedFilesAreNotTrusted_data();
    void changedFilesAreNotTrusted();
    void changedCalibrationPicturesAreNotTrusted();
    void aTakenModelHasNoPicture();
};

void TestRecentModels::whatWasPutIsTakenOnce()
{
    RecentModels recent;
    recent.put(build(smallModel(2)));
    const auto model = recent.take(smallModel(2));
    QVERIFY(model);
    QCOMPARE(model->classifier.model().architecture.config.classes, std::int64_t { 2 });
    QVERIFY(!recent.take(smallModel(2)));
}

void TestRecentModels::anotherRequestFindsNothing()
{
    RecentModels recent;
    recent.put(build(smallModel(2)));
    QVERIFY(!recent.take(smallModel(3)));
    ModelRequest seeded = smallModel(2);
    seeded.weights.seed = 1;
    QVERIFY(!recent.take(seeded));
    ModelRequest threaded = smallModel(2);
    threaded.threads = 2;
    QVERIFY(!recent.take(threaded));
    QVERIFY(recent.take(smallModel(2)));
}

void TestRecentModels::theOldestGo()
{
    RecentModels recent;
    for (std::int64_t classes = 1; classes <= 4; ++classes)
        recent.put(build(smallModel(classes)));
    QCOMPARE(recent.size(), RecentModels::kMost);
    QVERIFY(!recent.take(smallModel(1)));
    QVERIFY(recent.take(smallModel(2)));
}

void TestRecentModels::sayingItAgainReplaces()
{
    RecentModels recent;
    recent.put(build(smallModel(2)));
    recent.put(build(smallModel(2)));
    QCOMPARE(recent.size(), 1U);
}

void TestRecentModels::changedFilesAreNotTrusted_data()
{
    QTest::addColumn<QString>("changed");
    QTest::addColumn<bool>("isTrusted");
    QTest::newRow("none") << QString() << true;
    QTest::newRow("the weights") << QStringLiteral("small.h5") << false;
    QTest::newRow("names appear beside them") << QStringLiteral("labels.txt") << false;
    QTest::newRow("another file") << QStringLiteral("other.txt") << true;
}

void TestRecentModels::changedFilesAreNotTrusted()
{
    QFETCH(QString, changed);
    QFETCH(bool, isTrusted);
    const QTemporaryDir folder;
    ModelRequest request = smallModel(2);
    const Architecture table = describe(request.config);
    request.weights = { .kind = WeightsChoice::Kind::File,
        .path = folder.filePath(QStringLiteral("small.h5")).toStdString() };
    QVERIFY(writeWeights(request.weights.path, table, *randomWeights(table, 1)));
    RecentModels recent;
    recent.put(build(request));
    if (!changed.isEmpty()) {
        QFile file(folder.filePath(changed));
        QVERIFY(file.open(QIODevice::Append) && file.write("more") == 4);
    }
    QCOMPARE(recent.take(request).has_value(), isTrusted);
    QCOMPARE(recent.size(), 0U);
}

void TestRecentModels::changedCalibrationPicturesAreNotTrusted()
{
    const CacheHome cache;
    const QTemporaryDir folder;
    const std::string root = folder.path().toStdString();
    QVERIFY(writePng(root + "/a.png", madePicture({ 40, 40 })));
    ModelRequest request = smallModel(2);
    request.precision = Precision::Int8;
    request.calibrationFolder = root;
    RecentModels recent;
    recent.put(build(request));
    QVERIFY(recent.take(request));
    recent.put(build(request));
    ModelRequest drawn = request;
    drawn.calibrationFolder.clear();
    QVERIFY(!recent.take(drawn));
    QVERIFY(writePng(root + "/b.png", madePicture({ 40, 40 }, 1)));
    QVERIFY(!recent.take(request));
}

void TestRecentModels::aTakenModelHasNoPicture()
{
    RecentModels recent;
    BuiltModel model = build(smallModel(2));
    const Image picture({ 32, 32 }, std::vector<std::uint8_t>(32 * 32 * 3, 99));
    QVERIFY(model.classifier.recognise({ .image = picture, .fullSize = picture.size() }, {}));
    QVERIFY(model.classifier.explain(1));
    recent.put(std::move(model));
    auto taken = recent.take(smallModel(2));
    QVERIFY(taken);
    const auto map = taken->classifier.explain(1);
    QVERIFY(!map);
    QCOMPARE(map.error().code, ErrorCode::NotAvailable);
}

QTEST_APPLESS_MAIN(TestRecentModels)
#include "tst_recent_models.moc"
