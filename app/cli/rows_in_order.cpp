#include "app/cli/rows_in_order.h"

#include "app/cli/messages.h"

#include <utility>

namespace netlens::cli {

RowsInOrder::RowsInOrder(ClassifyFormat format)
    : m_format(format)
    , m_isRead(m_results.write(classifyHeader(format)))
{
}

bool RowsInOrder::add(std::size_t number, Classified row)
{
    const std::lock_guard lock(m_mutex);
    m_waiting.emplace(number, std::move(row));
    while (m_isRead && m_waiting.contains(m_written))
        write(m_waiting.extract(m_written++).mapped());
    return m_isRead;
}

void RowsInOrder::write(const Classified& row)
{
    if (!row.error.empty()) {
        complain(row.file + ": " + row.error);
        m_code = ExitCode::SomeFailed;
    }
    m_isRead = m_results.write(classifyRow(row, m_format));
}

ExitCode RowsInOrder::exitCode() const
{
    const std::lock_guard lock(m_mutex);
    const bool isOneMissing = m_isRead && !m_waiting.empty();
    return m_results.exitCode(isOneMissing ? ExitCode::SomeFailed : m_code);
}

} // namespace netlens::cli
