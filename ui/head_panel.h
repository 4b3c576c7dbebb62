#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace netlens {

class HintLabel;
class ModelSetup;
class ReasonedField;

/// What comes out: the classification top with its classes and activation, or pooled features.
class HeadPanel : public QWidget {
    Q_OBJECT
public:
    explicit HeadPanel(ModelSetup& setup, QWidget* parent = nullptr);

private:
    void makeControls();
    void connectControls();
    void refresh();
    void fillActivations();

    ModelSetup& m_setup;
    QCheckBox* m_top;
    QComboBox* m_pooling;
    QSpinBox* m_classes;
    QComboBox* m_activation;
    HintLabel* m_extras; ///< the layers a model file brought with it
    ReasonedField* m_topField;
    ReasonedField* m_poolingField;
    ReasonedField* m_classesField;
    ReasonedField* m_activationField;
};

} // namespace netlens
