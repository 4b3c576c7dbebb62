#include "real_window.h"
#include "image/opencv_threads.h"

#include "hand.h"
#include "support/random_weights.h"
#include "ui/configuration_model.h"
#include "ui/message_strip.h"
#include "ui/prediction_model.h"
#include "ui/theme.h"
#include "weights/registry.h"
#include "weights/weights_writer.h"

#include <QApplication>
#include <QLabel>
#include <QPainter>
#include <QRandomGenerator>
#include <QSettings>
#include <QStyleFactory>
#include <QTableView>
#include <QTest>

using namespace netlens;

namespace {

/// Colours that change smoothly, as many as `detail` has pixels.
QImage smoothColours(QSize size, QSize detail, QRandomGenerator& random)
{
    QImage coarse(detail, QImage::Format_RGB32);
    for (int y = 0; y < detail.height(); ++y)
        for (int x = 0; x < detail.width(); ++x)
            coarse.setPixel(x, y, random.generate() | 0xFF000000U);
    return coarse.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

Architecture architectureOf(double alpha, int side)
{
    Config config;
    config.alpha = alpha;
    config.input = { side, side, 3 };
    return describe(config);
}

} // namespace

Home::Home()
{
    QSettings::setPath(
        QSettings::NativeFormat, QSettings::UserScope, path(QStringLiteral("config")));
    qputenv("KERAS_HOME", path(QStringLiteral("keras")).toLocal8Bit());
    // For other programs started from here. Qt complains where the last one is missing.
    qputenv("XDG_RUNTIME_DIR", m_folder.path().toLocal8Bit());
    qputenv("XDG_CACHE_HOME", path(QStringLiteral("cache")).toLocal8Bit());
    qputenv("XDG_CONFIG_HOME", path(QStringLiteral("config")).toLocal8Bit());
}

void dressAsProgram()
{
    keepOpenCvToItsCaller();
    QApplication::setOrganizationName(QStringLiteral("netlens"));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    applyTheme(savedTheme());
}

bool writeWeights(const std::filesystem::path& path, double alpha, int side)
{
    const Architecture table = architectureOf(alpha, side);
    WeightSet weights = *randomWeights(table, 7);
    auto& bias = weights.layers.find("predictions")->second.at(1).values;
    float ahead = 12;
    for (const int winner : kTopClasses) {
        bias.at(static_cast<std::size_t>(winner)) += ahead;
        ahead -= 0.5F;
    }
    std::filesystem::create_directories(path.parent_path());
    return netlens::writeWeights(path, table, weights).has_value();
}

bool writeImageNetWeights(double alpha, int side)
{
    return writeWeights(kerasModelsFolder() / officialFileName(alpha, side, true), alpha, side);
}

bool writePicture(const QString& path, QSize size, unsigned seed)
{
    QRandomGenerator random(seed);
    return smoothColours(size, { 8, 6 }, random).save(path);
}

bool writePhotograph(const QString& path, unsigned seed)
{
    constexpr QSize kSize(4000, 3000);
    constexpr int kGrain = 12;
    QRandomGenerator random(seed);
    QImage image = smoothColours(kSize, { 160, 120 }, random);
    for (int y = 0; y < kSize.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < kSize.width(); ++x) {
            const int grain = static_cast<int>(random.generate() % kGrain);
            row[x] = qRgb(qBound(0, qRed(row[x]) + grain, 255),
                qBound(0, qGreen(row[x]) + grain, 255), qBound(0, qBlue(row[x]) + grain, 255));
        }
    }
    return image.save(path, "jpg", 85);
}

RealWindow::RealWindow()
    : m_window(m_service, m_store, m_live, m_recorder, m_cameras)
{
    m_window.move(170, 0);
    m_window.show();
}

bool RealWindow::isReady()
{
    return QTest::qWaitForWindowExposed(&m_window)
        && QTest::qWaitFor(
            [&] {
                m_window.activateWindow();
                return m_window.isActiveWindow() && !label("modelName").isEmpty();
            },
            kPatienceMs);
}

QString RealWindow::label(const char* name) const
{
    return find<QLabel>(name).text();
}

QString RealWindow::message() const
{
    return find<MessageStrip>("message").text();
}

QTableView& RealWindow::predictions() const
{
    return find<QTableView>("predictionTable");
}

QList<int> RealWindow::classes() const
{
    const QAbstractItemModel& model = *predictions().model();
    QList<int> result;
    for (int row = 0; row < model.rowCount(); ++row)
        result.append(model.index(row, 0).data(PredictionModel::ClassIndexRole).toInt());
    return result;
}

int RealWindow::explainedClass() const
{
    const QAbstractItemModel& model = *predictions().model();
    for (int row = 0; row < model.rowCount(); ++row)
        if (model.index(row, 0).data(PredictionModel::ExplainedRole).toBool())
            return classes().at(row);
    return -1;
}

QPoint RealWindow::cell(double alpha, int side) const
{
    const auto& grid = find<QTableView>("configurationGrid");
    for (int row = 0; row < grid.model()->rowCount(); ++row)
        for (int column = 0; column < grid.model()->columnCount(); ++column) {
            const QModelIndex index = grid.model()->index(row, column);
            if (ConfigurationModel::alphaOf(index) == alpha
                && ConfigurationModel::sideOf(index) == side)
                return grid.visualRect(index).center();
        }
    qFatal("no such cell");
}
