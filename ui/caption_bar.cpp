#include "ui/caption_bar.h"

#include "ui/elided_label.h"
#include "ui/hint_label.h"
#include "ui/picture_geometry.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    QString extent(Size size)
    {
        const QLocale locale;
        return locale.toString(size.width) % u" × " % locale.toString(size.height);
    }

} // namespace

CaptionBar::CaptionBar(QWidget* parent)
    : QWidget(parent)
    , m_name(new ElidedLabel(this))
    , m_fit(new HintLabel(this))
    , m_zoom(new HintLabel(this))
{
    m_name->setObjectName(u"pictureName"_s);
    m_fit->setObjectName(u"fitNote"_s);
    m_fit->setWordWrap(false);
    m_zoom->setObjectName(u"zoomLabel"_s);
    m_zoom->setWordWrap(false);
    m_zoom->setAccessibleName(tr("Zoom"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 4, 10, 0);
    row->setSpacing(12);
    row->addWidget(m_name, 1);
    row->addWidget(m_fit);
    row->addWidget(m_zoom);
}

void CaptionBar::setRecognition(const Recognition& recognition)
{
    const QString name = QFileInfo(QString::fromStdString(recognition.name)).fileName();
    m_name->setText(tr("%1 · %2", "name · size").arg(name, extent(recognition.picture.fullSize)));
    // Told from the answer itself: the setting may already be another one.
    const PictureGeometry geometry = geometryOf(recognition);
    const QString input = extent(recognition.seen.image.size());
    if (geometry.isCropped())
        m_fit->setText(tr("centre crop to %1").arg(input));
    else if (geometry.isPadded())
        m_fit->setText(tr("padded with grey to %1").arg(input));
    else
        m_fit->setText(tr("stretched to %1").arg(input));
}

void CaptionBar::setZoom(double zoom)
{
    m_zoom->setText(tr("%1 %", "percent").arg(QLocale().toString(zoom * 100, 'f', 0)));
}

} // namespace netlens
