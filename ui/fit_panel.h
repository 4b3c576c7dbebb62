#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;

namespace netlens {

class ModelSetup;

/// How pictures are brought to the network's input size.
class FitPanel : public QWidget {
    Q_OBJECT
public:
    explicit FitPanel(ModelSetup& setup, QWidget* parent = nullptr);

private:
    void makeControls();
    void apply(const QString& text);
    void refresh();

    ModelSetup& m_setup;
    QComboBox* m_fit;
    QComboBox* m_kernel;
    QCheckBox* m_ignoreExif;
    QLabel* m_explanation;
};

} // namespace netlens
