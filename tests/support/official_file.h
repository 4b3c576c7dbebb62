#pragma once

#include "weights/registry.h"

#include <QByteArray>
#include <QTemporaryDir>

/// What the smallest official file could be: random weights for alpha 0.35 at 96 in Keras's legacy
/// layout. Made once.
const netlens::OfficialFile& smallestOfficial();
const QByteArray& smallestOfficialBytes();
/// The same for alpha 0.35 at 96 without a top: another architecture.
const QByteArray& noTopBytes();

/// An empty folder for Keras's files that $KERAS_HOME names while it exists.
class KerasHome {
public:
    KerasHome();
    ~KerasHome();

    QString models() const { return m_folder.filePath(QStringLiteral("models")); }
    QString file(const QString& ending = {}) const; ///< the smallest official one; + ".part"
    void write(const QString& ending, const QByteArray& bytes) const;
    QByteArray read(const QString& ending = {}) const; ///< empty where there is none

private:
    QTemporaryDir m_folder;
};
