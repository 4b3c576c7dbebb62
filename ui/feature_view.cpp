#include "ui/feature_view.h"

#include "ui/feature_model.h"
#include "ui/hint_label.h"
#include "ui/value_strip.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kStrongest = 20;

    QString shapeText(const Shape& shape)
    {
        QStringList extents;
        for (const std::int64_t extent : shape)
            extents.append(QLocale().toString(extent));
        return extents.join(u" × "_s);
    }

} // namespace

FeatureView::FeatureView(QWidget* parent)
    : QWidget(parent)
    , m_model(new FeatureModel(this))
    , m_shape(new QLabel(this))
    , m_figures(new QLabel(this))
    , m_hover(new HintLabel(this))
    , m_strip(new ValueStrip(this))
    , m_table(new QTableView(this))
{
    m_shape->setObjectName(u"featureShape"_s);
    QFont heading = font();
    heading.setBold(true);
    m_shape->setFont(heading);
    m_figures->setObjectName(u"featureFigures"_s);
    m_figures->setWordWrap(true);
    m_strip->setObjectName(u"featureStrip"_s);
    m_strip->setAccessibleName(tr("Values of all channels"));
    connect(m_strip, &ValueStrip::hovered, this, [this](const QString& text) {
        m_hover->setText(text.isEmpty() ? tr("Point at a bar to read its value.") : text);
    });
    m_hover->setText(tr("Point at a bar to read its value."));

    m_table->setObjectName(u"featureTable"_s);
    m_table->setAccessibleName(tr("Strongest activations"));
    m_table->setModel(m_model);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(true);
    m_table->setTabKeyNavigation(false);

    auto* strongest = new QLabel(tr("Strongest activations"), this);
    strongest->setFont(heading);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_shape);
    column->addWidget(m_figures);
    column->addWidget(m_strip);
    column->addWidget(m_hover);
    column->addSpacing(6);
    column->addWidget(strongest);
    column->addWidget(m_table, 1);
}

void FeatureView::setFeatures(const Tensor& features)
{
    m_summary = summarise(features, kStrongest);
    m_model->setSummary(m_summary);
    m_table->setColumnHidden(FeatureModel::Cell, !m_summary.isMap());
    m_strip->setValues(m_summary.channels);
    m_strip->setToolTip(
        m_summary.isMap() ? tr("The mean of each channel over the map") : tr("The feature vector"));
    const QLocale locale;
    m_shape->setText(m_summary.isMap()
            ? tr("Feature map %1").arg(shapeText(m_summary.shape))
            : tr("Feature vector of %1").arg(shapeText(m_summary.shape)));
    m_figures->setText(
        tr("min %1 · mean %2 · max %3\n%4 % zero · %5 % at the ceiling of 6")
            .arg(locale.toString(m_summary.minimum, 'g', 3),
                locale.toString(m_summary.mean, 'g', 3), locale.toString(m_summary.maximum, 'g', 3),
                locale.toString(m_summary.zeroShare * 100, 'f', 0),
                locale.toString(m_summary.saturatedShare * 100, 'f', 0)));
}

} // namespace netlens
