#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace netlens {

class MainActions;
class ModelSetup;

/// The arithmetic of the network, with a sentence on what the chosen one brings on this computer.
/// One that the processor cannot compute in is off and says so. 8-bit integers say on which
/// pictures they are calibrated, and can be given others.
class PrecisionPanel : public QWidget {
    Q_OBJECT
public:
    PrecisionPanel(ModelSetup& setup, const MainActions& actions, QWidget* parent = nullptr);

private:
    void fill();
    QWidget* makeCalibration();
    void refresh();
    void refreshCalibration();
    QString passedOverText() const;

    ModelSetup& m_setup;
    QComboBox* m_precision;
    QLabel* m_explanation;
    QLabel* m_calibrated;
    QPushButton* m_choose;
    QPushButton* m_draw;
    QWidget* m_calibration; ///< all of these three
};

} // namespace netlens
