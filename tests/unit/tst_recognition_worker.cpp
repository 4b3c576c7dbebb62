#include "model/top_k.h"
#include "service/recognition_worker.h"
#include "support/cache_home.h"
#include "support/made_pictures.h"
#include "support/picture_files.h"
#include "weights/weights_file.h"
#include "weights/weights_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <cstdlib>
#include <new>
#include <thread>
#include <utility>

namespace {

// Of the test's thread: QtTest has one of its own.
thread_local bool g_nextAllocationFails = false;

} // namespace

void* operator new(std::size_t size)
{
    void* block = std::exchange(g_nextAllocationFails, false) ? nullptr : std::malloc(size);
    if (block == nullptr)
        throw std::bad_alloc();
    return block;
}
// std::stable_sort takes its buffer from this one; what is new'd here must not be the library's.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return std::malloc(size);
}
void operator delete(void* block) noexcept
{
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept
{
    std::free(block);
}
void operator delete(void* block, const std::nothrow_t&) noexcept
{
    std::free(block);
}

using namespace netlens;

namespace {

constexpr int kDynamic = InputShape::kDynamic;

ModelRequest randomModel(std::int64_t classes = 6, InputShape input = { 64, 96, 3 })
{
    ModelRequest request;
    request.config.alpha = 0.1;
    request.config.input = input;
    request.config.classes = classes;
    request.weights = { .kind = WeightsChoice::Kind::Random, .path = {}, .seed = 1 };
    return request;
}

ModelRequest automaticModel()
{
    ModelRequest request = randomModel();
    request.threads = kAutomaticThreads;
    return request;
}

ModelRequest toplessModel(InputShape input = { 64, 96, 3 })
{
    ModelRequest request = randomModel(1000, input);
    request.config.includeTop = false;
    return request;
}

Orders orderModel(ModelRequest request)
{
    Orders orders;
    orders.model = std::move(request);
    return orders;
}

Orders orderPicture(std::uint64_t id, PictureSource source)
{
    Orders orders;
    orders.picture = { id, std::move(source) };
    return orders;
}

Orders orderPicture(std::uint64_t id, Size size = { 120, 90 })
{
    return orderPicture(id, { "made", madePicture(size, static_cast<int>(id)) });
}

Orders orderClass(std::optional<int> classIndex)
{
    Orders orders;
    orders.explainedClass = classIndex;
    return orders;
}

Orders orderFit(Preprocessing how)
{
    Orders orders;
    orders.preprocessing = how;
    return orders;
}

PictureSource brokenPicture()
{
    return { "broken.jpg", std::vector<std::uint8_t> { 'n', 'o', 'p', 'e' } };
}

/// A JPEG large enough to be decoded at reduced scale for a small network.
PictureSource largeJpeg(int orientation = 1)
{
    static const Bytes plain = encodePicture(".jpg", gradientRaster(1600, 1200));
    return { "large.jpg", orientation == 1 ? plain : withOrientation(plain, orientation) };
}

const Failure& onlyFailure(const Outcome& outcome)
{
    if (outcome.failures.size() != 1)
        qFatal("%zu failures", outcome.failures.size());
    return outcome.failures.front();
}

} // namespace

class TestRecognitionWorker : public QObject {
    Q_OBJECT
private slots:
    void aPictureWaitsForTheFirstModel();
    void modelAndPictureTogether();
    void aNewModelAnswersTheCurrentPicture();
    void aModelThatAnsweredBeforeIsNotBuiltAgain();
    void aModelIsReadAgainWhenItsFileChanged();
    void aModelThatFailsLeavesTheOldOne_data();
    void aModelThatFailsLeavesTheOldOne();
    void aPictureThatFailsLeavesTheOldOne();
    void newPreprocessingAnswersTheCurrentPicture();
    void anotherClassChangesTheMapAlone();
    void theChosenClassStaysInForce();
    void anUnknownClassIsRefusedAlone_data();
    void anUnknownClassIsRefusedAlone();
    void aClassMeansNothingWithoutATop();
    void aClassChosenBeforeTheModelIsCheckedWithIt();
    void aLargeJpegIsReducedAndLoadedInDetail();
    void aReducedPictureIsDecodedAgainForALargerInput();
    void aReducedPictureIsDecodedAgainForNearest();
    void ignoringExifDecodesAgain();
    void detailOfASmallPictureIsNothingNew();
    void inspectingWhatIsNoWeightsFile();
    void weightsAreSavedBeforeTheModelChanges();
    void weightsThatCannotBeSaved();
    void anExceptionFailsItsOrderAlone_data();
    void anExceptionFailsItsOrderAlone();
    void aFixedNumberOfThreadsIsNotMeasured();
    void measuringIsInterrupted();
    void whatWasMeasuredIsKnown();
    void whatIsKnownIsNotMeasured();
    void otherThreadsAreNotAnotherModel();
    void nothingOrderedGivesNothing();
};

void TestRecognitionWorker::aFixedNumberOfThreadsIsNotMeasured()
{
    RecognitionWorker worker;
    QVERIFY(!worker.wantsThreads());
    worker.execute(orderModel(randomModel()));
    QVERIFY(!worker.wantsThreads());
    worker.execute(orderModel(automaticModel()));
    QVERIFY(worker.wantsThreads());
}

void TestRecognitionWorker::measuringIsInterrupted()
{
    RecognitionWorker worker;
    worker.execute(orderModel(automaticModel()));
    int asked = 0;
    const Outcome outcome = worker.chooseThreads([&] { return ++asked > 5; });
    QVERIFY(!outcome.threadChoices && !outcome.model && outcome.failures.empty());
    QVERIFY(asked > 5 && asked < 8);
    QVERIFY2(worker.wantsThreads(), "it is tried again");
    QVERIFY(worker.execute(orderPicture(1)).recognition);
}

void TestRecognitionWorker::whatWasMeasuredIsKnown()
{
    const CacheHome cache;
    RecognitionWorker worker;
    Orders orders = orderModel(automaticModel());
    orders.knownThreads = { "mine", {} };
    const Outcome built = worker.execute(std::move(orders));
    QCOMPARE(built.model->threads, 1);
    const Outcome outcome = worker.chooseThreads([] { return false; });
    QVERIFY(outcome.threadChoices);
    QCOMPARE(outcome.threadChoices->computer, std::string("mine"));
    const ThreadChoice& choice = outcome.threadChoices->of.at(Precision::Float32);
    QCOMPARE(outcome.model.has_value(), choice.threads > 1);
    QVERIFY(!worker.wantsThreads());
    ModelRequest rounded = automaticModel();
    rounded.precision = Precision::Int8;
    worker.execute(orderModel(rounded));
    QVERIFY2(worker.wantsThreads(), "another precision is another network");
}

void TestRecognitionWorker::whatIsKnownIsNotMeasured()
{
    const int two = std::thread::hardware_concurrency() < 2 ? 1 : 2;
    RecognitionWorker worker;
    worker.execute(orderModel(automaticModel()));
    const SharedRecognition answer = worker.execute(orderPicture(1)).recognition;
    Orders orders;
    orders.knownThreads
        = { "mine", { { Precision::Float32, { two, { { 1, 4, 5 }, { two, 2, 5 } } } } } };
    const Outcome outcome = worker.execute(std::move(orders));
    QVERIFY(!worker.wantsThreads());
    QVERIFY(!outcome.recognition);
    QVERIFY(two == 1 || outcome.model->threads == two);
    QVERIFY(worker.execute(orderClass(2)).recognition);
    orders = {};
    orders.knownThreads = { "on battery", {} };
    worker.execute(std::move(orders));
    QVERIFY(worker.wantsThreads());
}

void TestRecognitionWorker::otherThreadsAreNotAnotherModel()
{
    RecognitionWorker worker;
    const Outcome first = worker.execute(orderModel(automaticModel()));
    worker.execute(orderPicture(1));
    ModelRequest two = automaticModel();
    two.threads = 2;
    const Outcome outcome = worker.execute(orderModel(two));
    QVERIFY(outcome.model && outcome.recognition);
    QCOMPARE(outcome.model->build, first.model->build);
    QCOMPARE(outcome.model->request.threads, 2);
    QCOMPARE(outcome.model->threads, std::thread::hardware_concurrency() < 2 ? 1 : 2);
    QVERIFY(!worker.wantsThreads());
    two.weights.seed += 1;
    QVERIFY(worker.execute(orderModel(two)).model->build != first.model->build);
}

void TestRecognitionWorker::aPictureWaitsForTheFirstModel()
{
    RecognitionWorker worker;
    const Outcome early = worker.execute(orderPicture(1));
    QVERIFY(!early.recognition && early.failures.empty());
    worker.execute(orderPicture(2));
    const Outcome answered = worker.execute(orderModel(randomModel()));
    QVERIFY(answered.model);
    QVERIFY(answered.recognition);
    QCOMPARE(answered.recognition->id, 2U);
    QCOMPARE(answered.recognition->name, std::string("made"));
}

void TestRecognitionWorker::modelAndPictureTogether()
{
    RecognitionWorker worker;
    Orders orders = orderPicture(7);
    orders.model = randomModel();
    orders.explainedClass = 3;
    orders.preprocessing = Preprocessing { .fit = Fit::Pad };
    const Outcome outcome = worker.execute(std::move(orders));
    QVERIFY(outcome.model && outcome.recognition);
    QCOMPARE(outcome.recognition->id, 7U);
    QCOMPARE(outcome.recognition->map.classIndex, 3);
    QCOMPARE(outcome.recognition->seen.target, fitTarget({ 120, 90 }, { 96, 64 }, Fit::Pad));
    QCOMPARE(outcome.model->request.config, randomModel().config);
    QCOMPARE(outcome.model->labels->size(), 6U);
    QVERIFY(outcome.model->buildMs > 0);
    QVERIFY(!outcome.model->instructionSet.empty());
}

void TestRecognitionWorker::aNewModelAnswersTheCurrentPicture()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    const SharedRecognition before = worker.execute(orderPicture(1)).recognition;
    const Outcome outcome = worker.execute(orderModel(randomModel(4, { 32, 32, 3 })));
    QVERIFY(outcome.model && outcome.recognition);
    QCOMPARE(outcome.recognition->id, 1U);
    QCOMPARE(outcome.recognition->logits.size(), 4U);
    QCOMPARE(outcome.recognition->seen.image.size(), (Size { 32, 32 }));
    QCOMPARE(before->logits.size(), 6U); // what was handed out does not change
}

