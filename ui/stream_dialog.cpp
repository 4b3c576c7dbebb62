#include "ui/stream_dialog.h"

#include "capture/source_address.h"
#include "ui/hint_label.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QUrl>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QLatin1StringView kKey("live/streams");
    constexpr qsizetype kMostRecent = 8;
    constexpr int kCharacters = 56;

} // namespace

StreamDialog::StreamDialog(QWidget* parent)
    : QDialog(parent)
    , m_address(new QComboBox(this))
{
    setObjectName(u"streamDialog"_s);
    setWindowTitle(tr("Open stream"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_address->setObjectName(u"streamAddress"_s);
    m_address->setEditable(true);
    m_address->setMinimumContentsLength(kCharacters);
    m_address->addItems(recent());
    m_address->lineEdit()->setPlaceholderText(u"rtsp://192.168.1.20/stream"_s);
    auto* label = new QLabel(tr("&Address of the camera or stream:"), this);
    label->setBuddy(m_address);
    auto* hint = new HintLabel(
        tr("rtsp, http (Motion JPEG, HLS), udp and tcp are understood. Netlens uses the network "
           "for this address only. A password in it is not remembered."),
        this);
    hint->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_open = buttons->addButton(tr("&Open"), QDialogButtonBox::AcceptRole);
    m_open->setObjectName(u"openStreamButton"_s);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_address, &QComboBox::editTextChanged, this, &StreamDialog::check);
    auto* column = new QVBoxLayout(this);
    column->addWidget(label);
    column->addWidget(m_address);
    column->addWidget(hint);
    column->addWidget(buttons);
    check();
}

QString StreamDialog::address() const
{
    return m_address->currentText().trimmed();
}

void StreamDialog::check()
{
    const SourceAddress read = parseSourceAddress(address().toStdString());
    m_open->setEnabled(read.kind == SourceAddress::Kind::Stream);
}

QStringList StreamDialog::recent()
{
    return QSettings().value(kKey).toStringList();
}

void StreamDialog::remember(const QString& address)
{
    const QString open = QUrl(address).adjusted(QUrl::RemovePassword).toString();
    QStringList all = recent();
    all.removeAll(open);
    all.prepend(open);
    QSettings().setValue(kKey, all.mid(0, kMostRecent));
}

} // namespace netlens
