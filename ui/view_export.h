#pragma once

#include "recognition.h"
#include "ui/heatmap_look.h"

#include <QFutureWatcher>
#include <QObject>

namespace netlens {

/// Saves a picture with its heatmap as PNG, off the GUI thread; one at a time.
class ViewExport : public QObject {
    Q_OBJECT
public:
    explicit ViewExport(QObject* parent = nullptr);

    /// @param pixels the picture at the best resolution at hand.
    void save(const QString& path, const SharedRecognition& recognition, const Image& pixels,
        const HeatmapLook& look);

signals:
    void saved(const QString& path);
    /// @param reason the system's own words.
    void failed(const QString& path, const QString& reason);

private:
    QFutureWatcher<QString> m_saving;
    QString m_path;
};

} // namespace netlens
