#pragma once

#include "ui/setup.h"

#include <QUndoCommand>

#include <functional>

namespace netlens {

/// One change of the setup. Repeated steps of the same spin box (same merge id) become one.
class SetupCommand : public QUndoCommand {
public:
    using Apply = std::function<void(const Setup&)>;
    static constexpr int kNeverMerge = -1;

    SetupCommand(const QString& text, Setup before, Setup after, Apply apply, int mergeId);

    void undo() override;
    void redo() override;
    int id() const override { return m_mergeId; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    Setup m_before;
    Setup m_after;
    Apply m_apply;
    int m_mergeId;
};

} // namespace netlens
