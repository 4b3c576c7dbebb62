#include "ui/messages.h"

#include "service/error_text.h"
#include "ui/live_actions.h"
#include "ui/main_actions.h"
#include "ui/message_strip.h"
#include "ui/model_setup.h"
#include "ui/model_text.h"
#include "ui/shown_folder.h"
#include "ui/weights_fetch.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    QString sentences(const ErrorText& text)
    {
        return text.advice.isEmpty() ? text.what : text.what % u' ' % text.advice;
    }

} // namespace

Messages::Messages(MessageStrip& banner, MessageStrip& strip, ModelSetup& setup,
    WeightsFetch& fetch, const MainActions& actions, const LiveActions& live, QObject* parent)
    : QObject(parent)
    , m_banner(banner)
    , m_strip(strip)
    , m_setup(setup)
    , m_fetch(fetch)
    , m_actions(actions)
    , m_live(live)
    , m_switch(new QAction(this))
    , m_useAnyway(new QAction(tr("Use anyway"), this))
    , m_openAnother(new QAction(tr("Open another…"), this))
    , m_chooseAnother(new QAction(tr("Choose another…"), this))
    , m_saveElsewhere(new QAction(tr("Save elsewhere…"), this))
    , m_fetchAgain(new QAction(tr("Try again"), this))
{
    m_switch->setObjectName(u"switchConfiguration"_s);
    m_useAnyway->setObjectName(u"useAnyway"_s);
    m_openAnother->setObjectName(u"openAnother"_s);
    m_chooseAnother->setObjectName(u"chooseAnother"_s);
    m_saveElsewhere->setObjectName(u"saveElsewhere"_s);
    m_fetchAgain->setObjectName(u"fetchAgain"_s);
    connect(m_fetchAgain, &QAction::triggered, &m_fetch, &WeightsFetch::retry);
    connect(m_openAnother, &QAction::triggered, actions.open, &QAction::trigger);
    connect(m_chooseAnother, &QAction::triggered, actions.chooseWeights, &QAction::trigger);
    connect(m_saveElsewhere, &QAction::triggered, actions.exportWeights, &QAction::trigger);
    connect(m_switch, &QAction::triggered, this, [this] {
        ModelChoice next = m_setup.choice();
        next.adopt(*m_refused);
        m_strip.dismiss();
        m_setup.change(tr("weights file and its configuration"), next);
    });
    connect(m_useAnyway, &QAction::triggered, this, [this] {
        // The choice has gone back to what still runs; the refused file is taken up again.
        ModelChoice next = m_setup.choice();
        next.adopt(*m_refused);
        next.setSize(m_refusedSize.height, m_refusedSize.width);
        next.setUseAnyway();
        m_strip.dismiss();
        m_setup.change(tr("weights that are not numbers"), next);
    });
    connect(&m_setup, &ModelSetup::runningChanged, this, &Messages::updateBanner);
    connect(&m_setup, &ModelSetup::changed, this, &Messages::updateBanner);
    connect(&m_fetch, &WeightsFetch::changed, this, &Messages::updateBanner);
    connect(&m_fetch, &WeightsFetch::started, this, &Messages::weightsInspected);
    connect(&m_fetch, &WeightsFetch::failed, this, &Messages::reportFetch);
    connect(&m_fetch, &WeightsFetch::progressed, this, [this] {
        if (m_banner.isShowing())
            m_banner.setText(bannerText());
    });
}

void Messages::report(const Failure& failure)
{
    if (failure.of == Failure::Of::Model) {
        reportModel(failure);
        return;
    }
    m_about = failure.of;
    m_isOfFrame = !failure.picture;
    m_strip.show(messageFor(failure));
}

void Messages::reportRecording(const Failure& failure, const QString& kept)
{
    m_about = failure.of;
    Message message = messageFor(failure);
    if (!kept.isEmpty())
        message.text += u' ' % tr("What was recorded before is kept in %1.").arg(shownFolder(kept));
    m_strip.show(message);
}

Message Messages::messageFor(const Failure& failure) const
{
    const ErrorText text = describeError(failure.error);
    Message message { Message::Level::Error, sentences(text), text.detail, {}, true };
    switch (failure.of) {
    case Failure::Of::Picture:
        message.actions = { m_openAnother };
        break;
    case Failure::Of::Model:
        if (failure.error.code == ErrorCode::OfficialWeightsUnusable)
            message.actions.append(m_actions.downloadWeights);
        if (failure.error.code == ErrorCode::CalibrationUnusable) {
            message.actions = { m_actions.chooseCalibration };
            break;
        }
        [[fallthrough]];
    case Failure::Of::Inspection:
        if (offersUseAnyway(failure))
            message.actions.append(m_useAnyway);
        message.actions.append(m_chooseAnother);
        break;
    case Failure::Of::Saving:
        message.actions = { m_saveElsewhere };
        break;
    case Failure::Of::Live:
        if (failure.error.code == ErrorCode::VideoDamaged)
            message.level = Message::Level::Warning; // it goes on
        else
            message.actions = { m_live.retry, m_live.chooseOther };
        break;
    case Failure::Of::Recording:
        message.actions = { m_live.recordFolder };
        break;
    case Failure::Of::Explanation:
    case Failure::Of::Timing:
        message.level = Message::Level::Warning;
        break;
    }
    return message;
}

bool Messages::offersUseAnyway(const Failure& failure)
{
    return failure.of == Failure::Of::Model && failure.error.code == ErrorCode::WeightsNotFinite
        && failure.file && failure.request;
}

