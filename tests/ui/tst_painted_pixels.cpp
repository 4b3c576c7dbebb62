#include "support/fake_service.h"
#include "ui/heatmap_item.h"
#include "ui/image_view.h"
#include "ui/picture_item.h"
#include "ui/qt_image.h"

#include <QTest>

using namespace netlens;

class TestPaintedPixels : public QObject {
    Q_OBJECT
private slots:
    void framesAreWhereTheViewSaysTheyAre_data();
    void framesAreWhereTheViewSaysTheyAre();
    void aFrameIsPaintedAsItCameForTheScreen();
    void everyPixelIsConverted();
    void theMapIsWhereItIsReadFrom_data();
    void theMapIsWhereItIsReadFrom();
    void whatIsPaintedFollowsWhatIsShown();
};

namespace {

constexpr QRgb kLeft = qRgb(200, 40, 40);
constexpr QRgb kRight = qRgb(40, 60, 220);

Image halves(QSize size)
{
    QImage picture(size, QImage::Format_RGB888);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x)
            picture.setPixel(x, y, x < size.width() / 2 ? kLeft : kRight);
    return fromQImage(picture);
}

/// The view somewhere in a window, as it is in the program.
class InWindow {
public:
    InWindow()
        : view(new ImageView(&m_window))
    {
        m_window.resize(760, 590);
        view->setGeometry(83, 47, 640, 480);
        m_window.show();
    }

    bool isReady() { return QTest::qWaitForWindowExposed(&m_window); }
    QImage seen() { return m_window.grab().toImage(); }
    /// Where a place of the scene is in what is seen, in pixels of the screen.
    QPoint place(QPointF scene) const
    {
        const QPoint inWindow = view->viewport()->mapTo(&m_window, view->mapFromScene(scene));
        return (QPointF(inWindow) * m_window.devicePixelRatioF()).toPoint();
    }

private:
    QWidget m_window;

public:
    ImageView* view;
};

} // namespace

void TestPaintedPixels::framesAreWhereTheViewSaysTheyAre_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("zoom");
    QTest::newRow("larger than the view") << QSize(1280, 720) << 0.0;
    QTest::newRow("much larger") << QSize(4000, 3000) << 0.0;
    QTest::newRow("smaller") << QSize(320, 240) << 0.0;
    QTest::newRow("a few pixels") << QSize(16, 12) << 0.0;
    QTest::newRow("looked at closely") << QSize(1280, 720) << 6.0;
}

void TestPaintedPixels::framesAreWhereTheViewSaysTheyAre()
{
    QFETCH(QSize, size);
    QFETCH(double, zoom);
    InWindow window;
    QVERIFY(window.isReady());
    ImageView& view = *window.view;
    Recognition answer = makeRecognition(10, 3, { size.width(), size.height() });
    answer.picture.image = halves(size);
    answer.frame = FrameStamp { .run = 1 };
    answer.map.values.assign(49, -1); // none to see
    view.setRecognition(share(std::move(answer)));
    for (double now = view.zoom(); now < zoom; now = view.zoom())
        view.zoomIn();
    const QImage seen = window.seen();
    const QPoint edge = window.place(QPointF(size.width() / 2.0, size.height() / 2.0));
    // Next to the edge the halves run into each other, over a pixel of the larger grid.
    const int reach = static_cast<int>(std::max(1.0, view.zoom())) + 1;
    QCOMPARE(seen.pixelColor(edge.x() - reach - 1, edge.y()), QColor(kLeft));
    QCOMPARE(seen.pixelColor(edge.x() + reach + 1, edge.y()), QColor(kRight));
    if (zoom > 0)
        return;
    const QPoint corner = window.place(QPointF(0, 0));
    QCOMPARE(seen.pixelColor(corner.x() + 2, corner.y() + 2), QColor(kLeft));
    QVERIFY(seen.pixelColor(corner.x() - 2, corner.y() + 2) != QColor(kLeft));
    QVERIFY(seen.pixelColor(corner.x() + 2, corner.y() - 2) != QColor(kLeft));
}

void TestPaintedPixels::aFrameIsPaintedAsItCameForTheScreen()
{
    InWindow window;
    QVERIFY(window.isReady());
    ImageView& view = *window.view;
    std::vector<Size> told;
    connect(&view, &ImageView::sizeOnScreenChanged, this, [&](Size size) { told.push_back(size); });
    // The copy is mirrored, so that it can be told from the frame.
    const auto show = [&](QSize copy) {
        Recognition answer = makeRecognition(10, 3, { 1280, 720 });
        answer.picture.image = halves({ 1280, 720 });
        answer.frame = FrameStamp { .run = 1 };
        if (!copy.isEmpty())
            answer.frame->onScreen = fromQImage(toQImage(halves(copy)).mirrored(true, false));
        answer.map.values.assign(49, -1); // none to see
        view.setRecognition(share(std::move(answer)));
        return window.seen().pixelColor(window.place(QPointF(300, 360)));
    };
    QCOMPARE(show({}), QColor(kLeft));
    QCOMPARE(told.size(), 1U);
    const QSize whole(told.back().width, told.back().height);
    QVERIFY(std::abs(whole.width() * 720 - whole.height() * 1280) < 1280);
    QCOMPARE(show(whole), QColor(kRight));
    QCOMPARE(show(whole + QSize(1, 0)), QColor(kLeft)); // the window has another size by now
    QCOMPARE(told.size(), 1U);
    for (int i = 0; i < 10; ++i)
        view.zoomIn();
    (void)window.seen();
    QVERIFY(told.size() > 1);
    QCOMPARE(told.back(), Size {}); // most of it is outside
}

