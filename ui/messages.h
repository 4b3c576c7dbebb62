#pragma once

#include "service/recognition_service.h"

#include <QObject>

class QAction;

namespace netlens {

class LiveActions;
class MainActions;
class MessageStrip;
class ModelSetup;
class WeightsFetch;
struct Message;

/// Turns failures into sentences with a way out, and keeps the banner that says when others
/// than ImageNet's weights answer.
class Messages : public QObject {
    Q_OBJECT
public:
    Messages(MessageStrip& banner, MessageStrip& strip, ModelSetup& setup, WeightsFetch& fetch,
        const MainActions& actions, const LiveActions& live, QObject* parent = nullptr);

    void report(const Failure& failure);
    /// @param kept the file with what was recorded before; empty: there is none
    void reportRecording(const Failure& failure, const QString& kept);
    /// Something that did not happen, without an error behind it.
    void say(const QString& sentence);
    /// A weights file that is about to be used could be the ImageNet file that is missing.
    void offerInstall(const WeightsFileInfo& file);
    /// What a message was about has worked since: it goes.
    void pictureShown();
    void frameShown();
    void liveWentOn();
    void recordingWentOn();
    void weightsInspected();
    void calibrationChosen();
    void weightsSaved(const QString& path);

private:
    void reportModel(const Failure& failure);
    static bool offersUseAnyway(const Failure& failure);
    bool offerSwitch(const Failure& failure);
    void reportFetch(const Error& error);
    void updateBanner();
    QList<QAction*> bannerActions() const;
    QString bannerText() const;
    Message messageFor(const Failure& failure) const;

    MessageStrip& m_banner;
    MessageStrip& m_strip;
    ModelSetup& m_setup;
    WeightsFetch& m_fetch;
    const MainActions& m_actions;
    const LiveActions& m_live;
    QAction* m_switch; ///< take over what the refused file was made for
    QAction* m_useAnyway; ///< weights that are not numbers
    QAction* m_openAnother;
    QAction* m_chooseAnother;
    QAction* m_saveElsewhere;
    QAction* m_fetchAgain;
    std::optional<WeightsFileInfo> m_refused;
    InputShape m_refusedSize; ///< that the refused file was to run at
    Failure::Of m_about = Failure::Of::Picture; ///< what the strip speaks of
    bool m_isOfFrame = false; ///< what m_about calls a picture
};

} // namespace netlens
