#pragma once

#include <QObject>

namespace netlens {

/// While it lives, Space presses the button that has the keyboard, whatever it is a shortcut for.
class KeepSpaceKey : public QObject {
    Q_OBJECT
public:
    explicit KeepSpaceKey(QObject* parent);

    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace netlens
