#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace netlens {

class ElidedLabel;
class HoldButton;
class IconLabel;
class LabelBox;

/// What is known of a collection of labelled pictures.
struct CollectState {
    struct Count {
        QString label;
        int pictures = 0;

        friend bool operator==(const Count&, const Count&) = default;
    };

    QString folder; ///< empty: none is chosen
    QList<Count> counts; ///< in the order they are shown
    QString lastFile; ///< what Undo removes; empty: nothing to undo
    QString undoneFile {}; ///< what the last order removed; empty when it was another one
    QStringList suggestions {}; ///< labels that fit what is shown
    int skipped = 0; ///< pictures in a row that were like the last one saved
    QString problem; ///< a sentence: why the last order failed; empty when it did not
    QString unavailable; ///< a sentence: why nothing can be collected now; empty when it can
};

/// Collects pictures for labels: into which folder, under which label, and from when to when. Only
/// gives orders and shows the state it is handed; it opens no files.
class CollectPanel : public QWidget {
    Q_OBJECT
public:
    explicit CollectPanel(QWidget* parent = nullptr);

    void setState(const CollectState& state);
    /// As typed, without the spaces around it; may be no usable name.
    QString label() const;
    void setLabel(const QString& label);
    /// As if the button was held; nothing happens when it cannot be.
    void hold(bool on);

signals:
    void chooseFolderRequested();
    void labelChanged(const QString& label);
    /// Only with a folder and a usable label. True: the picture of this moment and what follows is
    /// to be saved, until false.
    void collectingChanged(bool isCollecting);
    void saveOneRequested();
    void undoRequested();

private:
    void makeControls();
    void arrange();
    void labelEdited();
    void showLabels();
    void showCounts();
    void markLabel();
    void refresh();
    QString reason() const;
    QString message() const;
    QString savedText() const;

    CollectState m_state;
    ElidedLabel* m_folder;
    QPushButton* m_choose;
    LabelBox* m_label;
    HoldButton* m_hold;
    QPushButton* m_saveOne;
    QPushButton* m_undo;
    QLabel* m_reason;
    ElidedLabel* m_saved;
    IconLabel* m_warning;
    QLabel* m_message;
    QTreeWidget* m_counts;
};

} // namespace netlens
