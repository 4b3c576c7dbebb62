#include "ui/weights_panel.h"

#include "ui/action_button.h"
#include "ui/hint_label.h"
#include "ui/icon_label.h"
#include "ui/icons.h"
#include "ui/main_actions.h"
#include "ui/model_setup.h"
#include "ui/model_text.h"
#include "ui/segment_button.h"
#include "ui/shown_folder.h"
#include "ui/weights_fetch.h"
#include "weights/registry.h"

#include <QButtonGroup>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    QString modelsFolder()
    {
        return shownFolder(QString::fromStdString(kerasModelsFolder().string()));
    }

} // namespace

WeightsPanel::WeightsPanel(
    ModelSetup& setup, WeightsFetch& fetch, const MainActions& actions, QWidget* parent)
    : QWidget(parent)
    , m_setup(setup)
    , m_fetch(fetch)
    , m_actions(actions)
    , m_kinds(new QButtonGroup(this))
    , m_icon(new IconLabel(style()->pixelMetric(QStyle::PM_SmallIconSize), this))
    , m_state(new HintLabel(this))
    , m_progress(new QProgressBar(this))
    , m_download(new ActionButton(actions.downloadWeights, this))
    , m_cancel(new ActionButton(actions.cancelDownload, this))
    , m_chooseFile(new QPushButton(tr("Choose file…"), this))
{
    auto* kinds = new QHBoxLayout;
    kinds->setSpacing(4);
    const auto add = [&](WeightsChoice::Kind kind, const QString& name, const QString& text) {
        auto* button = new SegmentButton(text, this);
        button->setObjectName(name);
        button->setAccessibleName(tr("Weights: %1").arg(text));
        m_kinds->addButton(button, static_cast<int>(kind));
        kinds->addWidget(button, 1);
    };
    add(WeightsChoice::Kind::ImageNet, u"weightsImageNet"_s, tr("ImageNet"));
    add(WeightsChoice::Kind::Random, u"weightsRandom"_s, tr("Random"));
    add(WeightsChoice::Kind::Demo, u"weightsDemo"_s, tr("Demo"));
    add(WeightsChoice::Kind::File, u"weightsFile"_s, tr("File…"));
    connect(m_kinds, &QButtonGroup::idClicked, this, &WeightsPanel::choose);

    m_state->setObjectName(u"weightsState"_s);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_chooseFile->setObjectName(u"chooseWeights"_s);
    m_chooseFile->setAutoDefault(false);
    connect(m_chooseFile, &QPushButton::clicked, this, &WeightsPanel::chooseFileRequested);

    auto* state = new QHBoxLayout;
    state->setSpacing(6);
    state->addWidget(m_icon, 0, Qt::AlignTop);
    state->addWidget(m_state, 1);
    auto* ways = new QVBoxLayout;
    ways->setSpacing(6);
    for (QPushButton* button : { m_download, m_cancel, m_chooseFile })
        ways->addWidget(button, 0, Qt::AlignLeft);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(kinds);
    column->addLayout(state);
    column->addWidget(m_progress);
    column->addLayout(ways);
    m_download->setObjectName(u"downloadPanelButton"_s);
    m_cancel->setObjectName(u"cancelPanelButton"_s);
    m_progress->setObjectName(u"downloadProgress"_s);
    m_progress->setAccessibleName(tr("Download of the weights"));

    connect(&m_setup, &ModelSetup::changed, this, &WeightsPanel::refresh);
    connect(&m_setup, &ModelSetup::runningChanged, this, &WeightsPanel::refresh);
    connect(&m_fetch, &WeightsFetch::changed, this, &WeightsPanel::refresh);
    connect(&m_fetch, &WeightsFetch::progressed, this, &WeightsPanel::refreshDownload);
    refresh();
}

void WeightsPanel::choose(int kind)
{
    const auto weights = static_cast<WeightsChoice::Kind>(kind);
    if (weights == WeightsChoice::Kind::File)
        emit chooseFileRequested();
    else
        m_setup.useWeights(weights);
    refresh();
}

QString WeightsPanel::insteadText() const
{
    if (m_setup.isDemo())
        return tr("The demonstration model answers instead.");
    return m_setup.running()->request.weights.kind == WeightsChoice::Kind::Random
        ? tr("Random weights answer instead.")
        : tr("The model before it goes on answering.");
}

QString WeightsPanel::stateText() const
{
    switch (m_setup.weights()) {
    case ModelSetup::Weights::Building:
        return tr("Preparing…");
    case ModelSetup::Weights::NotHere:
        if (m_fetch.hasAppeared())
            return tr("On this computer now: %1.").arg(m_setup.officialFile()) % u' '
                % insteadText();
        return tr("Not on this computer: %1 is not in %2.")
                   .arg(m_setup.officialFile(), modelsFolder())
            % u' ' % insteadText();
    case ModelSetup::Weights::Unusable:
        return tr("%1 cannot be used.").arg(m_setup.officialFile()) % u' ' % insteadText();
    case ModelSetup::Weights::Untrained:
        return tr("Random, untrained: predictions are noise.");
    case ModelSetup::Weights::Ready:
        break;
    }
    if (m_setup.isDemo())
        return tr("Ready: the model that comes with Netlens, for 24 drawn symbols");
    const QFileInfo file(QString::fromStdString(m_setup.running()->weightsPath));
    const QString ready = tr("Ready: %1").arg(file.fileName());
    const auto& own = m_setup.running()->file;
    return own ? ready % u'\n' % fileText(*own) : ready;
}

QString WeightsPanel::stateIcon() const
{
    switch (m_setup.weights()) {
    case ModelSetup::Weights::Building:
        return u"info"_s;
    case ModelSetup::Weights::Ready:
        return u"success"_s;
    default:
        return u"warning"_s;
    }
}

void WeightsPanel::refresh()
{
    const auto kind = m_setup.choice().weights().kind;
    m_kinds->button(static_cast<int>(kind))->setChecked(true);
    // A file name has no spaces to break at; zero-width ones let it wrap in a narrow dock.
    m_state->setText(stateText().replace(u'_', u"_\u200b"_s));
    m_state->setToolTip(m_setup.running() && m_setup.weights() == ModelSetup::Weights::Ready
            ? QString::fromStdString(m_setup.running()->weightsPath)
            : QString());
    m_icon->setIcon(icon(stateIcon()));
    m_chooseFile->setVisible(m_setup.answersInstead() || kind == WeightsChoice::Kind::File);
    m_chooseFile->setText(
        kind == WeightsChoice::Kind::File ? tr("Choose another file…") : tr("Choose file…"));
    m_download->setVisible(m_actions.downloadWeights->isEnabled());
    m_cancel->setVisible(m_fetch.isRunning());
    m_progress->setVisible(m_fetch.isRunning());
    refreshDownload();
}

void WeightsPanel::refreshDownload()
{
    constexpr int kSteps = 1000;
    if (!m_fetch.isRunning())
        return;
    m_state->setText(m_fetch.text().replace(u'_', u"_\u200b"_s));
    const double fraction = m_fetch.fraction();
    m_progress->setRange(0, fraction < 0 ? 0 : kSteps); // 0 to 0: something is going on
    m_progress->setValue(qRound(fraction * kSteps));
}

} // namespace netlens
