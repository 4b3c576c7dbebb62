#include "ui/main_window.h"

#include "service/keras_code.h"
#include "ui/collection_dock.h"
#include "ui/heatmap_actions.h"
#include "ui/image_view.h"
#include "ui/intake.h"
#include "ui/main_actions.h"
#include "ui/message_strip.h"
#include "ui/messages.h"
#include "ui/model_dock.h"
#include "ui/model_setup.h"
#include "ui/payload.h"
#include "ui/picture_pane.h"
#include "ui/predictions_dock.h"
#include "ui/shortcut_sheet.h"
#include "ui/status_line.h"
#include "ui/view_export.h"
#include "ui/weights_dialog.h"
#include "ui/weights_fetch.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStandardPaths>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

void MainWindow::connectActions()
{
    connect(m_actions->open, &QAction::triggered, this, &MainWindow::openImages);
    connect(m_actions->openFolder, &QAction::triggered, this, &MainWindow::openFolder);
    connect(m_actions->exportView, &QAction::triggered, this, &MainWindow::exportView);
    connect(m_actions->exportWeights, &QAction::triggered, this, &MainWindow::exportWeights);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions->previous, &QAction::triggered, this, [this] { m_collection->step(-1); });
    connect(m_actions->next, &QAction::triggered, this, [this] { m_collection->step(1); });
    connect(m_actions->copy, &QAction::triggered, this, &MainWindow::copyResult);
    connect(m_actions->copyKeras, &QAction::triggered, this, &MainWindow::copyKerasCode);
    connect(m_actions->paste, &QAction::triggered, this, &MainWindow::pasteClipboard);
    connect(m_actions->findClass, &QAction::triggered, m_predictions, &PredictionsDock::findClass);
    connect(m_actions->chooseWeights, &QAction::triggered, this, &MainWindow::chooseWeights);
    const auto use = [this](QAction* action, WeightsChoice::Kind kind) {
        connect(action, &QAction::triggered, this, [this, kind] { m_setup->useWeights(kind); });
    };
    use(m_actions->useImageNet, WeightsChoice::Kind::ImageNet);
    use(m_actions->useRandom, WeightsChoice::Kind::Random);
    use(m_actions->useDemo, WeightsChoice::Kind::Demo);
    const auto follow = [this] {
        const auto kind = m_setup->choice().weights().kind;
        m_actions->useImageNet->setChecked(kind == WeightsChoice::Kind::ImageNet);
        m_actions->useRandom->setChecked(kind == WeightsChoice::Kind::Random);
        m_actions->useDemo->setChecked(kind == WeightsChoice::Kind::Demo);
        m_actions->drawCalibration->setEnabled(!m_setup->choice().calibrationFolder().empty());
    };
    connect(m_setup, &ModelSetup::changed, this, follow);
    for (QAction* action : { m_actions->useImageNet, m_actions->useRandom, m_actions->useDemo })
        connect(action, &QAction::triggered, this, follow); // chosen again, it stays ticked
    follow();
    connect(m_actions->retryWeights, &QAction::triggered, m_setup, &ModelSetup::retry);
    connect(m_actions->explainTop, &QAction::triggered, this, [this] { explain(std::nullopt); });
    for (QAction* action : m_actions->explainRank)
        connect(action, &QAction::triggered, this,
            [this, action] { m_predictions->explainRank(action->data().toInt()); });
    connect(m_predictions, &PredictionsDock::explainRequested, this,
        [this](int classIndex) { explain(classIndex); });
    connect(
        m_actions->chooseCalibration, &QAction::triggered, this, &MainWindow::chooseCalibration);
    connect(m_actions->drawCalibration, &QAction::triggered, this, [this] { calibrateOn({}); });
    connect(m_modelDock, &ModelDock::chooseWeightsRequested, this, &MainWindow::chooseWeights);
    connect(m_actions->shortcuts, &QAction::triggered, this,
        [this] { (new ShortcutSheet(*menuBar(), this))->open(); });
    connect(m_actions->about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_export, &ViewExport::saved, this, &MainWindow::saySaved);
    connect(m_export, &ViewExport::failed, this, &MainWindow::sayNotSaved);
}

void MainWindow::saySaved(const QString& path)
{
    // The name first: the line may be too short for both.
    const QFileInfo file(path);
    m_status->showMessage(
        tr("Saved %1 in %2").arg(file.fileName(), QDir::toNativeSeparators(file.path())), 5000);
}

void MainWindow::sayNotSaved(const QString& path, const QString& why)
{
    m_messages->say(tr("%1 could not be saved: %2. Choose another place.")
                        .arg(QFileInfo(path).fileName(), why));
}

