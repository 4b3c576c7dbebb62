#include "support/fake_service.h"
#include "ui/heatmap_item.h"
#include "ui/image_view.h"
#include "ui/picture_geometry.h"
#include "ui/picture_item.h"

#include <QSignalSpy>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestImageView : public QObject {
    Q_OBJECT
private slots:
    void heatmapCoversTheFit_data();
    void heatmapCoversTheFit();
    void reducedPictureKeepsFullSizeCoordinates();
    void aSideThatDoesNotDivideIsSeenWhole();
    void opacityIsTheItems();
    void cellsAreBlocks();
    void noPositiveValueHidesTheMap();
    void cursorReadsTheCell();
    void wheelZoomsAndKeepsTheView();
    void anotherPictureIsShownWhole();
    void newAnswerKeepsTheView();
    void detailIsAskedForWhenZoomed();
    void detailReplacesThePixelsInPlace();
    void largePicturesAreHalvedElsewhere();
};

namespace {

Recognition fitted(Size picture, Fit fit)
{
    Recognition recognition = makeRecognition(10, 3, picture);
    recognition.seen.source = fitSource(picture, { 224, 224 }, fit);
    recognition.seen.target = fitTarget(picture, { 224, 224 }, fit);
    return recognition;
}

QPoint viewPoint(const ImageView& view, double share)
{
    const QRectF input = view.geometryOnPicture().input;
    return view.mapFromScene(
        input.topLeft() + QPointF(input.width() * share, input.height() * share));
}

/// Everything of the view on screen, as after show().
void makeVisible(ImageView& view)
{
    view.resize(640, 480);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
}

} // namespace

void TestImageView::heatmapCoversTheFit_data()
{
    QTest::addColumn<int>("fit");
    QTest::addColumn<QRectF>("expected");
    QTest::newRow("stretch covers the picture")
        << static_cast<int>(Fit::Stretch) << QRectF(0, 0, 400, 200);
    // round(0.875 · 200) = 175, centred
    QTest::newRow("crop covers the centred square")
        << static_cast<int>(Fit::Crop) << QRectF(112.5, 12.5, 175, 175);
    QTest::newRow("pad covers the margins too")
        << static_cast<int>(Fit::Pad) << QRectF(0, -100, 400, 400);
}

void TestImageView::heatmapCoversTheFit()
{
    QFETCH(int, fit);
    QFETCH(QRectF, expected);
    ImageView view;
    view.setRecognition(share(fitted({ 400, 200 }, static_cast<Fit>(fit))));
    const QRectF covered = view.heatmap().covered();
    // The crop's corner is rounded to whole pixels.
    QVERIFY2(std::abs(covered.x() - expected.x()) <= 1 && std::abs(covered.y() - expected.y()) <= 1,
        qPrintable(u"%1, %2"_s.arg(covered.x()).arg(covered.y())));
    QVERIFY(std::abs(covered.width() - expected.width()) < 1e-6);
    QVERIFY(std::abs(covered.height() - expected.height()) < 1e-6);
}

void TestImageView::reducedPictureKeepsFullSizeCoordinates()
{
    Recognition recognition = fitted({ 400, 200 }, Fit::Stretch);
    recognition.picture.reduction = 4;
    recognition.picture.fullSize = { 1600, 800 };
    ImageView view;
    view.setRecognition(share(recognition));
    QCOMPARE(view.picture().boundingRect(), QRectF(0, 0, 1600, 800));
    QCOMPARE(view.heatmap().covered(), QRectF(0, 0, 1600, 800));
}

void TestImageView::aSideThatDoesNotDivideIsSeenWhole()
{
    Recognition recognition = makeRecognition(10, 3, { 500, 376 });
    recognition.picture.reduction = 8;
    recognition.picture.fullSize = { 3995, 3004 };
    recognition.seen.source = { 0, 0, 3995 / 8.0, 3004 / 8.0 };
    const PictureGeometry geometry = geometryOf(recognition);
    QVERIFY(!geometry.isCropped());
    QVERIFY(!geometry.isPadded());
    QCOMPARE(geometry.seen, geometry.picture);
}

void TestImageView::opacityIsTheItems()
{
    ImageView view;
    HeatmapLook look;
    look.opacity = 0.25;
    view.setLook(look);
    view.setRecognition(share(makeRecognition()));
    QVERIFY(view.heatmap().isVisible());
    QCOMPARE(view.heatmap().opacity(), 0.25);
    look.visible = false;
    view.setLook(look);
    QVERIFY(!view.heatmap().isVisible());
}

void TestImageView::cellsAreBlocks()
{
    const auto colorsInFirstCell = [](bool cells) {
        ImageView view;
        HeatmapLook look;
        look.showCells = cells;
        view.setLook(look);
        Recognition recognition = makeRecognition();
        recognition.map.values.assign(49, 0);
        recognition.map.values[0] = 1;
        view.setRecognition(share(recognition));
        const int side = 64;
        const QImage map = view.heatmap().coloured({ 7 * side, 7 * side });
        QSet<QRgb> colors;
        for (int i = 0; i < side; ++i)
            colors.insert(map.pixel(i, i));
        return colors.size();
    };
    QCOMPARE(colorsInFirstCell(true), 1);
    QVERIFY(colorsInFirstCell(false) > 3);
}

void TestImageView::noPositiveValueHidesTheMap()
{
    Recognition recognition = makeRecognition();
    recognition.map.values.assign(49, -2);
    ImageView view;
    view.setRecognition(share(recognition));
    QVERIFY(!view.heatmap().isVisible());
}