void TestRecognitionWorker::aModelThatAnsweredBeforeIsNotBuiltAgain()
{
    RecognitionWorker worker;
    const auto first = worker.execute(orderModel(randomModel(6)));
    QVERIFY(worker.execute(orderModel(randomModel(7))).model);
    const auto again = worker.execute(orderModel(randomModel(6)));
    QVERIFY(first.model && again.model);
    QVERIFY2(again.model->labels == first.model->labels, "the very same object");
    const auto answer = worker.execute(orderPicture(1));
    QCOMPARE(answer.recognition->output.values.size(), 6U);
}

void TestRecognitionWorker::aModelIsReadAgainWhenItsFileChanged()
{
    const QTemporaryDir folder;
    ModelRequest request = randomModel();
    const Architecture table = describe(request.config);
    const std::string path = folder.filePath(QStringLiteral("mine.h5")).toStdString();
    request.weights = { .kind = WeightsChoice::Kind::File, .path = path };
    QVERIFY(writeWeights(path, table, initialiseWeights(table, 1)));
    RecognitionWorker worker;
    const auto first = worker.execute(orderModel(request));
    QVERIFY(first.model);
    // Changed while it is on show.
    QVERIFY(writeWeights(path, table, initialiseWeights(table, 2)));
    std::filesystem::last_write_time(
        path, std::filesystem::last_write_time(path) + std::chrono::seconds(1));
    QVERIFY(worker.execute(orderModel(randomModel(7))).model);
    const auto again = worker.execute(orderModel(request));
    QVERIFY(again.model);
    QVERIFY(again.model->labels != first.model->labels);
}

