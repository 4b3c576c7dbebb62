#pragma once

#include "recognition.h"

#include <QDockWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QSpinBox;
class QStackedWidget;
class QTableView;

namespace netlens {

class FeatureView;
class PredictionModel;

/// The answer: the top classes with their bars, or the features of a network without a top.
class PredictionsDock : public QDockWidget {
    Q_OBJECT
public:
    explicit PredictionsDock(QWidget* parent = nullptr);

    /// @param isProbability as PredictionModel::setRecognition.
    void setRecognition(const SharedRecognition& recognition, bool isProbability);
    /// Asks for the class of that rank; false when there is none.
    bool explainRank(int rank);
    void findClass();
    /// Ends a search under way; false when the keys are not in the search field.
    bool leaveFind();

    int shownClasses() const;
    void setShownClasses(int count);
    /// "tabby 62.1 %"; empty without classes.
    QString topResult() const;
    QString topName() const;
    QString topValue() const;
    /// The result for the clipboard: a heading and tab-separated rows.
    QString resultText() const;
    const PredictionModel& model() const { return *m_model; }

signals:
    void explainRequested(int classIndex);

private:
    QWidget* makePredictionPage();
    QTableView* makeTable();
    void showCertainty();
    QString certaintyText() const;
    void selectExplained();

    SharedRecognition m_recognition;
    PredictionModel* m_model;
    QStackedWidget* m_pages;
    QLabel* m_nothing;
    QTableView* m_table;
    QLineEdit* m_find;
    QSpinBox* m_count;
    QLabel* m_certainty;
    FeatureView* m_features;
};

} // namespace netlens