void MainWindow::connectViewActions()
{
    ImageView& view = m_pane->view();
    connect(m_actions->zoomIn, &QAction::triggered, &view, &ImageView::zoomIn);
    connect(m_actions->zoomOut, &QAction::triggered, &view, &ImageView::zoomOut);
    connect(m_actions->zoomToFit, &QAction::triggered, &view, &ImageView::zoomToFit);
    connect(m_actions->zoomToActual, &QAction::triggered, &view, &ImageView::zoomToActual);
    connect(m_actions->fullScreen, &QAction::toggled, this, &MainWindow::setFullScreen);
    connect(m_actions->dismiss, &QAction::triggered, this, &MainWindow::dismiss);
    connect(m_actions->resetLayout, &QAction::triggered, this, &MainWindow::resetLayout);
    connect(&view, &ImageView::detailWanted, this, [this] { m_service.loadDetail(); });
    connect(&view, &ImageView::heatHovered, this, [this](const auto& reading) {
        const QLocale locale;
        m_status->setReading(reading ? tr("heat %1 at row %2, column %3")
                                           .arg(locale.toString(reading->value, 'g', 4))
                                           .arg(reading->row)
                                           .arg(reading->column)
                                     : QString());
    });
}

void MainWindow::openImages()
{
    const QString pictures = tr("Pictures (%1)").arg(picturePatterns().join(u' '));
    const QString weights = tr("Keras weights (%1)").arg(weightsPatterns().join(u' '));
    const QString videos = tr("Videos (%1)").arg(videoPatterns().join(u' '));
    openPaths(QFileDialog::getOpenFileNames(this, tr("Open"), {},
        QStringList { pictures, videos, weights, tr("All files (*)") }.join(u";;"_s)));
}

void MainWindow::openFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open folder"));
    if (!folder.isEmpty())
        openPaths({ folder });
}

void MainWindow::chooseWeights()
{
    const QString weights = tr("Keras weights (%1)").arg(weightsPatterns().join(u' '));
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose weights file"), {},
        QStringList { weights, tr("All files (*)") }.join(u";;"_s));
    if (!path.isEmpty())
        m_service.inspect(path.toStdString());
}

void MainWindow::chooseCalibration()
{
    const QString before = QString::fromStdString(m_setup->choice().calibrationFolder());
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Pictures to calibrate on"), before.isEmpty() ? usual : before);
    if (!folder.isEmpty())
        calibrateOn(folder);
}

void MainWindow::calibrateOn(const QString& folder)
{
    ModelChoice next = m_setup->choice();
    next.setCalibrationFolder(folder.toStdString());
    if (!folder.isEmpty())
        next.setPrecision(Precision::Int8);
    m_messages->calibrationChosen();
    if (next == m_setup->choice())
        m_setup->retry(); // there may be other pictures in it by now
    else
        m_setup->change(tr("calibration"), next);
}

void MainWindow::exportView()
{
    const QFileInfo source(QString::fromStdString(m_recognition->name));
    QString path = QFileDialog::getSaveFileName(this, tr("Export view"),
        tr("%1-heatmap.png", "file name").arg(source.completeBaseName()), tr("PNG (*.png)"));
    if (path.isEmpty())
        return;
    if (!path.endsWith(u".png"_s, Qt::CaseInsensitive))
        path += u".png"_s;
    const bool hasDetail = m_detail.id == m_recognition->id && !m_detail.picture.isNull();
    m_export->save(path, m_recognition, hasDetail ? m_detail.picture : m_recognition->picture.image,
        m_heatmap->look());
}

void MainWindow::exportWeights()
{
    auto* dialog = new WeightsDialog(*m_setup->running(), this);
    connect(dialog, &QDialog::accepted, this,
        [this, dialog] { m_service.saveWeights(dialog->path().toStdString()); });
    dialog->open();
}

void MainWindow::pasteClipboard()
{
    const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
    if (copied == nullptr || !m_intake->take(*copied, tr("Pasted picture")))
        m_messages->say(tr("There is no picture on the clipboard. Copy one, then paste again."));
}

void MainWindow::copyResult()
{
    QGuiApplication::clipboard()->setText(m_predictions->resultText());
    m_status->showMessage(tr("Result copied"), 3000);
}

void MainWindow::copyKerasCode()
{
    ScriptPicture picture;
    // What was pasted or dropped as pixels has a name but no file.
    if (m_recognition && looksLikePicture(QString::fromStdString(m_recognition->name)))
        picture = { m_recognition->name, m_recognition->picture.reduction,
            m_recognition->picture.tensor != nullptr };
    QGuiApplication::clipboard()->setText(QString::fromStdString(kerasCode(
        *m_setup->running(), m_setup->preprocessing(), picture, m_predictions->shownClasses())));
    m_status->showMessage(tr("Keras code copied"), 3000);
}

void MainWindow::dismiss()
{
    if (m_predictions->leaveFind())
        return;
    if (m_pane->message().isShowing())
        m_pane->message().dismiss();
    else if (m_fetch->isRunning())
        m_actions->cancelDownload->trigger();
    else
        m_actions->fullScreen->setChecked(false);
}

void MainWindow::setFullScreen(bool on)
{
    setWindowState(
        on ? windowState() | Qt::WindowFullScreen : windowState() & ~Qt::WindowFullScreen);
}

void MainWindow::explain(std::optional<int> classIndex)
{
    m_service.explain(classIndex);
}

void MainWindow::showAbout()
{
    QMessageBox::about(this, tr("About Netlens"),
        tr("<h3>Netlens %1</h3><p>Shows what MobileNetV2 sees. Everything runs on this computer; "
           "no picture leaves it.</p><p>Free software under the GNU General Public License, "
           "version 3 or later.</p>")
            .arg(QCoreApplication::applicationVersion()));
}

} // namespace netlens