void TestRecognitionWorker::aModelThatFailsLeavesTheOldOne_data()
{
    QTest::addColumn<bool>("withPicture");
    QTest::newRow("alone") << false;
    QTest::newRow("with a picture, which the old one answers") << true;
}

void TestRecognitionWorker::aModelThatFailsLeavesTheOldOne()
{
    QFETCH(bool, withPicture);
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    const SharedRecognition before = worker.execute(orderPicture(1)).recognition;
    ModelRequest wrong = randomModel();
    wrong.config.input = { 31, 31, 3 };
    Orders orders = withPicture ? orderPicture(2) : Orders {};
    orders.model = wrong;
    const Outcome outcome = worker.execute(std::move(orders));
    QVERIFY(!outcome.model);
    QCOMPARE(onlyFailure(outcome).of, Failure::Of::Model);
    QCOMPARE(onlyFailure(outcome).error.code, ErrorCode::IllegalConfiguration);
    QVERIFY(onlyFailure(outcome).request.has_value());
    QCOMPARE(onlyFailure(outcome).request->config.input.height, 31);
    QCOMPARE(outcome.recognition != nullptr, withPicture);
    const Outcome again = worker.execute(orderPicture(1));
    QCOMPARE(again.recognition->logits, before->logits);
}

void TestRecognitionWorker::aPictureThatFailsLeavesTheOldOne()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    worker.execute(orderPicture(1));
    const Outcome outcome = worker.execute(orderPicture(2, brokenPicture()));
    QVERIFY(!outcome.recognition);
    QCOMPARE(onlyFailure(outcome).of, Failure::Of::Picture);
    QCOMPARE(onlyFailure(outcome).error.code, ErrorCode::NotAPicture);
    QCOMPARE(onlyFailure(outcome).picture, std::optional<std::uint64_t>(2));
    QCOMPARE(worker.execute(orderFit({ .fit = Fit::Crop })).recognition->id, 1U);
    QCOMPARE(worker.execute(orderClass(2)).recognition->id, 1U);
    QCOMPARE(worker.execute(orderModel(randomModel(3))).recognition->id, 1U);
}

