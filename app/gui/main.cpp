#include "app/process_setup.h"
#include "service/threaded_service.h"
#include "service/threaded_store.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QNetworkProxyFactory>
#include <QStyleFactory>

namespace {

QStringList readArguments(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Shows what MobileNetV2 sees."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QCoreApplication::translate("main", "file"),
        QCoreApplication::translate("main", "Pictures, folders of pictures, Keras weights."),
        QCoreApplication::translate("main", "[file…]"));
    parser.process(application);
    return parser.positionalArguments();
}

} // namespace

int main(int argc, char* argv[])
{
    netlens::prepareProcess();
    QApplication application(argc, argv);
    netlens::keepDecimalPoint();
    QApplication::setApplicationName(QStringLiteral("netlens"));
    QApplication::setApplicationDisplayName(QStringLiteral("Netlens"));
    QApplication::setOrganizationName(QStringLiteral("netlens"));
    QApplication::setApplicationVersion(QStringLiteral(NETLENS_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.netlens.Netlens"));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    netlens::applyTheme(netlens::savedTheme());
    const QStringList paths = readArguments(application);

    QNetworkProxyFactory::setUseSystemConfiguration(true);
    netlens::ThreadedService service;
    netlens::ThreadedStore store;
    netlens::MainWindow window(service, store);
    window.show();
    window.openPaths(paths);
    return QApplication::exec();
}
