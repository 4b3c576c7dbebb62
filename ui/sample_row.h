#pragma once

#include <QFutureWatcher>
#include <QImage>
#include <QStringList>
#include <QWidget>

class QToolButton;

namespace netlens {

/// Pictures to begin with, each a button with its thumbnail. The thumbnails are made elsewhere and
/// arrive one by one.
class SampleRow : public QWidget {
    Q_OBJECT
public:
    explicit SampleRow(const QStringList& paths, QWidget* parent = nullptr);
    ~SampleRow() override;

    /// The sample that is reached first with the keys.
    QWidget* first() const;

signals:
    void chosen(const QString& path);

private:
    QWidget* makePart(const QStringList& paths);
    QToolButton* makeButton(const QString& path);

    QList<QToolButton*> m_buttons;
    QFutureWatcher<QImage> m_loading;
};

} // namespace netlens