void TestRecognitionWorker::newPreprocessingAnswersTheCurrentPicture()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    const SharedRecognition stretched = worker.execute(orderPicture(1)).recognition;
    const SharedRecognition cropped = worker.execute(orderFit({ .fit = Fit::Crop })).recognition;
    QVERIFY(cropped);
    QCOMPARE(cropped->id, 1U);
    QVERIFY(cropped->logits != stretched->logits);
    QVERIFY(cropped->seen.source != stretched->seen.source);
    // And those that follow.
    const SharedRecognition next = worker.execute(orderPicture(2)).recognition;
    QCOMPARE(next->seen.source, cropped->seen.source);
}

void TestRecognitionWorker::anotherClassChangesTheMapAlone()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    const SharedRecognition first = worker.execute(orderPicture(1)).recognition;
    const int best = topK(first->logits, 1).front();
    const int other = best == 0 ? 1 : 0;
    QCOMPARE(first->map.classIndex, best);
    const SharedRecognition changed = worker.execute(orderClass(other)).recognition;
    QCOMPARE(changed->map.classIndex, other);
    QVERIFY(changed->map.values != first->map.values);
    QCOMPARE(changed->id, first->id);
    QCOMPARE(changed->logits, first->logits);
    QCOMPARE(changed->timings.inferMs, first->timings.inferMs);
    const SharedRecognition back = worker.execute(orderClass(std::nullopt)).recognition;
    QCOMPARE(back->map.classIndex, best);
    QCOMPARE(back->map.values, first->map.values);
}

void TestRecognitionWorker::theChosenClassStaysInForce()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    worker.execute(orderPicture(1));
    worker.execute(orderClass(5));
    QCOMPARE(worker.execute(orderPicture(2)).recognition->map.classIndex, 5);
    QCOMPARE(worker.execute(orderModel(randomModel(8))).recognition->map.classIndex, 5);
    // A model without that class speaks for its most probable one again.
    const SharedRecognition fewer = worker.execute(orderModel(randomModel(3))).recognition;
    QCOMPARE(fewer->map.classIndex, topK(fewer->logits, 1).front());
}

void TestRecognitionWorker::anUnknownClassIsRefusedAlone_data()
{
    QTest::addColumn<int>("classIndex");
    QTest::newRow("one too many") << 6;
    QTest::newRow("far too many") << 100000;
    QTest::newRow("negative") << -1;
}

