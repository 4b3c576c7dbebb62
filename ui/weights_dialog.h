#pragma once

#include "service/recognition_service.h"

#include <QFileDialog>

namespace netlens {

/// Asks where to write weights and in which of Keras's layouts.
class WeightsDialog : public QFileDialog {
    Q_OBJECT
public:
    /// @param model names the file at first.
    explicit WeightsDialog(const ModelState& model, QWidget* parent = nullptr);

    /// The chosen file. Its suffix is the layout's, except where completing the name would replace
    /// a file nobody was asked about.
    QString path() const;

protected:
    void accept() override;

private:
    void followLayout();
    QString completed(const QString& path) const;
};

} // namespace netlens
