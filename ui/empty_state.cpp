#include "ui/empty_state.h"

#include "ui/action_button.h"
#include "ui/folding_row.h"
#include "ui/hint_label.h"
#include "ui/icon_label.h"
#include "ui/icons.h"
#include "ui/sample_row.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kIconSide = 96;
    constexpr int kSpacing = 10;
    constexpr double kHeadingScale = 1.35;

    QPushButton* makeButton(QAction* action)
    {
        auto* button = new ActionButton(action);
        button->setObjectName(action->objectName() + u"EmptyButton"_s);
        button->setIcon(action->icon());
        return button;
    }

} // namespace

EmptyState::EmptyState(QAction* open, QAction* camera, QAction* downloadWeights,
    QAction* chooseWeights, QWidget* parent)
    : QScrollArea(parent)
    , m_column(new QVBoxLayout)
    , m_download(makeButton(downloadWeights))
    , m_weights(makeButton(chooseWeights))
    , m_weightsRow(new FoldingRow(m_download, m_weights, kSpacing))
{
    setObjectName(u"emptyState"_s);
    auto* contents = new QWidget;
    contents->setLayout(m_column);
    setWidget(contents);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    auto* sentence = new QLabel(tr("Open a picture to see what MobileNetV2 sees in it."), this);
    sentence->setObjectName(u"emptySentence"_s);
    QFont large = sentence->font();
    large.setPointSizeF(large.pointSizeF() * kHeadingScale);
    sentence->setFont(large);
    sentence->setWordWrap(true);
    sentence->setAlignment(Qt::AlignCenter);
    auto* hint = new HintLabel(tr("or drop pictures or a video here"), this);
    hint->setAlignment(Qt::AlignCenter);
    auto* picture = new IconLabel(kIconSide, this);
    picture->setIcon(icon(u"picture"_s), QIcon::Disabled);

    m_column->setContentsMargins(16, 24, 16, 24);
    m_column->setSpacing(14);
    m_column->addStretch(2);
    m_column->addWidget(picture, 0, Qt::AlignHCenter);
    m_column->addWidget(sentence);
    QPushButton* const openButton = makeButton(open);
    QPushButton* const cameraButton = makeButton(camera);
    m_column->addWidget(new FoldingRow(openButton, cameraButton, kSpacing), 0, Qt::AlignHCenter);
    m_column->addWidget(m_weightsRow, 0, Qt::AlignHCenter);
    m_column->addWidget(hint);
    m_column->addStretch(3);
    setWeightsMissing(false);
}

void EmptyState::setWeightsMissing(bool missing)
{
    m_weightsRow->setVisible(missing);
}

void EmptyState::setSamples(const QStringList& paths)
{
    if (m_paths == paths)
        return;
    m_paths = paths;
    delete std::exchange(m_samples, nullptr);
    if (paths.isEmpty())
        return;
    m_samples = makeSamples(paths);
    m_column->insertWidget(m_column->count() - 1, m_samples); // before the stretch
}

QWidget* EmptyState::makeSamples(const QStringList& paths)
{
    auto* box = new QWidget(widget());
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 14, 0, 0);
    auto* hint = new HintLabel(tr("or try one of these drawings"), box);
    hint->setAlignment(Qt::AlignCenter);
    auto* row = new SampleRow(paths, box);
    connect(row, &SampleRow::chosen, this, &EmptyState::sampleChosen);
    column->addWidget(hint);
    column->addWidget(row);
    setTabOrder(m_weights, row->first());
    return box;
}

} // namespace netlens
