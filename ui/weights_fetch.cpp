#include "ui/weights_fetch.h"

#include "ui/main_actions.h"
#include "ui/model_setup.h"
#include "weights/registry.h"

#include <QGuiApplication>
#include <QLocale>

#include <utility>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    QString sizeText(double bytes)
    {
        return QLocale().formattedDataSize(
            static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
    }

} // namespace

WeightsFetch::WeightsFetch(
    WeightsStore& store, ModelSetup& setup, const MainActions& actions, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_setup(setup)
    , m_actions(actions)
{
    connect(&store, &WeightsStore::progressed, this, &WeightsFetch::takeProgress);
    connect(&store, &WeightsStore::finished, this, &WeightsFetch::takeResult);
    connect(actions.downloadWeights, &QAction::triggered, this, [this] { give({ wanted(), {} }); });
    connect(actions.installWeights, &QAction::triggered, this, [this] { give(m_offer); });
    connect(actions.cancelDownload, &QAction::triggered, &store, &WeightsStore::cancel);
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this, [this](auto state) {
        if (state == Qt::ApplicationActive)
            lookAgain();
    });
    connect(&setup, &ModelSetup::changed, this, &WeightsFetch::refresh);
    connect(&setup, &ModelSetup::runningChanged, this, &WeightsFetch::refresh);
    refresh();
}

/// The official file that is missing or damaged; empty while nothing is.
std::string WeightsFetch::wanted() const
{
    return m_setup.answersInstead() ? m_setup.officialFile().toStdString() : std::string();
}

void WeightsFetch::give(const Order& order)
{
    if (isRunning() || order.official.empty())
        return;
    m_order = order;
    m_running = order.official;
    m_progress = {};
    if (order.source.empty())
        m_store.fetch(order.official);
    else
        m_store.install(order.source, order.official);
    refresh();
    emit started();
}

void WeightsFetch::retry()
{
    give(Order(m_order));
}

void WeightsFetch::takeProgress()
{
    if (auto progress = m_store.takeProgress(); progress && isRunning()) {
        m_progress = std::move(*progress);
        emit progressed();
    }
}

void WeightsFetch::takeResult()
{
    const auto result = m_store.takeResult();
    if (!result)
        return;
    m_running.clear();
    if (*result)
        use((*result)->fileName);
    refresh();
    if (!*result && result->error().code != ErrorCode::Cancelled)
        emit failed(result->error());
}

void WeightsFetch::use(const std::string& official)
{
    ModelChoice next = m_setup.choice();
    // What was installed is in use already, as a file of the user's.
    const bool isInUse = !m_order.source.empty() && next.weights().path == m_order.source.string();
    if (isInUse)
        next.useImageNet();
    if (next != m_setup.choice())
        m_setup.change(tr("ImageNet weights"), next);
    else if (m_setup.officialFile().toStdString() == official)
        m_setup.retry();
}

void WeightsFetch::lookAgain()
{
    const bool isMissing = m_setup.weights() == ModelSetup::Weights::NotHere;
    const bool hasAppeared = isMissing && findOfficialFile(wanted()).has_value();
    if (hasAppeared == m_hasAppeared)
        return;
    m_hasAppeared = hasAppeared;
    emit changed();
}

void WeightsFetch::refresh()
{
    const auto official = findOfficial(wanted());
    const auto state = m_setup.weights();
    m_hasAppeared = m_hasAppeared
        && (state == ModelSetup::Weights::NotHere || state == ModelSetup::Weights::Building);
    m_actions.downloadWeights->setEnabled(official && !isRunning());
    m_actions.cancelDownload->setEnabled(isRunning());
    if (m_setup.choice().weights().path != m_offer.source.string())
        m_offer = {};
    m_actions.installWeights->setEnabled(!m_offer.official.empty() && !isRunning());
    if (official) {
        const QString size = sizeText(static_cast<double>(official->approximateBytes()));
        m_actions.downloadWeights->setIconText(tr("Get the ImageNet weights (%1)").arg(size));
    }
    emit changed();
}

bool WeightsFetch::canInstall(const WeightsFileInfo& file)
{
    const auto official = findOfficial(wanted());
    if (!official || isRunning() || file.layout != WeightsLayout::LegacyWeights || !file.config)
        return false;
    const Config target = official->config();
    const Config& made = *file.config;
    if (made.alpha != target.alpha || made.includeTop != target.includeTop
        || made.input.channels != target.input.channels
        || (made.includeTop && made.classes != target.classes))
        return false;
    m_offer = { official->name, file.path };
    m_actions.installWeights->setEnabled(true);
    return true;
}

QString WeightsFetch::text() const
{
    const QString name = QString::fromStdString(m_running);
    if (!m_order.source.empty())
        return tr("Installing %1…").arg(name);
    switch (m_progress.stage) {
    case StoreProgress::Stage::Waiting:
        return tr("Another program is downloading %1; waiting for it.").arg(name);
    case StoreProgress::Stage::Connecting:
        return tr("Connecting to download %1…").arg(name);
    case StoreProgress::Stage::Pausing:
        return tr("The connection broke; %1 goes on in a moment…").arg(name);
    case StoreProgress::Stage::Verifying:
        return tr("Verifying %1…").arg(name);
    case StoreProgress::Stage::Receiving:
        break;
    }
    QString amount = sizeText(static_cast<double>(m_progress.received));
    if (m_progress.total)
        amount = tr("%1 of %2", "bytes that have come, of all")
                     .arg(amount, sizeText(static_cast<double>(*m_progress.total)));
    if (m_progress.bytesPerSecond > 0)
        amount = tr("%1, %2/s", "bytes, bytes a second")
                     .arg(amount, sizeText(m_progress.bytesPerSecond));
    return tr("Downloading %1: %2").arg(name, amount);
}

double WeightsFetch::fraction() const
{
    if (!m_progress.total || *m_progress.total == 0)
        return -1;
    return static_cast<double>(m_progress.received) / static_cast<double>(*m_progress.total);
}

} // namespace netlens
