#pragma once

#include "ui/feature_summary.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace netlens {

class FeatureModel;
class ValueStrip;

/// What a network without a top gives: values, not labels.
class FeatureView : public QWidget {
    Q_OBJECT
public:
    explicit FeatureView(QWidget* parent = nullptr);

    void setFeatures(const Tensor& features);
    const FeatureSummary& summary() const { return m_summary; }

private:
    FeatureSummary m_summary;
    FeatureModel* m_model;
    QLabel* m_shape;
    QLabel* m_figures;
    QLabel* m_hover;
    ValueStrip* m_strip;
    QTableView* m_table;
};

} // namespace netlens
