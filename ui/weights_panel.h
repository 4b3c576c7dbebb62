#pragma once

#include <QWidget>

class QButtonGroup;
class QLabel;
class QPushButton;

namespace netlens {

class IconLabel;
class ModelSetup;

/// Where the weights come from and whether they are there.
class WeightsPanel : public QWidget {
    Q_OBJECT
public:
    explicit WeightsPanel(ModelSetup& setup, QWidget* parent = nullptr);

signals:
    void chooseFileRequested();

private:
    void choose(int kind);
    void refresh();
    QString stateText() const;
    QString stateIcon() const;

    ModelSetup& m_setup;
    QButtonGroup* m_kinds;
    IconLabel* m_icon;
    QLabel* m_state;
    QPushButton* m_chooseFile;
};

} // namespace netlens
