#pragma once

#include <QComboBox>

namespace netlens {

/// A label, typed or chosen among those offered. Those may change at any moment: what is typed,
/// what of it is selected and where the cursor is stay as they are. The keys that collect when they
/// are held down, K and Space, do not repeat in it.
class LabelBox : public QComboBox {
    Q_OBJECT
public:
    explicit LabelBox(QWidget* parent = nullptr);

    void offer(const QStringList& labels);
    /// As typed, without the spaces around it.
    QString label() const;
    /// A sentence on why that is no label; empty when it is one.
    QString fault() const;

private:
    void setOffered(const QStringList& labels);
};

} // namespace netlens
