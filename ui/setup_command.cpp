#include "ui/setup_command.h"

#include <utility>

namespace netlens {

SetupCommand::SetupCommand(const QString& text, Setup before, Setup after, Apply apply, int mergeId)
    : QUndoCommand(text)
    , m_before(std::move(before))
    , m_after(std::move(after))
    , m_apply(std::move(apply))
    , m_mergeId(mergeId)
{
}

void SetupCommand::undo()
{
    m_apply(m_before);
}

void SetupCommand::redo()
{
    m_apply(m_after);
}

bool SetupCommand::mergeWith(const QUndoCommand* other)
{
    // The stack compares ids first, so the other one is a SetupCommand too.
    m_after = static_cast<const SetupCommand*>(other)->m_after;
    setObsolete(m_after == m_before);
    return true;
}

} // namespace netlens