void TestRecognitionWorker::anUnknownClassIsRefusedAlone()
{
    QFETCH(int, classIndex);
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    worker.execute(orderPicture(1));
    worker.execute(orderClass(2));
    const Outcome refused = worker.execute(orderClass(classIndex));
    QVERIFY(!refused.recognition);
    QCOMPARE(onlyFailure(refused).of, Failure::Of::Explanation);
    QCOMPARE(onlyFailure(refused).error.code, ErrorCode::UnknownClass);
    // The class before stays, and the pictures that follow are answered.
    QCOMPARE(worker.execute(orderPicture(2)).recognition->map.classIndex, 2);
    Orders both = orderPicture(3);
    both.explainedClass = classIndex;
    const Outcome outcome = worker.execute(std::move(both));
    QCOMPARE(onlyFailure(outcome).of, Failure::Of::Explanation);
    QCOMPARE(outcome.recognition->id, 3U);
}

void TestRecognitionWorker::aClassMeansNothingWithoutATop()
{
    RecognitionWorker worker;
    worker.execute(orderModel(toplessModel()));
    worker.execute(orderPicture(1));
    const Outcome outcome = worker.execute(orderClass(2));
    QVERIFY(!outcome.recognition && outcome.failures.empty());
    const Outcome next = worker.execute(orderPicture(2));
    QVERIFY(next.failures.empty());
    QCOMPARE(next.recognition->map.classIndex, -1);
}

void TestRecognitionWorker::aClassChosenBeforeTheModelIsCheckedWithIt()
{
    RecognitionWorker worker;
    worker.execute(orderClass(5));
    worker.execute(orderPicture(1));
    QCOMPARE(worker.execute(orderModel(randomModel())).recognition->map.classIndex, 5);

    RecognitionWorker other;
    other.execute(orderClass(17));
    other.execute(orderPicture(1));
    const Outcome outcome = other.execute(orderModel(randomModel()));
    QVERIFY(outcome.recognition);
    QVERIFY(outcome.recognition->map.classIndex < 6);
}

void TestRecognitionWorker::aLargeJpegIsReducedAndLoadedInDetail()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    const SharedRecognition answer = worker.execute(orderPicture(1, largeJpeg())).recognition;
    QVERIFY(answer);
    QCOMPARE(answer->picture.reduction, 8); // an eighth is still over one and a half times 96 × 64
    QCOMPARE(answer->picture.image.size(), (Size { 200, 150 }));
    QCOMPARE(answer->picture.fullSize, (Size { 1600, 1200 }));
    QVERIFY(answer->timings.decodeMs > 0);
    Orders detail;
    detail.detail = true;
    const Outcome outcome = worker.execute(std::move(detail));
    QVERIFY(outcome.detail);
    QCOMPARE(outcome.detail->id, 1U);
    QCOMPARE(outcome.detail->picture.size(), (Size { 1600, 1200 }));
}

void TestRecognitionWorker::aReducedPictureIsDecodedAgainForALargerInput()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    worker.execute(orderPicture(1, largeJpeg()));
    const SharedRecognition larger
        = worker.execute(orderModel(randomModel(6, { 192, 192, 3 }))).recognition;
    QCOMPARE(larger->id, 1U);
    QCOMPARE(larger->picture.reduction, 2);
    const SharedRecognition dynamic
        = worker.execute(orderModel(toplessModel({ kDynamic, kDynamic, 3 }))).recognition;
    QCOMPARE(dynamic->picture.reduction, 1);
    QCOMPARE(dynamic->seen.image.size(), (Size { 1600, 1200 }));
}

void TestRecognitionWorker::aReducedPictureIsDecodedAgainForNearest()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    worker.execute(orderPicture(1, largeJpeg()));
    const Preprocessing nearest { .kernel = ResampleKernel::Nearest };
    QCOMPARE(worker.execute(orderFit(nearest)).recognition->picture.reduction, 1);
}

void TestRecognitionWorker::ignoringExifDecodesAgain()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    const SharedRecognition upright = worker.execute(orderPicture(1, largeJpeg(6))).recognition;
    QCOMPARE(upright->picture.fullSize, (Size { 1200, 1600 }));
    const SharedRecognition lying = worker.execute(orderFit({ .ignoreExif = true })).recognition;
    QCOMPARE(lying->id, 1U);
    QCOMPARE(lying->picture.fullSize, (Size { 1600, 1200 }));
    QVERIFY(lying->logits != upright->logits);
}

