#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace netlens {

class ModelSetup;
class ReasonedField;

/// What goes in: free alpha, free height × width, channels, and the seed of random weights.
class ShapePanel : public QWidget {
    Q_OBJECT
public:
    explicit ShapePanel(ModelSetup& setup, QWidget* parent = nullptr);

private:
    void makeControls();
    void connectControls();
    void refresh();

    ModelSetup& m_setup;
    QDoubleSpinBox* m_alpha;
    QSpinBox* m_height;
    QSpinBox* m_width;
    QCheckBox* m_dynamic;
    QComboBox* m_channels;
    QSpinBox* m_seed;
    ReasonedField* m_alphaField;
    ReasonedField* m_sizeField;
    ReasonedField* m_dynamicField;
    ReasonedField* m_channelsField;
    ReasonedField* m_seedField;
};

} // namespace netlens
