#include "ui/model_setup.h"

#include <chrono>
#include <utility>

namespace netlens {

namespace {

    constexpr std::chrono::milliseconds kPause { 250 };

    bool asksFor(const ModelRequest& request, const std::optional<ModelRequest>& wanted)
    {
        return wanted && request.config == wanted->config && request.weights == wanted->weights
            && request.precision == wanted->precision && request.threads == wanted->threads
            && request.calibrationFolder == wanted->calibrationFolder;
    }

} // namespace

ModelSetup::ModelSetup(RecognitionService& service, QObject* parent)
    : QObject(parent)
    , m_service(service)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
    connect(&m_pause, &QTimer::timeout, this, &ModelSetup::send);
}

void ModelSetup::restoreThreads(int threads)
{
    m_setup.model.setThreads(threads);
    emit changed();
}

void ModelSetup::start()
{
    m_service.setPreprocessing(m_setup.preprocessing);
    send();
}

ModelSetup::Weights ModelSetup::weights() const
{
    if (!m_running || m_answering != m_setup.model)
        return Weights::Building;
    if (m_answersInstead)
        return m_answersInstead == ErrorCode::WeightsNotHere ? Weights::NotHere : Weights::Unusable;
    return m_running->request.weights.kind == WeightsChoice::Kind::Random ? Weights::Untrained
                                                                          : Weights::Ready;
}

bool ModelSetup::answersInstead() const
{
    return weights() == Weights::NotHere || weights() == Weights::Unusable;
}

bool ModelSetup::isDemo() const
{
    return m_running && m_running->request.weights.kind == WeightsChoice::Kind::Demo;
}

QString ModelSetup::officialFile() const
{
    const auto validation = validate(choice().config(), choice().weights());
    return validation && validation->officialFile
        ? QString::fromStdString(*validation->officialFile)
        : QString();
}

void ModelSetup::change(const QString& text, const ModelChoice& next, int mergeId)
{
    push(text, { next, m_setup.preprocessing }, mergeId);
}

void ModelSetup::useWeights(WeightsChoice::Kind kind)
{
    ModelChoice next = choice();
    switch (kind) {
    case WeightsChoice::Kind::ImageNet:
        next.useImageNet();
        change(tr("ImageNet weights"), next);
        break;
    case WeightsChoice::Kind::Random:
        next.useRandom();
        change(tr("random weights"), next);
        break;
    case WeightsChoice::Kind::Demo:
        next.useDemo();
        change(tr("demonstration model"), next);
        break;
    case WeightsChoice::Kind::File:
        break;
    }
}

void ModelSetup::changePreprocessing(const QString& text, const Preprocessing& next)
{
    push(text, { m_setup.model, next }, SetupCommand::kNeverMerge);
}

void ModelSetup::push(const QString& text, const Setup& next, int mergeId)
{
    if (next == m_setup)
        return;
    m_undo.push(new SetupCommand(
        text, m_setup, next, [this](const Setup& setup) { apply(setup); }, mergeId));
}

void ModelSetup::apply(const Setup& setup)
{
    const Setup before = std::exchange(m_setup, setup);
    if (before.preprocessing != setup.preprocessing)
        m_service.setPreprocessing(setup.preprocessing);
    if (before.model != setup.model)
        m_pause.start();
    emit changed();
}

void ModelSetup::send()
{
    m_pause.stop();
    if (m_sent == m_setup.model)
        return;
    m_sent = m_setup.model;
    m_standIn.reset();
    m_fellBack.reset();
    m_service.setModel(m_sent->request());
}

void ModelSetup::retry()
{
    m_sent.reset();
    send();
    emit changed();
}

void ModelSetup::modelArrived(ModelState state)
{
    if (m_sent && asksFor(state.request, m_standIn ? m_standIn : m_sent->request())) {
        m_answering = *m_sent;
        m_answersInstead = m_fellBack;
    }
    m_running = std::move(state);
    emit runningChanged();
}

/// A trained model of the same kind of answer says more than a stand-in.
bool ModelSetup::goesOn(const ModelChoice& wanted) const
{
    if (!m_running)
        return false;
    const auto kind = m_running->request.weights.kind;
    const bool isTrained
        = kind == WeightsChoice::Kind::ImageNet || kind == WeightsChoice::Kind::File;
    return isTrained && m_running->architecture.config.hasClasses() == wanted.config().includeTop;
}

void ModelSetup::standIn(ModelRequest request)
{
    m_standIn = std::move(request);
    m_service.setModel(*m_standIn);
}

bool ModelSetup::absorb(const Failure& failure)
{
    const bool isMissing = failure.error.code == ErrorCode::WeightsNotHere;
    const bool isCurrent
        = failure.request && m_sent && asksFor(*failure.request, m_sent->request());
    // Not the weights' fault, so no others help.
    if (failure.error.code == ErrorCode::CalibrationUnusable) {
        if (m_running && (isCurrent || (failure.request && asksFor(*failure.request, m_standIn))))
            goBack();
        return false;
    }
    if (failure.request && m_standIn && m_standIn->weights.kind == WeightsChoice::Kind::Demo
        && asksFor(*failure.request, m_standIn)) {
        standIn(m_sent->untrainedRequest());
        return false;
    }
    if (isCurrent && m_sent->weights().kind == WeightsChoice::Kind::ImageNet) {
        m_fellBack = failure.error.code;
        if (goesOn(*m_sent)) {
            m_answering = *m_sent;
            m_answersInstead = m_fellBack;
            emit runningChanged();
        } else {
            standIn(m_sent->standInRequest());
        }
        return isMissing;
    }
    if (!isCurrent || !m_running)
        return isMissing;
    goBack();
    return false;
}

void ModelSetup::goBack()
{
    m_sent = m_answering;
    if (m_setup.model != m_answering)
        change(tr("Return to the working model"), m_answering);
    m_pause.stop();
}

} // namespace netlens
