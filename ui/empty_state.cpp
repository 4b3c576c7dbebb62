#include "ui/empty_state.h"

#include "ui/action_button.h"
#include "ui/hint_label.h"
#include "ui/icon_label.h"
#include "ui/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kIconSide = 96;
    constexpr double kHeadingScale = 1.35;

    QPushButton* makeButton(QAction* action)
    {
        auto* button = new ActionButton(action);
        button->setObjectName(action->objectName() + u"EmptyButton"_s);
        button->setIcon(action->icon());
        return button;
    }

} // namespace

EmptyState::EmptyState(
    QAction* open, QAction* downloadWeights, QAction* chooseWeights, QWidget* parent)
    : QWidget(parent)
    , m_download(makeButton(downloadWeights))
    , m_weights(makeButton(chooseWeights))
{
    setObjectName(u"emptyState"_s);
    auto* sentence = new QLabel(tr("Open a picture to see what MobileNetV2 sees in it."), this);
    sentence->setObjectName(u"emptySentence"_s);
    QFont large = sentence->font();
    large.setPointSizeF(large.pointSizeF() * kHeadingScale);
    sentence->setFont(large);
    sentence->setWordWrap(true);
    sentence->setAlignment(Qt::AlignCenter);
    auto* hint = new HintLabel(tr("or drop images here"), this);
    hint->setAlignment(Qt::AlignCenter);
    auto* picture = new IconLabel(kIconSide, this);
    picture->setIcon(icon(u"picture"_s), QIcon::Disabled);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(10);
    buttons->addStretch(1);
    buttons->addWidget(makeButton(open));
    buttons->addWidget(m_download);
    buttons->addWidget(m_weights);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addWidget(sentence);
    column->addLayout(buttons);
    column->addWidget(hint);
    column->addStretch(3);
    setWeightsMissing(false);
}

void EmptyState::setWeightsMissing(bool missing)
{
    m_download->setVisible(missing);
    m_weights->setVisible(missing);
}

} // namespace netlens