void Messages::reportModel(const Failure& failure)
{
    if (offersUseAnyway(failure)) {
        m_refused = failure.file;
        m_refusedSize = failure.request->config.input;
    }
    m_about = Failure::Of::Model;
    if (m_setup.absorb(failure)) {
        updateBanner();
        return;
    }
    if (!offerSwitch(failure))
        m_strip.show(messageFor(failure));
}

bool Messages::offerSwitch(const Failure& failure)
{
    if (failure.error.code != ErrorCode::WeightsMismatch || !failure.file || !failure.file->config)
        return false;
    const Config& made = *failure.file->config;
    const Config& wanted = failure.request ? failure.request->config : m_setup.choice().config();
    m_refused = failure.file;
    m_switch->setText(made.alpha != wanted.alpha
            ? tr("Switch to alpha %1").arg(alphaText(made.alpha))
            : tr("Switch to %1").arg(madeForText(made)));
    Message message;
    message.level = Message::Level::Error;
    message.text
        = tr("%1 was made for %2, not for %3.")
              .arg(QFileInfo(QString::fromStdString(failure.file->path.string())).fileName(),
                  madeForText(made), madeForText(wanted));
    message.detail = fileText(*failure.file) % u'\n' % describeError(failure.error).detail;
    message.actions = { m_switch, m_chooseAnother };
    m_strip.show(message);
    return true;
}

void Messages::reportFetch(const Error& error)
{
    m_about = Failure::Of::Model;
    const ErrorText text = describeError(error);
    m_strip.show({ Message::Level::Error, sentences(text), text.detail,
        { m_fetchAgain, m_actions.chooseWeights }, true });
}

void Messages::offerInstall(const WeightsFileInfo& file)
{
    m_about = Failure::Of::Inspection;
    const QString name = QFileInfo(QString::fromStdString(file.path.string())).fileName();
    m_strip.show({ Message::Level::Information,
        tr("%1 can be the ImageNet file that is missing. Install it as %2, and Keras and Netlens "
           "will find it.")
            .arg(name, m_setup.officialFile().replace(u'_', u"_\u200b"_s)),
        {}, { m_actions.installWeights }, true });
}

void Messages::say(const QString& sentence)
{
    m_about = Failure::Of::Picture;
    m_isOfFrame = false;
    m_strip.show({ Message::Level::Information, sentence, {}, {}, true });
}

void Messages::pictureShown()
{
    if (m_about == Failure::Of::Picture)
        m_strip.dismiss();
}

void Messages::frameShown()
{
    if (m_isOfFrame)
        pictureShown();
}

void Messages::liveWentOn()
{
    if (m_about == Failure::Of::Live)
        m_strip.dismiss();
}

void Messages::recordingWentOn()
{
    if (m_about == Failure::Of::Recording)
        m_strip.dismiss();
}

void Messages::weightsInspected()
{
    if (m_about == Failure::Of::Model || m_about == Failure::Of::Inspection)
        m_strip.dismiss();
}

void Messages::calibrationChosen()
{
    if (m_about == Failure::Of::Model)
        m_strip.dismiss();
}

void Messages::weightsSaved(const QString& path)
{
    m_about = Failure::Of::Saving;
    m_strip.show({ Message::Level::Success,
        tr("The weights were saved as %1.").arg(QDir::toNativeSeparators(path)), {}, {}, true });
}

void Messages::updateBanner()
{
    const auto& running = m_setup.running();
    const bool isRandom = running && running->request.weights.kind == WeightsChoice::Kind::Random;
    if (!isRandom && !m_setup.isDemo() && !m_setup.answersInstead()) {
        m_banner.dismiss();
        return;
    }
    Message banner;
    banner.level = isRandom ? Message::Level::Warning : Message::Level::Information;
    banner.closable = false;
    banner.text = bannerText();
    banner.actions = bannerActions();
    m_banner.show(banner);
}

QList<QAction*> Messages::bannerActions() const
{
    if (m_fetch.isRunning())
        return { m_actions.cancelDownload };
    if (m_fetch.hasAppeared())
        return { m_actions.retryWeights };
    switch (m_setup.weights()) {
    case ModelSetup::Weights::NotHere:
    case ModelSetup::Weights::Unusable:
        // Beside the demonstration model there is time to look for a file in the Model dock.
        if (m_setup.isDemo())
            return { m_actions.downloadWeights };
        return { m_actions.downloadWeights, m_actions.chooseWeights };
    case ModelSetup::Weights::Ready:
        return { m_actions.useImageNet };
    case ModelSetup::Weights::Building:
    case ModelSetup::Weights::Untrained:
        break;
    }
    return {};
}

QString Messages::bannerText() const
{
    const auto& running = m_setup.running();
    QString what = tr("%1 goes on answering.").arg(modelName(*running));
    if (m_setup.isDemo())
        what = tr("Demonstration model: 24 drawn symbols, no photographs.");
    else if (running->request.weights.kind == WeightsChoice::Kind::Random)
        what = tr("Random, untrained weights: predictions are noise.");
    const auto state = m_setup.weights();
    QString more;
    if (m_fetch.isRunning())
        more = m_fetch.text();
    else if (m_fetch.hasAppeared())
        more = tr("The ImageNet weights are on this computer now.");
    else if (state == ModelSetup::Weights::NotHere && !m_setup.isDemo())
        more = tr("The ImageNet file %1 is not on this computer.").arg(m_setup.officialFile());
    else if (state == ModelSetup::Weights::Unusable)
        more = tr("The ImageNet file %1 cannot be used.").arg(m_setup.officialFile());
    // A file name has no spaces to break at.
    return more.isEmpty() ? what : what % u' ' % more.replace(u'_', u"_\u200b"_s);
}

} // namespace netlens
