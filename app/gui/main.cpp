#include "app/process_setup.h"
#include "app/self_test_command.h"
#include "service/error_text.h"
#include "service/threaded_live.h"
#include "service/threaded_recorder.h"
#include "service/threaded_service.h"
#include "service/threaded_store.h"
#include "ui/main_window.h"
#include "ui/system_cameras.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QNetworkProxyFactory>
#include <QStyleFactory>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace {

/// As netlens-cli does it; needs no screen.
int reportSelfTest()
{
    constexpr int kNoModel = 3;
    const netlens::SelfTestReport report = netlens::runSelfTest();
    std::fputs(report.text.c_str(), stdout);
    if (!report.problem.empty())
        return std::fprintf(stderr, "netlens: %s\n", report.problem.c_str()), kNoModel;
    return report.isPassed && std::fflush(stdout) == 0 ? 0 : 1;
}

QStringList readArguments(const QCoreApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Shows what MobileNetV2 sees."));
    parser.addHelpOption();
    parser.addVersionOption();
    // Done before there is a window; here for --help.
    parser.addOption({ QStringLiteral("self-test"),
        QCoreApplication::translate(
            "main", "Classify the sample drawings, compare with the stored answers and end.") });
    parser.addPositionalArgument(QCoreApplication::translate("main", "file"),
        QCoreApplication::translate(
            "main", "Pictures, folders of pictures, videos, Keras weights."),
        QCoreApplication::translate("main", "[file…]"));
    parser.process(application);
    return parser.positionalArguments();
}

/// What --help and --version tell needs no screen; told, the process ends.
void tellWithoutScreen(int argc, char** argv)
{
    constexpr std::array<std::string_view, 5> kQuestions { "-h", "--help", "--help-all", "-v",
        "--version" };
    if (argc == 2 && std::ranges::find(kQuestions, argv[1]) != kQuestions.end())
        readArguments(QCoreApplication(argc, argv));
}

/// Qt's own message about it ends in an abort. $QT_QPA_PLATFORM and -platform can do without.
bool isWithoutScreen(int argc, char** argv)
{
    const bool isPlatformGiven = qEnvironmentVariableIsSet("QT_QPA_PLATFORM")
        || std::find(argv + 1, argv + argc, std::string_view("-platform")) != argv + argc;
    return !isPlatformGiven && qEnvironmentVariableIsEmpty("DISPLAY")
        && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

/// There is no window any more to say what goes wrong.
void finishRecording(netlens::ThreadedRecorder& recorder)
{
    recorder.finish();
    for (const netlens::Failure& failure : recorder.takeFailures()) {
        const netlens::ErrorText text = netlens::describeError(failure.error);
        std::fprintf(stderr, "netlens: %s: %s. %s\n", failure.error.subject.c_str(),
            qPrintable(text.what), qPrintable(text.advice));
    }
}

} // namespace

int main(int argc, char* argv[])
{
    netlens::prepareProcess();
    if (std::find(argv + 1, argv + argc, std::string_view("--self-test")) != argv + argc)
        return reportSelfTest();
    QApplication::setApplicationName(QStringLiteral("netlens"));
    QApplication::setOrganizationName(QStringLiteral("netlens"));
    QApplication::setApplicationVersion(QStringLiteral(NETLENS_VERSION));
    tellWithoutScreen(argc, argv);
    if (isWithoutScreen(argc, argv)) {
        std::fputs("netlens: there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set); "
                   "netlens-cli needs none\n",
            stderr);
        return 1;
    }
    netlens::ensurePassiveWaiting(argv);
    QApplication application(argc, argv);
    netlens::keepDecimalPoint();
    QApplication::setApplicationDisplayName(QStringLiteral("Netlens"));
    QApplication::setDesktopFileName(QStringLiteral("org.netlens.Netlens"));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    netlens::applyTheme(netlens::savedTheme());
    const QStringList paths = readArguments(application);

    QNetworkProxyFactory::setUseSystemConfiguration(true);
    netlens::ThreadedService service;
    netlens::ThreadedStore store;
    netlens::ThreadedLive live(service);
    netlens::ThreadedRecorder recorder;
    netlens::SystemCameras cameras;
    netlens::MainWindow window(service, store, live, recorder, cameras);
    window.show();
    window.openPaths(paths);
    const int status = QApplication::exec();
    finishRecording(recorder);
    return status;
}
