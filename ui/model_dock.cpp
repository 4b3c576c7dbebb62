#include "ui/model_dock.h"

#include "ui/configuration_grid.h"
#include "ui/fit_panel.h"
#include "ui/head_panel.h"
#include "ui/hint_label.h"
#include "ui/model_setup.h"
#include "ui/model_text.h"
#include "ui/precision_panel.h"
#include "ui/scroll_past.h"
#include "ui/shape_panel.h"
#include "ui/threads_panel.h"
#include "ui/weights_panel.h"

#include <QGridLayout>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

ModelDock::ModelDock(ModelSetup& setup, WeightsFetch& fetch, const ThreadMemory& threads,
    const MainActions& actions, QWidget* parent)
    : QDockWidget(tr("Model"), parent)
    , m_setup(setup)
    , m_grid(new ConfigurationGrid)
    , m_gridHint(new HintLabel)
    , m_parameters(new QLabel)
    , m_macs(new QLabel)
    , m_layers(new QLabel)
    , m_build(new QLabel)
{
    setObjectName(u"modelDock"_s);
    auto* contents = new QWidget;
    auto* column = new QVBoxLayout(contents);
    column->setContentsMargins(8, 4, 8, 8);
    column->setSpacing(6);
    auto* weights = new WeightsPanel(setup, fetch, actions);
    connect(weights, &WeightsPanel::chooseFileRequested, this, &ModelDock::chooseWeightsRequested);
    addSection(column, tr("Weights"), weights);
    addSection(column, tr("Alpha × input size"), makeGrid());
    column->addWidget(makeSummary());
    addSection(column, tr("Picture to input"), new FitPanel(setup));
    addSection(column, tr("Arithmetic"), makeArithmetic(setup, threads, actions));
    addSection(column, tr("Output"), new HeadPanel(setup));
    addSection(column, tr("Free configuration"), new ShapePanel(setup));
    column->addStretch(1);
    scrollPastControls(contents);

    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"modelScroll"_s);
    scroll->setWidget(contents);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumWidth(contents->minimumSizeHint().width()
        + scroll->style()->pixelMetric(QStyle::PM_ScrollBarExtent));
    setWidget(scroll);

    connect(m_grid, &ConfigurationGrid::cellChosen, this, [this](double alpha, int side) {
        ModelChoice next = m_setup.choice();
        next.setCell(alpha, side);
        m_setup.change(tr("alpha %1 at %2").arg(alphaText(alpha)).arg(side), next);
    });
    connect(&m_setup, &ModelSetup::changed, this, &ModelDock::refresh);
    connect(&m_setup, &ModelSetup::runningChanged, this, &ModelDock::refreshSummary);
    refresh();
}

void ModelDock::addSection(QVBoxLayout* column, const QString& title, QWidget* contents)
{
    auto* heading = new QLabel(title);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    if (column->count() > 0)
        column->addSpacing(8);
    column->addWidget(heading);
    column->addWidget(contents);
}

QWidget* ModelDock::makeGrid()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_gridHint->setObjectName(u"gridHint"_s);
    column->addWidget(m_grid);
    column->addWidget(m_gridHint);
    return box;
}

QWidget* ModelDock::makeArithmetic(
    ModelSetup& setup, const ThreadMemory& threads, const MainActions& actions)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(new PrecisionPanel(setup, actions));
    column->addWidget(new ThreadsPanel(setup, threads));
    return box;
}

QWidget* ModelDock::makeSummary()
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 4, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    int place = 0;
    const auto add = [&](const QString& name, const QString& objectName, QLabel* value) {
        value->setObjectName(objectName);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(new HintLabel(name), 2 * (place / 2), place % 2);
        grid->addWidget(value, 2 * (place / 2) + 1, place % 2);
        ++place;
    };
    add(tr("Parameters"), u"summaryParameters"_s, m_parameters);
    add(tr("Multiply-adds"), u"summaryMacs"_s, m_macs);
    add(tr("Layers"), u"summaryLayers"_s, m_layers);
    add(tr("Built in"), u"summaryBuild"_s, m_build);
    return box;
}

void ModelDock::refresh()
{
    const ModelChoice& choice = m_setup.choice();
    m_grid->setChoice(choice);
    switch (choice.weights().kind) {
    case WeightsChoice::Kind::ImageNet:
        m_gridHint->setText(
            tr("Published top-1 accuracy in percent, multiply-adds below. Alpha 1.3 and 1.4 "
               "were published at 224 only."));
        break;
    case WeightsChoice::Kind::Random:
        m_gridHint->setText(tr("Multiply-adds. Any other alpha or size: see below."));
        break;
    case WeightsChoice::Kind::Demo:
        m_gridHint->setText(tr("Multiply-adds. The demonstration model has one size."));
        break;
    case WeightsChoice::Kind::File:
        m_gridHint->setText(tr("Multiply-adds. The weights file decides alpha."));
        break;
    }
    refreshSummary();
}

void ModelDock::refreshSummary()
{
    const QLocale locale;
    const Architecture architecture = describe(m_setup.choice().config());
    m_parameters->setText(locale.toString(qlonglong { architecture.parameterCount() }));
    const auto macs = static_cast<double>(architecture.macs());
    m_macs->setText(macs > 0 ? shortCount(macs) : tr("by picture size"));
    m_layers->setText(locale.toString(qlonglong(architecture.layers.size())));
    const bool isBuilding = m_setup.weights() == ModelSetup::Weights::Building;
    const bool wasKept = m_setup.running() && m_setup.running()->buildMs == 0;
    m_build->setText(isBuilding        ? tr("building…")
            : m_setup.answersInstead() ? tr("not built")
            : wasKept                  ? tr("kept from before")
                      : tr("%1 ms").arg(locale.toString(m_setup.running()->buildMs, 'f', 0)));
}

} // namespace netlens
