#include "ui/label_box.h"

#include "capture/label_name.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>

namespace netlens {

namespace {

    class LabelEdit : public QLineEdit {
    public:
        using QLineEdit::QLineEdit;

    protected:
        void keyPressEvent(QKeyEvent* event) override
        {
            const bool isCollecting = event->key() == Qt::Key_K || event->key() == Qt::Key_Space;
            if (!isCollecting || !event->isAutoRepeat())
                QLineEdit::keyPressEvent(event);
        }
    };

} // namespace

LabelBox::LabelBox(QWidget* parent)
    : QComboBox(parent)
{
    setLineEdit(new LabelEdit(this));
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    lineEdit()->setPlaceholderText(tr("What is to be seen"));
    completer()->setCaseSensitivity(Qt::CaseInsensitive);
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCompletionMode(QCompleter::PopupCompletion);
}

void LabelBox::offer(const QStringList& labels)
{
    QStringList offered;
    for (int i = 0; i < count(); ++i)
        offered.append(itemText(i));
    // A list does not change under the pointer that chooses from it.
    if (labels == offered || view()->isVisible() || completer()->popup()->isVisible())
        return;
    const QSignalBlocker blocks[] { QSignalBlocker(this), QSignalBlocker(lineEdit()) };
    const QString typed = currentText();
    const int cursor = lineEdit()->cursorPosition();
    const int begin = lineEdit()->selectionStart();
    const int length = lineEdit()->selectionLength();
    setOffered(labels);
    if (currentText() == typed)
        return;
    setEditText(typed);
    if (length == 0)
        lineEdit()->setCursorPosition(cursor);
    else if (cursor == begin)
        lineEdit()->setSelection(begin + length, -length);
    else
        lineEdit()->setSelection(begin, length);
}

/// Entry by entry and with none of them current, since a list that is cleared, or loses its current
/// entry, writes into the field: that ends what an input method composes, and what can be undone.
void LabelBox::setOffered(const QStringList& labels)
{
    if (currentIndex() >= 0)
        setCurrentIndex(-1);
    for (int i = 0; i < labels.size(); ++i) {
        if (i == count())
            addItem(labels.at(i));
        else if (itemText(i) != labels.at(i))
            setItemText(i, labels.at(i));
    }
    while (count() > labels.size())
        removeItem(count() - 1);
    if (currentIndex() >= 0) // the first entry of an empty list becomes it
        setCurrentIndex(-1);
}

QString LabelBox::label() const
{
    return currentText().trimmed();
}

QString LabelBox::fault() const
{
    switch (labelFault(label().toStdString())) {
    case LabelFault::None:
        return {};
    case LabelFault::Empty:
        return tr("Type or choose a label.");
    case LabelFault::TooLong:
        return tr("This label is too long for the name of a folder.");
    case LabelFault::Character:
    case LabelFault::NotText:
        return tr("A label names a folder, so it cannot have / \\ : * ? \" < > | in it.");
    case LabelFault::Dot:
        return tr("A label names a folder, so it cannot begin or end with a dot.");
    case LabelFault::Reserved:
        return tr("Windows keeps this name for a device; choose another label.");
    }
    return {};
}

} // namespace netlens
