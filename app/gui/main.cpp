#include "app/process_setup.h"
#include "app/self_test_command.h"
#include "service/threaded_service.h"
#include "service/threaded_store.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QNetworkProxyFactory>
#include <QStyleFactory>

namespace {

const QString kSelfTest = QStringLiteral("self-test");

QStringList readArguments(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Shows what MobileNetV2 sees."));
    parser.addHelpOption();
    parser.addVersionOption();
    // Done before there is a window; here for --help.
    parser.addOption({ kSelfTest,
        QCoreApplication::translate(
            "main", "Classify the sample drawings, compare with the stored answers and end.") });
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
    if (argc == 2 && QLatin1String(argv[1]) == u"--self-test")
        return netlens::runSelfTest("netlens");
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
