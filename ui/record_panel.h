#pragma once

#include <QWidget>

class QAction;
class QCheckBox;
class QLabel;
class QPushButton;

namespace netlens {

class ElidedLabel;
class ReasonedField;

/// What is to be recorded.
struct RecordChoices {
    bool video = true;
    bool caption = true; ///< in the video
    bool heatmap = false; ///< in the video
    bool table = false;
    bool jsonLines = false;

    bool hasFiles() const { return video || table || jsonLines; }
};

/// Where to and what is recorded, the button that does it, and how far it is. Only gives orders and
/// shows what it is told; it opens no files.
class RecordPanel : public QWidget {
    Q_OBJECT
public:
    /// @param record what the button does
    explicit RecordPanel(QAction* record, QWidget* parent = nullptr);

    RecordChoices choices() const;
    void setChoices(const RecordChoices& choices);
    void setFolder(const QString& folder);
    /// While it runs nothing can be chosen.
    void setRecording(bool isRecording);
    /// One sentence on why nothing can be recorded now; empty when it can.
    void setReason(const QString& reason);
    /// @param text how far it is @param file where; both may be empty
    void setProgress(const QString& text, const QString& file);

signals:
    void chooseFolderRequested();
    void choicesChanged();

private:
    QCheckBox* addBox(const QString& name, const QString& text, const QString& tip);
    QLayout* makeFolderRow();
    QLayout* makeButtonRow();
    void arrange();
    void refresh();

    ElidedLabel* m_folder;
    QPushButton* m_choose;
    QCheckBox* m_video;
    QCheckBox* m_caption;
    QCheckBox* m_heatmap;
    QCheckBox* m_table;
    QCheckBox* m_jsonLines;
    QPushButton* m_button;
    ReasonedField* m_buttonField;
    QLabel* m_progress;
    ElidedLabel* m_file;
    bool m_isRecording = false;
};

} // namespace netlens
