#pragma once

#include "service/weights_store.h"
#include "weights/weights_file.h"

#include <QObject>

namespace netlens {

class MainActions;
class ModelSetup;

/// The ImageNet file of the choice, when it is not here: the user's orders to the store, how they
/// go, and the model that loads when they are done.
class WeightsFetch : public QObject {
    Q_OBJECT
public:
    /// Gives MainActions' downloadWeights, cancelDownload and installWeights their work.
    /// @pre all three outlive it
    WeightsFetch(
        WeightsStore& store, ModelSetup& setup, const MainActions& actions, QObject* parent);

    bool isRunning() const { return !m_running.empty(); }
    /// Whether the file that was missing has come from elsewhere since. Looked for when the user
    /// comes back to the program.
    bool hasAppeared() const { return m_hasAppeared; }
    /// "Downloading … : 6.1 of 14.5 MB, 1.2 MB/s"; for the running order.
    QString text() const;
    /// From 0 to 1; −1 while it cannot be said.
    double fraction() const;

    /// Whether the file could take the place of the one that is missing. If so, installWeights
    /// puts it there, as long as the file is the choice.
    bool canInstall(const WeightsFileInfo& file);
    /// Gives the last order again.
    void retry();

signals:
    void started();
    /// An order was given or is over, or another file is wanted.
    void changed();
    void progressed();
    /// Not when it was the user who ended it.
    void failed(const netlens::Error& error);

private:
    struct Order {
        std::string official;
        std::filesystem::path source; ///< to install; empty to download
    };

    void give(const Order& order);
    void takeProgress();
    void takeResult();
    void use(const std::string& official);
    void refresh();
    void lookAgain();
    std::string wanted() const;

    WeightsStore& m_store;
    ModelSetup& m_setup;
    const MainActions& m_actions;
    Order m_order; ///< the last one given
    Order m_offer; ///< what installWeights would do
    std::string m_running; ///< the official name being worked on
    StoreProgress m_progress;
    bool m_hasAppeared = false;
};

} // namespace netlens
