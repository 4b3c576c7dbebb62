#include "ui/folding_row.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTest>

using namespace netlens;

class TestFoldingRow : public QObject {
    Q_OBJECT
private slots:
    void foldsWhereItIsNarrow();
    void followsWhatItHolds();
};

namespace {

QPushButton* wide(int width)
{
    auto* button = new QPushButton;
    button->setFixedWidth(width);
    return button;
}

} // namespace

void TestFoldingRow::foldsWhereItIsNarrow()
{
    auto* first = wide(120);
    auto* second = wide(100);
    QWidget window; // which a layout does not keep from being small
    FoldingRow row(first, second, 10, &window);
    QCOMPARE(row.sizeHint().width(), 230);
    QCOMPARE(row.minimumSizeHint().width(), 120);
    window.show();
    for (const int width : { 240, 229, 120, 230, 300 }) {
        row.resize(width, 100);
        QTRY_COMPARE_WITH_TIMEOUT(second->y() > first->y(), width < 230, 2000);
        QCOMPARE(row.sizeHint().width(), 230);
    }
}

/// Without being resized: a bar of fixed width whose buttons come and go.
void TestFoldingRow::followsWhatItHolds()
{
    auto* part = new QWidget;
    auto* buttons = new QHBoxLayout(part);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(0);
    QPushButton* const stays = wide(60);
    QPushButton* const comes = wide(60);
    buttons->addWidget(stays);
    buttons->addWidget(comes);
    comes->hide();
    auto* second = wide(100);
    QWidget window;
    FoldingRow row(part, second, 10, &window);
    row.resize(180, 100);
    window.show();
    const auto isBelow = [&] { return second->y() > part->geometry().bottom(); };
    QTRY_VERIFY_WITH_TIMEOUT(part->width() > 0 && second->x() > 0 && !isBelow(), 2000);
    for (const bool isThere : { true, false, true }) {
        comes->setVisible(isThere);
        QTRY_COMPARE_WITH_TIMEOUT(isBelow(), isThere, 2000);
    }
}

QTEST_MAIN(TestFoldingRow)
#include "tst_folding_row.moc"
