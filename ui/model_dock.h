#pragma once

#include <QDockWidget>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace netlens {

class ConfigurationGrid;
class MainActions;
class ModelSetup;
class ThreadMemory;
class WeightsFetch;

/// The network's configuration: every argument of Keras's constructor and what it amounts to.
class ModelDock : public QDockWidget {
    Q_OBJECT
public:
    ModelDock(ModelSetup& setup, WeightsFetch& fetch, const ThreadMemory& threads,
        const MainActions& actions, QWidget* parent = nullptr);

signals:
    void chooseWeightsRequested();

private:
    void addSection(QVBoxLayout* column, const QString& title, QWidget* contents);
    QWidget* makeGrid();
    QWidget* makeSummary();
    static QWidget* makeArithmetic(
        ModelSetup& setup, const ThreadMemory& threads, const MainActions& actions);
    void refresh();
    void refreshSummary();

    ModelSetup& m_setup;
    ConfigurationGrid* m_grid;
    QLabel* m_gridHint;
    QLabel* m_parameters;
    QLabel* m_macs;
    QLabel* m_layers;
    QLabel* m_build;
};

} // namespace netlens
