#include "ui/messages.h"

#include "service/error_text.h"
#include "ui/main_actions.h"
#include "ui/message_strip.h"
#include "ui/model_setup.h"
#include "ui/model_text.h"

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
    const MainActions& actions, QObject* parent)
    : QObject(parent)
    , m_banner(banner)
    , m_strip(strip)
    , m_setup(setup)
    , m_actions(actions)
    , m_switch(new QAction(this))
    , m_useAnyway(new QAction(tr("Use anyway"), this))
    , m_openAnother(new QAction(tr("Open another…"), this))
    , m_chooseAnother(new QAction(tr("Choose another…"), this))
    , m_saveElsewhere(new QAction(tr("Save elsewhere…"), this))
{
    m_switch->setObjectName(u"switchConfiguration"_s);
    m_useAnyway->setObjectName(u"useAnyway"_s);
    m_openAnother->setObjectName(u"openAnother"_s);
    m_chooseAnother->setObjectName(u"chooseAnother"_s);
    m_saveElsewhere->setObjectName(u"saveElsewhere"_s);
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
        ModelChoice next = m_setup.choice();
        next.setUseAnyway();
        m_strip.dismiss();
        m_setup.change(tr("weights that are not numbers"), next);
    });
    connect(&m_setup, &ModelSetup::runningChanged, this, &Messages::updateBanner);
    connect(&m_setup, &ModelSetup::changed, this, &Messages::updateBanner);
}

void Messages::report(const Failure& failure)
{
    if (failure.of == Failure::Of::Model) {
        reportModel(failure);
        return;
    }
    m_about = failure.of;
    m_strip.show(messageFor(failure));
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
    case Failure::Of::Inspection:
        message.actions = { m_chooseAnother };
        if (failure.error.code == ErrorCode::WeightsNotFinite && failure.of == Failure::Of::Model)
            message.actions.prepend(m_useAnyway);
        break;
    case Failure::Of::Saving:
        message.actions = { m_saveElsewhere };
        break;
    case Failure::Of::Explanation:
        message.level = Message::Level::Warning;
        break;
    }
    return message;
}

void Messages::reportModel(const Failure& failure)
{
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
    message.detail = describeError(failure.error).detail;
    message.actions = { m_switch, m_chooseAnother };
    m_strip.show(message);
    return true;
}

void Messages::say(const QString& sentence)
{
    m_about = Failure::Of::Picture;
    m_strip.show({ Message::Level::Information, sentence, {}, {}, true });
}

void Messages::pictureShown()
{
    if (m_about == Failure::Of::Picture)
        m_strip.dismiss();
}

void Messages::weightsInspected()
{
    if (m_about == Failure::Of::Model || m_about == Failure::Of::Inspection)
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
    if (!isRandom) {
        m_banner.dismiss();
        return;
    }
    Message banner;
    banner.level = Message::Level::Warning;
    banner.closable = false;
    banner.text = tr("Random, untrained weights: predictions are noise.");
    const auto state = m_setup.weights();
    if (state == ModelSetup::Weights::NotHere || state == ModelSetup::Weights::Unusable) {
        const QString file = m_setup.officialFile().replace(u'_', u"_\u200b"_s);
        banner.text += u' '
            % (state == ModelSetup::Weights::NotHere
                    ? tr("The ImageNet file %1 is not on this computer.").arg(file)
                    : tr("The ImageNet file %1 cannot be used.").arg(file));
        banner.actions = { m_actions.chooseWeights };
    }
    m_banner.show(banner);
}

} // namespace netlens