void TestRecognitionWorker::detailOfASmallPictureIsNothingNew()
{
    RecognitionWorker worker;
    Orders orders;
    orders.detail = true;
    QVERIFY(!worker.execute(orders).detail); // without a picture
    worker.execute(orderModel(randomModel()));
    worker.execute(orderPicture(1));
    const Outcome outcome = worker.execute(orders);
    QVERIFY(!outcome.detail && outcome.failures.empty());
}

void TestRecognitionWorker::inspectingWhatIsNoWeightsFile()
{
    RecognitionWorker worker;
    Orders orders;
    orders.inspection = "/nowhere/weights.h5";
    const Outcome outcome = worker.execute(std::move(orders));
    QVERIFY(!outcome.inspection);
    QCOMPARE(onlyFailure(outcome).of, Failure::Of::Inspection);
    QCOMPARE(onlyFailure(outcome).error.code, ErrorCode::FileNotFound);
}

void TestRecognitionWorker::weightsAreSavedBeforeTheModelChanges()
{
    const QTemporaryDir folder;
    const std::filesystem::path first = folder.filePath(QStringLiteral("a.h5")).toStdString();
    const std::filesystem::path second
        = folder.filePath(QStringLiteral("b.weights.h5")).toStdString();
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    Orders orders = orderModel(randomModel(9));
    orders.weightsToSave = { first, second };
    const Outcome outcome = worker.execute(std::move(orders));
    QVERIFY(outcome.failures.empty() && outcome.model);
    QVERIFY(outcome.savedWeights == (std::vector { first, second }));
    const Architecture table = describe(randomModel().config);
    const auto read = readWeights(first, table);
    QVERIFY(read);
    QVERIFY(read->of("predictions")[0].values
        == initialiseWeights(table, 1).of("predictions")[0].values);
    QVERIFY(std::filesystem::exists(second));
}

void TestRecognitionWorker::weightsThatCannotBeSaved()
{
    Orders orders;
    orders.weightsToSave = { "/nowhere/w.h5" };
    RecognitionWorker worker;
    const Outcome early = worker.execute(orders);
    QCOMPARE(onlyFailure(early).of, Failure::Of::Saving);
    QCOMPARE(onlyFailure(early).error.code, ErrorCode::NotAvailable);
    worker.execute(orderModel(randomModel()));
    const Outcome outcome = worker.execute(orders);
    QVERIFY(outcome.savedWeights.empty());
    QCOMPARE(onlyFailure(outcome).of, Failure::Of::Saving);
    QCOMPARE(onlyFailure(outcome).error.code, ErrorCode::FileUnwritable);
}

void TestRecognitionWorker::anExceptionFailsItsOrderAlone_data()
{
    QTest::addColumn<Orders>("orders");
    QTest::addColumn<Failure::Of>("of");
    QTest::newRow("a model's") << orderModel(randomModel(9)) << Failure::Of::Model;
    QTest::newRow("a picture's") << orderPicture(2) << Failure::Of::Picture;
    Orders inspection;
    inspection.inspection = "/nowhere/weights.h5";
    QTest::newRow("an inspection's") << inspection << Failure::Of::Inspection;
}

void TestRecognitionWorker::anExceptionFailsItsOrderAlone()
{
    QFETCH(Orders, orders);
    QFETCH(Failure::Of, of);
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    worker.execute(orderPicture(1));

    const bool ofModel = orders.model.has_value();
    g_nextAllocationFails = true;
    const Outcome outcome = worker.execute(std::move(orders));
    g_nextAllocationFails = false;
    const Failure& failed = onlyFailure(outcome);
    QCOMPARE(failed.of, of);
    QCOMPARE(failed.error.code, ErrorCode::OutOfMemory);
    QCOMPARE(failed.request.has_value(), ofModel);
    // The worker goes on as before.
    const Outcome next = worker.execute(orderPicture(3));
    QVERIFY(next.recognition);
    QCOMPARE(next.recognition->logits.size(), 6U);
}

void TestRecognitionWorker::nothingOrderedGivesNothing()
{
    RecognitionWorker worker;
    worker.execute(orderModel(randomModel()));
    worker.execute(orderPicture(1));
    const Outcome outcome = worker.execute({});
    QVERIFY(!outcome.recognition && !outcome.model && !outcome.detail && !outcome.inspection);
    QVERIFY(outcome.failures.empty());
}

QTEST_APPLESS_MAIN(TestRecognitionWorker)
#include "tst_recognition_worker.moc"
