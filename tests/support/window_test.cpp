#include "support/window_test.h"

#include <QApplication>
#include <QDir>
#include <QDropEvent>
#include <QLocale>
#include <QMimeData>
#include <QSettings>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

void WindowTest::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QVERIFY(m_settings.isValid());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QCoreApplication::setOrganizationName(u"netlens-test"_s);
    QVERIFY(m_folder.isValid());
}

void WindowTest::init()
{
    QSettings().clear();
    m_service = std::make_unique<FakeService>();
    m_store = std::make_unique<FakeStore>();
    m_live = std::make_unique<FakeLive>();
    m_recorder = std::make_unique<FakeRecorder>();
    m_cameras = std::make_unique<FakeCameras>();
    makeWindow();
}

void WindowTest::makeWindow()
{
    m_window = nullptr; // its settings are saved before the next reads them
    m_window = std::make_unique<MainWindow>(*m_service, *m_store, *m_live, *m_recorder, *m_cameras);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void WindowTest::cleanup()
{
    m_window.reset();
    m_cameras.reset();
    m_recorder.reset();
    m_live.reset();
    m_store.reset();
    m_service.reset();
}

bool WindowTest::drop(QMimeData& data)
{
    const QPoint where = m_window->rect().center();
    QDragEnterEvent enter(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.setAccepted(false);
    QCoreApplication::sendEvent(m_window.get(), &enter);
    if (!enter.isAccepted())
        return false;
    QDropEvent event(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &event);
    return event.isAccepted();
}

void WindowTest::answer(Recognition recognition)
{
    if (m_service->models.size() == 1)
        m_service->finishModel();
    m_service->submit({ recognition.name, std::filesystem::path(recognition.name) });
    m_service->finishRecognition(std::move(recognition));
}

QString WindowTest::touch(const QString& name)
{
    const QString path = m_folder.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(path));
    return path;
}
