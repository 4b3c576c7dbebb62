#include "ui/sequence_dialog.h"

#include "ui/hint_label.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QLatin1StringView kFolder("live/sequenceFolder");
    constexpr QLatin1StringView kRate("live/sequenceRate");
    constexpr double kUsualRate = 1;
    constexpr double kSlowest = 0.1;
    constexpr double kFastest = 60;

} // namespace

SequenceDialog::SequenceDialog(QWidget* parent)
    : QDialog(parent)
    , m_folder(new QLineEdit(this))
    , m_rate(new QDoubleSpinBox(this))
    , m_browse(new QPushButton(tr("&Choose…"), this))
    , m_open(new QPushButton(tr("&Open"), this))
{
    setObjectName(u"sequenceDialog"_s);
    setWindowTitle(tr("Open picture sequence"));
    makeControls();
    arrange();
    connect(m_folder, &QLineEdit::textChanged, this, &SequenceDialog::refresh);
    connect(m_browse, &QPushButton::clicked, this, &SequenceDialog::browse);
    refresh();
    m_folder->setFocus();
}

void SequenceDialog::makeControls()
{
    constexpr int kCharacters = 48;
    const QSettings settings;
    m_folder->setObjectName(u"sequenceFolder"_s);
    m_folder->setClearButtonEnabled(true);
    m_folder->setMinimumWidth(m_folder->fontMetrics().averageCharWidth() * kCharacters);
    m_folder->setText(settings.value(kFolder).toString());
    m_rate->setObjectName(u"sequenceRate"_s);
    m_rate->setRange(kSlowest, kFastest);
    m_rate->setDecimals(1);
    m_rate->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_rate->setValue(settings.value(kRate, kUsualRate).toDouble());
    m_browse->setObjectName(u"sequenceBrowse"_s);
    m_browse->setAutoDefault(false);
    m_open->setObjectName(u"sequenceOpen"_s);
    m_open->setDefault(true);
}

void SequenceDialog::arrange()
{
    auto* where = new QHBoxLayout;
    where->addWidget(m_folder, 1);
    where->addWidget(m_browse);
    auto* form = new QFormLayout;
    form->addRow(tr("&Folder"), where);
    form->addRow(tr("Pictures a &second"), m_rate);
    static_cast<QLabel*>(form->labelForField(where))->setBuddy(m_folder);
    auto* hint = new HintLabel(
        tr("All pictures in the folder are shown in the order of their names, 2 before 10."), this);
    hint->resize(m_folder->minimumWidth(), 0); // it asks for the height it needs at its width
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_open, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &SequenceDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &SequenceDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(hint);
    column->addStretch(1);
    column->addWidget(buttons);
}

QString SequenceDialog::folder() const
{
    const QString text = m_folder->text().trimmed();
    return text.isEmpty() ? text : QDir::cleanPath(text);
}

SourceAddress SequenceDialog::address() const
{
    SourceAddress address { SourceAddress::Kind::Pictures, folder().toStdString() };
    address.name = QFileInfo(folder()).fileName().toStdString();
    address.format = CaptureFormat { {}, m_rate->value() };
    return address;
}

void SequenceDialog::accept()
{
    if (folder().isEmpty())
        return;
    QSettings settings;
    settings.setValue(kFolder, folder());
    settings.setValue(kRate, m_rate->value());
    QDialog::accept();
}

void SequenceDialog::browse()
{
    const QString chosen
        = QFileDialog::getExistingDirectory(this, tr("Folder of pictures"), folder());
    if (!chosen.isEmpty())
        m_folder->setText(chosen);
}

void SequenceDialog::refresh()
{
    m_open->setEnabled(!folder().isEmpty());
}

} // namespace netlens
