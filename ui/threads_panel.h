#pragma once

#include <QWidget>

class QComboBox;
class QLabel;

namespace netlens {

class ModelSetup;
class ThreadMemory;

/// How many threads the network runs on: a number, or what the program finds best, with a sentence
/// on what that brings on this computer.
class ThreadsPanel : public QWidget {
    Q_OBJECT
public:
    ThreadsPanel(ModelSetup& setup, const ThreadMemory& memory, QWidget* parent = nullptr);

    static int mostOffered();

private:
    void fill();
    void refresh();

    ModelSetup& m_setup;
    const ThreadMemory& m_memory;
    QComboBox* m_threads;
    QLabel* m_explanation;
};

} // namespace netlens
