#pragma once

#include <QWidget>

class QComboBox;
class QLabel;

namespace netlens {

class ModelSetup;

/// The arithmetic of the network, with a sentence on what the chosen one brings on this computer.
/// One that the processor cannot compute in is off and says so.
class PrecisionPanel : public QWidget {
    Q_OBJECT
public:
    explicit PrecisionPanel(ModelSetup& setup, QWidget* parent = nullptr);

private:
    void fill();
    void refresh();

    ModelSetup& m_setup;
    QComboBox* m_precision;
    QLabel* m_explanation;
};

} // namespace netlens
