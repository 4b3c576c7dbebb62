#include "ui/stream_dialog.h"

#include "ui/hint_label.h"
#include "ui/recent_streams.h"
#include "ui/stream_address.h"

#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

StreamDialog::StreamDialog(QWidget* parent)
    : QDialog(parent)
    , m_url(new QLineEdit(this))
    , m_reason(new QLabel(this))
    , m_recent(new QListWidget(this))
    , m_recentPart(new QWidget(this))
    , m_remove(new QPushButton(tr("&Remove from the list"), this))
    , m_open(new QPushButton(tr("&Open"), this))
{
    setObjectName(u"streamDialog"_s);
    setWindowTitle(tr("Open stream"));
    makeControls();
    arrange();
    connect(m_url, &QLineEdit::textChanged, this, &StreamDialog::refresh);
    connect(m_recent, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) {
        m_remove->setEnabled(item != nullptr);
        if (item != nullptr && m_recent->hasFocus())
            setUrl(item->text());
    });
    connect(m_recent, &QListWidget::itemClicked, this,
        [this](const QListWidgetItem* item) { setUrl(item->text()); });
    connect(m_recent, &QListWidget::itemDoubleClicked, this, &StreamDialog::accept);
    connect(m_remove, &QPushButton::clicked, this, &StreamDialog::removeRecent);
    showRecent();
    refresh();
    m_url->setFocus();
}

void StreamDialog::makeControls()
{
    constexpr int kCharacters = 66;
    constexpr int kRows = 5;
    m_url->setObjectName(u"streamUrl"_s);
    m_url->setAccessibleName(tr("Address of the stream"));
    m_url->setPlaceholderText(u"rtsp://"_s);
    m_url->setClearButtonEnabled(true);
    m_url->setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoPredictiveText);
    m_url->setMinimumWidth(m_url->fontMetrics().averageCharWidth() * kCharacters);
    m_reason->setObjectName(u"streamReason"_s);
    m_reason->setWordWrap(true);
    m_recent->setObjectName(u"recentStreams"_s);
    m_recent->setAccessibleName(tr("Streams opened before"));
    m_recent->setTextElideMode(Qt::ElideMiddle);
    m_recent->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_recent->setFixedHeight(m_recent->fontMetrics().height() * kRows + 2 * m_recent->frameWidth());
    m_recent->installEventFilter(this);
    m_remove->setObjectName(u"removeStream"_s);
    m_remove->setAutoDefault(false);
    m_open->setObjectName(u"openStream"_s);
    m_open->setDefault(true);
}

void StreamDialog::arrange()
{
    auto* label = new QLabel(tr("&Address"), this);
    label->setBuddy(m_url);
    auto* before = new QLabel(tr("Opened &before"), this);
    before->setBuddy(m_recent);
    auto* recent = new QVBoxLayout(m_recentPart);
    recent->setContentsMargins(0, 0, 0, 0);
    recent->addWidget(before);
    recent->addWidget(m_recent);
    recent->addWidget(m_remove, 0, Qt::AlignLeft);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_open, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &StreamDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &StreamDialog::reject);
    const QStringList examples { tr("For example:"),
        u"rtsp://user:password@camera.local:554/stream1"_s, u"http://camera.local/video.mjpg"_s,
        u"udp://@:5000"_s, u"tcp://192.168.1.20:8554"_s,
        tr("Passwords are not kept in the list of streams opened before.") };
    auto* hint = new HintLabel(examples.join(u'\n'), this);
    hint->resize(m_url->minimumWidth(), 0); // it asks for the height it needs at its width
    auto* column = new QVBoxLayout(this);
    column->addWidget(label);
    column->addWidget(m_url);
    column->addWidget(m_reason);
    column->addWidget(hint);
    column->addSpacing(6);
    column->addWidget(m_recentPart);
    column->addStretch(1);
    column->addWidget(buttons);
    setTabOrder(m_url, m_recent);
    setTabOrder(m_recent, m_remove);
    setTabOrder(m_remove, m_open);
}

QString StreamDialog::url() const
{
    return m_url->text().trimmed();
}

void StreamDialog::setUrl(const QString& url)
{
    m_url->setText(url);
}

void StreamDialog::accept()
{
    if (streamFault(url()) != StreamFault::None)
        return;
    rememberStream(url());
    QDialog::accept();
}

bool StreamDialog::eventFilter(QObject* watched, QEvent* event)
{
    const bool isDelete = watched == m_recent && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete;
    if (isDelete)
        removeRecent();
    return isDelete || QDialog::eventFilter(watched, event);
}

void StreamDialog::showRecent()
{
    const QStringList urls = recentStreams();
    m_recent->clear();
    m_recent->addItems(urls);
    for (int row = 0; row < m_recent->count(); ++row)
        m_recent->item(row)->setToolTip(urls.at(row));
    m_recentPart->setVisible(!urls.isEmpty());
    m_remove->setEnabled(m_recent->currentItem() != nullptr);
}

void StreamDialog::removeRecent()
{
    const int row = m_recent->currentRow();
    if (row < 0)
        return;
    forgetStream(m_recent->item(row)->text());
    delete m_recent->takeItem(row);
    if (m_recent->count() == 0) {
        m_url->setFocus();
        m_recentPart->hide();
    }
}

QString StreamDialog::reason() const
{
    switch (streamFault(url())) {
    case StreamFault::None:
    case StreamFault::Empty: // what is missing is plain to see
        return {};
    case StreamFault::NoScheme:
        return tr("Begin with the way it is sent: rtsp://, http://, https://, udp:// or tcp://.");
    case StreamFault::Scheme:
        return tr("Only rtsp, http, https, udp and tcp streams can be opened.");
    case StreamFault::Character:
        return tr("There cannot be spaces in it; in a password write %20.");
    case StreamFault::NoHost:
        return tr("Name the computer or camera after the two slashes.");
    case StreamFault::NoPort:
        return tr("Add a colon and the number of the port, as in udp://@:5000.");
    case StreamFault::Port:
        return tr("The port behind the colon has to be a number from 1 to 65535.");
    }
    return {};
}

void StreamDialog::refresh()
{
    m_reason->setText(reason());
    m_reason->setVisible(!reason().isEmpty());
    m_url->setAccessibleDescription(reason());
    m_open->setEnabled(streamFault(url()) == StreamFault::None);
}

} // namespace netlens
