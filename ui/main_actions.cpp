#include "ui/main_actions.h"

#include "ui/icons.h"

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kDigits = 9;

} // namespace

MainActions::MainActions(QObject* parent)
    : QObject(parent)
{
    addFileActions();
    addEditActions();
    addViewActions();
    addModelActions();
    addExplainActions();
    addHelpActions();
    setHasPicture(false);
    setHasClasses(false);
    setHasModel(false);
    setCollectionSize(0);
}

QAction* MainActions::add(const Look& look)
{
    auto* action = new QAction(look.text, this);
    action->setObjectName(look.name);
    action->setStatusTip(look.tip);
    if (!look.icon.isEmpty())
        action->setIcon(icon(look.icon));
    action->setShortcuts(look.keys);
    return action;
}

void MainActions::addFileActions()
{
    open = add({ u"open"_s, tr("&Open image…"), tr("Open pictures or a weights file"), u"open"_s,
        { QKeySequence(Qt::CTRL | Qt::Key_O) } });
    openFolder = add({ u"openFolder"_s, tr("Open &folder…"), tr("Open all pictures in a folder"),
        {}, { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O) } });
    exportView = add({ u"exportView"_s, tr("&Export view…"),
        tr("Save the picture with its heatmap as PNG"), u"export"_s,
        { QKeySequence(Qt::CTRL | Qt::Key_E), QKeySequence(Qt::CTRL | Qt::Key_S) } });
    exportWeights = add({ u"exportWeights"_s, tr("Export &weights…"),
        tr("Save the model's weights as a file for Keras"), {},
        { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E) } });
    previous = add({ u"previousPicture"_s, tr("&Previous picture"),
        tr("Show the picture before this one"), u"previous"_s, { QKeySequence(Qt::Key_Left) } });
    next = add({ u"nextPicture"_s, tr("&Next picture"), tr("Show the picture after this one"),
        u"next"_s, { QKeySequence(Qt::Key_Right) } });
    quit = add({ u"quit"_s, tr("&Quit"), tr("Close Netlens"), {},
        { QKeySequence(Qt::CTRL | Qt::Key_Q) } });
    quit->setMenuRole(QAction::QuitRole);
}

void MainActions::addEditActions()
{
    copy = add({ u"copyResult"_s, tr("&Copy result"), tr("Copy the predictions as text"), u"copy"_s,
        { QKeySequence(Qt::CTRL | Qt::Key_C) } });
    copyKeras = add({ u"copyKeras"_s, tr("Copy as &Keras code"),
        tr("Copy a Python script that does the same in Keras"), {},
        { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C) } });
    paste = add({ u"paste"_s, tr("&Paste"), tr("Look at the picture on the clipboard"), u"paste"_s,
        { QKeySequence(Qt::CTRL | Qt::Key_V) } });
    findClass
        = add({ u"findClassAction"_s, tr("&Find class"), tr("Look for a class among all of them"),
            u"search"_s, { QKeySequence(Qt::CTRL | Qt::Key_F) } });
}

void MainActions::addViewActions()
{
    zoomIn = add({ u"zoomIn"_s, tr("Zoom &in"), tr("Show the picture larger"), u"zoom-in"_s,
        { QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal) } });
    zoomOut = add({ u"zoomOut"_s, tr("Zoom &out"), tr("Show the picture smaller"), u"zoom-out"_s,
        { QKeySequence(Qt::CTRL | Qt::Key_Minus) } });
    zoomToFit = add({ u"zoomToFit"_s, tr("&Fit to window"), tr("Show the whole picture"),
        u"zoom-fit"_s, { QKeySequence(Qt::CTRL | Qt::Key_0) } });
    zoomToActual = add({ u"zoomToActual"_s, tr("&Actual size"),
        tr("Show one pixel of the picture on one of the screen"), u"zoom-actual"_s,
        { QKeySequence(Qt::CTRL | Qt::Key_1) } });
    fullScreen = add({ u"fullScreen"_s, tr("F&ull screen"), tr("Use the whole screen"), {},
        { QKeySequence(Qt::Key_F11) } });
    fullScreen->setCheckable(true);
    dismiss = add({ u"dismiss"_s, tr("&Dismiss message, cancel, leave full screen"),
        tr("Close the message; without one, cancel the download; else leave full screen"), {},
        { QKeySequence(Qt::Key_Escape) } });
    resetLayout = add({ u"resetLayout"_s, tr("&Reset layout"),
        tr("Put all panels back where they were at first"), {}, {} });
}

