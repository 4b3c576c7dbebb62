#pragma once

#include "ui/model_choice.h"

#include <QTableView>

namespace netlens {

class ConfigurationModel;

/// The alpha × size picker; arrow keys walk it and each step applies.
class ConfigurationGrid : public QTableView {
    Q_OBJECT
public:
    explicit ConfigurationGrid(QWidget* parent = nullptr);

    void setChoice(const ModelChoice& choice);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void cellChosen(double alpha, int side);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;

private:
    void updateSizes();

    ConfigurationModel* m_cells;
    bool m_following = false; ///< showing a choice made elsewhere
};

} // namespace netlens
