#pragma once

class QAbstractButton;

namespace netlens {

/// Return and Enter press the button when it has the keys, as Space does.
void pressOnReturn(QAbstractButton* button);

} // namespace netlens
