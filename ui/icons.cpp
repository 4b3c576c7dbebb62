#include "ui/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

#include <memory>

// Resources of a static library are only kept when their initialiser is called, and the macro
// needs the global namespace.
static void keepResources()
{
    Q_INIT_RESOURCE(netlens);
}

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    class TintedIconEngine : public QIconEngine {
    public:
        explicit TintedIconEngine(std::shared_ptr<QSvgRenderer> shape)
            : m_shape(std::move(shape))
        {
        }

        void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
        {
            const qreal ratio = painter->device()->devicePixelRatioF();
            painter->drawPixmap(rect, tinted(rect.size() * ratio, mode));
        }

        QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
        {
            return tinted(size, mode);
        }

        QIconEngine* clone() const override { return new TintedIconEngine(*this); }
        QString key() const override { return u"netlens-tinted"_s; }

    private:
        QPixmap tinted(const QSize& size, QIcon::Mode mode) const
        {
            QPixmap pixmap(size);
            pixmap.fill(Qt::transparent);
            QPainter painter(&pixmap);
            m_shape->setAspectRatioMode(Qt::KeepAspectRatio);
            m_shape->render(&painter);
            painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
            painter.fillRect(pixmap.rect(), color(mode));
            return pixmap;
        }

        static QColor color(QIcon::Mode mode)
        {
            const QPalette palette = QGuiApplication::palette();
            if (mode == QIcon::Disabled)
                return palette.color(QPalette::Disabled, QPalette::ButtonText);
            if (mode == QIcon::Selected)
                return palette.color(QPalette::HighlightedText);
            return palette.color(QPalette::ButtonText);
        }

        std::shared_ptr<QSvgRenderer> m_shape;
    };

} // namespace

QIcon icon(const QString& name)
{
    keepResources();
    auto shape = std::make_shared<QSvgRenderer>(u":/icons/%1.svg"_s.arg(name));
    Q_ASSERT_X(shape->isValid(), "icon", qPrintable(name));
    return QIcon(new TintedIconEngine(std::move(shape)));
}

} // namespace netlens