void TestImageView::cursorReadsTheCell()
{
    ImageView view;
    makeVisible(view);
    view.setRecognition(share(makeRecognition()));
    std::optional<HeatReading> last;
    connect(&view, &ImageView::heatHovered, &view,
        [&last](const std::optional<HeatReading>& reading) { last = reading; });
    QTest::mouseMove(view.viewport(), viewPoint(view, 0.99));
    QTRY_VERIFY(last.has_value());
    QCOMPARE(last->row, 6);
    QCOMPARE(last->column, 6);
    QCOMPARE(last->value, 1.0F);
    QTest::mouseMove(view.viewport(), viewPoint(view, 0.5));
    QTRY_COMPARE(last->row, 3);
    QCOMPARE(last->value, 0.0F);
    // The picture moves under a pointer that rests, and another answer has another map.
    QTest::mouseMove(view.viewport(), viewPoint(view, 0.8));
    QTRY_COMPARE(last->row, 5);
    view.zoomToFit();
    for (int i = 0; i < 12; ++i)
        view.zoomIn();
    QVERIFY(last->row < 5);
    view.zoomToFit();
    QCOMPARE(last->row, 5);
    Recognition other = makeRecognition();
    other.map.values.assign(49, 0.25F);
    view.setRecognition(share(other));
    QCOMPARE(last->value, 0.25F);
    QTest::mouseMove(view.viewport(), QPoint(1, 1));
    QTRY_VERIFY(!last.has_value());
}

void TestImageView::wheelZoomsAndKeepsTheView()
{
    ImageView view;
    makeVisible(view);
    view.setRecognition(share(makeRecognition()));
    const double fitted = view.zoom();
    const QPoint center = view.viewport()->rect().center();
    const QPointF under = view.mapToScene(center);
    QWheelEvent wheel(center, view.viewport()->mapToGlobal(center), {}, QPoint(0, 120),
        Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view.viewport(), &wheel);
    QVERIFY(view.zoom() > 1.2 * fitted);
    QVERIFY(QLineF(view.mapToScene(center), under).length() < 6);
    view.resize(500, 400);
    QVERIFY2(view.zoom() > fitted, "a zoomed view does not follow the window");
    view.zoomToFit();
    view.zoomToActual();
    QCOMPARE(view.zoom(), 1.0);
}

void TestImageView::anotherPictureIsShownWhole()
{
    ImageView view;
    makeVisible(view);
    view.setRecognition(share(makeRecognition(), 1));
    view.zoomToActual();
    view.zoomIn();
    view.setRecognition(share(makeRecognition(10, 3, { 3000, 2000 }), 2));
    const QRectF shown = view.mapToScene(view.viewport()->rect()).boundingRect();
    QVERIFY(shown.contains(QRectF(0, 0, 3000, 2000)));
}

void TestImageView::newAnswerKeepsTheView()
{
    ImageView view;
    makeVisible(view);
    view.setRecognition(share(makeRecognition(10, 3), 1));
    view.zoomIn();
    view.zoomIn();
    const QTransform before = view.viewportTransform();
    view.setRecognition(share(makeRecognition(10, 5), 1));
    QCOMPARE(view.viewportTransform(), before);
}

void TestImageView::detailIsAskedForWhenZoomed()
{
    Recognition recognition = makeRecognition(10, 3, { 1500, 1000 });
    recognition.picture.reduction = 2;
    recognition.picture.fullSize = { 3000, 2000 };
    ImageView view;
    makeVisible(view);
    QSignalSpy wanted(&view, &ImageView::detailWanted);
    view.setRecognition(share(recognition));
    QVERIFY2(!wanted.wait(400), "the reduced picture is enough for the whole view");
    view.zoomToActual();
    QVERIFY(wanted.wait(2000));
    view.setDetail(1, makePicture(3000, 2000));
    view.zoomIn();
    QVERIFY2(!wanted.wait(400), "asked only once");
}

void TestImageView::detailReplacesThePixelsInPlace()
{
    Recognition recognition = makeRecognition(10, 3, { 150, 100 });
    recognition.picture.reduction = 2;
    recognition.picture.fullSize = { 300, 200 };
    ImageView view;
    makeVisible(view);
    view.setRecognition(share(recognition, 4));
    view.zoomToActual();
    const QTransform before = view.viewportTransform();
    view.setDetail(3, makePicture(300, 200));
    QCOMPARE(view.picture().pixels().width(), 150);
    view.setDetail(4, makePicture(300, 200));
    QCOMPARE(view.picture().pixels().width(), 300);
    QCOMPARE(view.viewportTransform(), before);
    QCOMPARE(view.picture().boundingRect(), QRectF(0, 0, 300, 200));
    view.setRecognition(share(recognition, 4));
    QCOMPARE(view.picture().pixels().width(), 300);
}

void TestImageView::largePicturesAreHalvedElsewhere()
{
    ImageView view;
    makeVisible(view);
    view.setRecognition(share(makeRecognition(10, 3, { 4000, 3000 })));
    const QImage first = view.grab().toImage();
    QVERIFY(!first.isNull());
    // The halved copies replace the bilinear picture: smoother, so the pixels differ.
    QTRY_VERIFY_WITH_TIMEOUT(view.grab().toImage() != first, 5000);
}

QTEST_MAIN(TestImageView)
#include "tst_image_view.moc"