void TestPaintedPixels::everyPixelIsConverted()
{
    for (const int width : { 1, 2, 5 }) {
        const QImage plain = toQImage(halves({ width, 3 }));
        const QImage converted = toRgb32(fromQImage(plain));
        QCOMPARE(converted, plain.convertToFormat(QImage::Format_RGB32));
        // Of which the comparison does not look at the opacity.
        const auto* row = reinterpret_cast<const QRgb*>(converted.constScanLine(2));
        QVERIFY(std::all_of(row, row + width, [](QRgb pixel) { return qAlpha(pixel) == 255; }));
    }
    QVERIFY(toRgb32({}).isNull());
}

void TestPaintedPixels::theMapIsWhereItIsReadFrom_data()
{
    QTest::addColumn<int>("steps");
    QTest::newRow("whole") << 0;
    QTest::newRow("larger than it is coloured for") << 8;
}

void TestPaintedPixels::theMapIsWhereItIsReadFrom()
{
    QFETCH(int, steps);
    InWindow window;
    QVERIFY(window.isReady());
    ImageView& view = *window.view;
    HeatmapLook look;
    look.showCells = true;
    look.opacity = 1;
    view.setLook(look);
    Recognition answer = makeRecognition(10, 3, { 400, 400 });
    answer.map.values.assign(49, 0);
    answer.map.values[24] = 1; // the cell in the middle
    view.setRecognition(share(answer));
    for (int i = 0; i < steps; ++i)
        view.zoomIn();
    const QImage seen = window.seen();
    const QRectF input = view.geometryOnPicture().input;
    const QColor hot = view.heatmap().coloured({ 7, 7 }).pixelColor(3, 3);
    const QColor cold = view.heatmap().coloured({ 7, 7 }).pixelColor(2, 3);
    QVERIFY(hot != cold);
    const double border = input.left() + input.width() * 3 / 7;
    const int y = window.place(input.center()).y();
    const int x = window.place(QPointF(border, input.center().y())).x();
    QCOMPARE(seen.pixelColor(x + 4, y), hot);
    QCOMPARE(seen.pixelColor(x - 4, y), cold);
}

void TestPaintedPixels::whatIsPaintedFollowsWhatIsShown()
{
    InWindow window;
    QVERIFY(window.isReady());
    ImageView& view = *window.view;
    const auto show = [&view](const Image& picture, float heat) {
        Recognition answer = makeRecognition(10, 3, picture.size());
        answer.picture.image = picture;
        answer.frame = FrameStamp { .run = 1 };
        answer.map.values.assign(49, heat);
        view.setRecognition(share(std::move(answer)));
    };
    const auto at = [&](double x) {
        const QRectF all = view.geometryOnPicture().picture;
        return window.seen().pixelColor(window.place(QPointF(all.width() * x, all.height() / 2)));
    };
    HeatmapLook look;
    look.opacity = 1;
    look.fixedRange = ValueRange { 0, 1 };
    look.visible = false;
    view.setLook(look);
    const QSize size(320, 240);
    show(halves(size), 0);
    QCOMPARE(at(0.3), QColor(kLeft));
    show(fromQImage(toQImage(halves(size)).mirrored(true, false)), 0); // of the same size
    QCOMPARE(at(0.3), QColor(kRight));
    view.resize(500, 300);
    QCOMPARE(at(0.3), QColor(kRight));
    QCOMPARE(at(0.7), QColor(kLeft));
    look.visible = true;
    view.setLook(look);
    const auto colour = [](Colormap colormap, std::size_t entry) {
        const auto& rgb = palette(colormap)[entry];
        return QColor(rgb[0], rgb[1], rgb[2]);
    };
    QCOMPARE(at(0.3), colour(Colormap::Viridis, 0));
    show(halves(size), 1);
    QCOMPARE(at(0.3), colour(Colormap::Viridis, 255));
    look.colormap = Colormap::Inferno;
    view.setLook(look);
    QCOMPARE(at(0.3), colour(Colormap::Inferno, 255));
}

QTEST_MAIN(TestPaintedPixels)
#include "tst_painted_pixels.moc"