void MainActions::addModelActions()
{
    useImageNet = add({ u"useImageNet"_s, tr("&ImageNet weights"),
        tr("Use the published weights of the chosen configuration"), {}, {} });
    useImageNet->setIconText(tr("Switch to ImageNet"));
    useRandom = add({ u"useRandom"_s, tr("&Random weights"),
        tr("Use an untrained network of the chosen configuration"), {}, {} });
    useDemo = add({ u"useDemo"_s, tr("&Demonstration model"),
        tr("Use the small model that comes with Netlens and knows 24 drawn symbols"), {}, {} });
    for (QAction* action : { useImageNet, useRandom, useDemo })
        action->setCheckable(true);
    chooseWeights = add(
        { u"chooseWeightsFile"_s, tr("Choose &weights file…"), tr("Use weights from a Keras file"),
            u"weights"_s, { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_W) } });
    retryWeights = add({ u"retryWeights"_s, tr("&Look for the weights again"),
        tr("Look for the ImageNet file once more"), {}, { QKeySequence(Qt::Key_F5) } });
    retryWeights->setIconText(tr("Use the ImageNet weights"));
    downloadWeights = add({ u"downloadWeights"_s, tr("&Get ImageNet weights"),
        tr("Download the ImageNet file that is not on this computer"), {}, {} });
    cancelDownload = add({ u"cancelDownload"_s, tr("&Cancel download"),
        tr("End the download; the next one goes on where it stopped"), {}, {} });
    cancelDownload->setIconText(tr("Cancel"));
    installWeights = add({ u"installWeights"_s, tr("I&nstall as ImageNet weights"),
        tr("Copy the weights file to where Keras and Netlens look for ImageNet's"), {}, {} });
    installWeights->setIconText(tr("Install"));
    addCalibrationActions();
}

void MainActions::addCalibrationActions()
{
    chooseCalibration = add({ u"chooseCalibration"_s, tr("Calibrate on a &folder…"),
        tr("Compute in 8-bit integers that are calibrated on pictures like yours"), {}, {} });
    chooseCalibration->setIconText(tr("Choose folder…"));
    drawCalibration = add({ u"drawCalibration"_s, tr("Calibrate on drawn &pictures"),
        tr("Calibrate 8-bit integers without pictures of yours"), {}, {} });
    drawCalibration->setIconText(tr("Use drawn pictures"));
    drawCalibration->setEnabled(false);
}

void MainActions::addExplainActions()
{
    explainTop = add({ u"explainTop"_s, tr("&Most probable class"),
        tr("Explain whatever class is the most probable"), {}, { QKeySequence(Qt::Key_0) } });
    for (int rank = 1; rank <= kDigits; ++rank) {
        QAction* action = add({ u"explainRank%1"_s.arg(rank), tr("Class ranked &%1").arg(rank),
            tr("Explain the class ranked %1").arg(rank), {}, { QKeySequence(Qt::Key_0 + rank) } });
        action->setData(rank);
        explainRank.append(action);
    }
}

void MainActions::addHelpActions()
{
    samples = add({ u"samples"_s, tr("&Sample drawings"),
        tr("Open the drawings that come with the demonstration model"), {}, {} });
    samples->setEnabled(false);
    shortcuts = add({ u"shortcuts"_s, tr("&Keyboard shortcuts"), tr("Show all shortcuts"), {},
        { QKeySequence(Qt::Key_F1), QKeySequence(Qt::CTRL | Qt::Key_Question) } });
    about = add({ u"about"_s, tr("&About Netlens"), tr("Version and licence"), {}, {} });
    about->setMenuRole(QAction::AboutRole);
}

void MainActions::setHasPicture(bool hasPicture)
{
    for (QAction* action : { exportView, copy, zoomIn, zoomOut, zoomToFit, zoomToActual })
        action->setEnabled(hasPicture);
}

void MainActions::setHasClasses(bool hasClasses)
{
    findClass->setEnabled(hasClasses);
    explainTop->setEnabled(hasClasses);
    for (QAction* action : explainRank)
        action->setEnabled(hasClasses);
}

void MainActions::setHasModel(bool hasModel)
{
    exportWeights->setEnabled(hasModel);
    copyKeras->setEnabled(hasModel);
}

void MainActions::setCollectionSize(int count)
{
    previous->setEnabled(count > 1);
    next->setEnabled(count > 1);
}

} // namespace netlens
