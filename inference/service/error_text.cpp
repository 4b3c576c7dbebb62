#include "service/error_text.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <iterator>

namespace netlens {

namespace {

    struct Sentences {
        ErrorCode code;
        const char* problem;
        const char* advice;
    };

#define NETLENS_TEXT(text) QT_TRANSLATE_NOOP("netlens::Error", text)

    constexpr Sentences kSentences[] {
        { ErrorCode::FileNotFound, NETLENS_TEXT("there is no such file"),
            NETLENS_TEXT("Check the name, or choose another file.") },
        { ErrorCode::FileUnreadable, NETLENS_TEXT("the file cannot be read"),
            NETLENS_TEXT("Check its permissions and that its drive is connected.") },
        { ErrorCode::FileEmpty, NETLENS_TEXT("the file is empty"),
            NETLENS_TEXT("It was probably cut off while copying; fetch it again.") },
        { ErrorCode::FileTooLarge, NETLENS_TEXT("the file is too large"),
            NETLENS_TEXT("Make it smaller, or choose another file.") },
        { ErrorCode::FileUnwritable, NETLENS_TEXT("the file cannot be written"),
            NETLENS_TEXT("Check that the folder exists, that you may write there and that "
                         "there is space.") },
        { ErrorCode::DiskFull, NETLENS_TEXT("there is not enough space to write the file"),
            NETLENS_TEXT("Make room on the disk and try again.") },
        { ErrorCode::NotAPicture, NETLENS_TEXT("this is not a picture"),
            NETLENS_TEXT("Choose a JPEG, PNG, WebP, BMP, TIFF or GIF file.") },
        { ErrorCode::PictureFormatUnsupported, NETLENS_TEXT("this picture format is not supported"),
            NETLENS_TEXT("Save it as JPEG or PNG in a picture program and try again.") },
        { ErrorCode::PictureDamaged, NETLENS_TEXT("the picture is damaged or cut off"),
            NETLENS_TEXT("Fetch or export it again.") },
        { ErrorCode::PictureTooLarge, NETLENS_TEXT("the picture has too many pixels"),
            NETLENS_TEXT("Scale it down in a picture program and try again.") },
        { ErrorCode::IllegalConfiguration,
            NETLENS_TEXT("this combination of settings is not a MobileNetV2 that Keras "
                         "would build"),
            NETLENS_TEXT("Change the setting named in the details.") },
        { ErrorCode::LimitExceeded,
            NETLENS_TEXT("this setting is beyond what this program can build"),
            NETLENS_TEXT("Choose a value inside the limits named in the details.") },
        { ErrorCode::ConfigurationConflict,
            NETLENS_TEXT("the file brings its own configuration, and an option "
                         "contradicts it"),
            NETLENS_TEXT("Leave that option out, or choose another file.") },
        { ErrorCode::WeightsNotHere,
            NETLENS_TEXT("these ImageNet weights are not on this computer"),
            NETLENS_TEXT("Download them (netlens-cli weights fetch, with the same options), "
                         "choose the file if you have it, put it into the folder named in the "
                         "details, or use the demonstration model (--weights demo) or random "
                         "weights.") },
        { ErrorCode::WeightsNotPublished,
            NETLENS_TEXT("no ImageNet weights were ever published for this combination"),
            NETLENS_TEXT("Published are alpha 0.35, 0.5, 0.75 and 1.0 at 96, 128, 160, 192 and "
                         "224, and alpha 1.3 and 1.4 at 224.") },
        { ErrorCode::OfficialWeightsUnusable,
            NETLENS_TEXT("this file of ImageNet weights is damaged, or is another file under "
                         "their name"),
            NETLENS_TEXT("Download it again (on the command line: netlens-cli weights fetch); what "
                         "is there now is kept under a name that ends in .bad.") },
        { ErrorCode::NotWeights, NETLENS_TEXT("this is not a Keras weights file"),
            NETLENS_TEXT("Choose an .h5 file that Keras saved.") },
        { ErrorCode::WeightsDamaged, NETLENS_TEXT("the weights file is damaged or cut off"),
            NETLENS_TEXT("Fetch or save it again.") },
        { ErrorCode::WeightsMismatch, NETLENS_TEXT("these weights were made for another model"),
            NETLENS_TEXT("Switch the configuration to the file's, or choose another file.") },
        { ErrorCode::WeightsUnsupported, NETLENS_TEXT("this kind of weights file is not supported"),
            NETLENS_TEXT("Load it in Keras and save it with model.save_weights(\"name.h5\").") },
        { ErrorCode::WeightsNotFinite,
            NETLENS_TEXT("the weights contain values that are not numbers, or negative "
                         "variances, so every prediction would be meaningless"),
            NETLENS_TEXT("Choose a file from a training run that did not diverge, or use it "
                         "anyway (on the command line: --use-anyway).") },
        { ErrorCode::WeightsNameUnknown,
            NETLENS_TEXT("the name does not say which kind of weights file to write"),
            NETLENS_TEXT("End it in .h5 or .weights.h5 for the weights, or in .keras for the whole "
                         "model.") },
        { ErrorCode::ServerUnreachable, NETLENS_TEXT("the server cannot be reached"),
            NETLENS_TEXT("Check that this computer is online and its proxy settings, then try "
                         "again.") },
        { ErrorCode::ServerUntrusted,
            NETLENS_TEXT("the server could not prove that it is the right one"),
            NETLENS_TEXT("Check the computer's clock; in a network that inspects what passes, ask "
                         "its administrator.") },
        { ErrorCode::ServerRefused,
            NETLENS_TEXT("the server does not have this file, or does not give it out"),
            NETLENS_TEXT("Check the address in the details; NETLENS_WEIGHTS_URL names another "
                         "server.") },
        { ErrorCode::ServerTrouble, NETLENS_TEXT("the server could not answer"),
            NETLENS_TEXT("Try again later.") },
        { ErrorCode::DownloadBroken, NETLENS_TEXT("the download broke off several times"),
            NETLENS_TEXT("Try again; it goes on where it stopped.") },
        { ErrorCode::DownloadIsWebPage,
            NETLENS_TEXT("a web page came in place of the file; this network probably wants you "
                         "to log in"),
            NETLENS_TEXT("Open any page in a browser, log in, then try again.") },
        { ErrorCode::DownloadTooLarge,
            NETLENS_TEXT("the server sends more than this file can have, so it was stopped"),
            NETLENS_TEXT("Check the address in the details; NETLENS_WEIGHTS_URL names another "
                         "server.") },
        { ErrorCode::DownloadWrong,
            NETLENS_TEXT("what the server sent is not this file, so it was thrown away"),
            NETLENS_TEXT("Try again; if it happens again, the server has another file under this "
                         "name.") },
        { ErrorCode::Cancelled, NETLENS_TEXT("the download was cancelled"),
            NETLENS_TEXT("Start it again to go on where it stopped.") },
        { ErrorCode::LabelsUnreadable, NETLENS_TEXT("the class names cannot be used"),
            NETLENS_TEXT("Give one name per line, or Keras's class-index JSON, with as many "
                         "names as the model has classes.") },
        { ErrorCode::TensorMalformed,
            NETLENS_TEXT("this is not a NumPy array this program can read"),
            NETLENS_TEXT("Save it with numpy.save as a float32 array.") },
        { ErrorCode::TensorMismatch, NETLENS_TEXT("its size does not fit the network's input"),
            NETLENS_TEXT("Give it the shape named in the details.") },
        { ErrorCode::UnknownLayer, NETLENS_TEXT("the network has no layer of this name"),
            NETLENS_TEXT("The table of layers (netlens-cli summary) has all names.") },
        { ErrorCode::UnknownClass, NETLENS_TEXT("the network has no such class"),
            NETLENS_TEXT("Choose a class index below the number of classes.") },
        { ErrorCode::NotAvailable, NETLENS_TEXT("this network cannot do that"),
            NETLENS_TEXT("Choose a configuration that has what is named in the details.") },
        { ErrorCode::SourceNotFound, NETLENS_TEXT("there is no such camera, video, folder or host"),
            NETLENS_TEXT("Check that it is plugged in or that the address is right.") },
        { ErrorCode::SourceBusy, NETLENS_TEXT("another program is using it"),
            NETLENS_TEXT("Close the other program and try again.") },
        { ErrorCode::SourceDenied, NETLENS_TEXT("you have no permission to open it"),
            NETLENS_TEXT(
                "For a camera, join the group \"video\" and log in again; for a file or folder, "
                "change its permissions.") },
        { ErrorCode::SourceStalled, NETLENS_TEXT("no picture came in time"),
            NETLENS_TEXT("Check that it is still sending, then try again.") },
        { ErrorCode::SourceLost, NETLENS_TEXT("it is gone"),
            NETLENS_TEXT("Check the cable or the connection, then try again.") },
        { ErrorCode::NotAVideo, NETLENS_TEXT("there are no moving pictures in it"),
            NETLENS_TEXT(
                "Choose a video that plays in a video player, or a folder with pictures.") },
        { ErrorCode::VideoDamaged, NETLENS_TEXT("a part of the video is damaged"),
            NETLENS_TEXT("Go on behind it, or get the video again.") },
        { ErrorCode::VideoNotHere, NETLENS_TEXT("the part of Netlens that reads videos is missing"),
            NETLENS_TEXT("Install Netlens again, with all of its files.") },
        { ErrorCode::PictureModuleNotHere,
            NETLENS_TEXT("the part of Netlens for WebP, BMP and saving pictures is missing"),
            NETLENS_TEXT("Install Netlens again, with all of its files.") },
        { ErrorCode::ScreenDenied, NETLENS_TEXT("the system shows no program the screen"),
            NETLENS_TEXT("Log in to an X11 session for that, or watch a camera or a video.") },
        { ErrorCode::LabelUnusable, NETLENS_TEXT("this label cannot be the name of a folder"),
            NETLENS_TEXT("Choose another one, without / and other special characters.") },
        { ErrorCode::PrecisionNotHere,
            NETLENS_TEXT("this processor cannot compute in this precision"),
            NETLENS_TEXT("Choose float32 (on the command line: --precision f32).") },
        { ErrorCode::CalibrationUnusable,
            NETLENS_TEXT("this folder cannot be used to calibrate 8-bit integers"),
            NETLENS_TEXT("Choose a folder that has pictures directly in it, or none: then drawn "
                         "pictures serve.") },
        { ErrorCode::OutOfMemory, NETLENS_TEXT("there is not enough memory for this"),
            NETLENS_TEXT("Choose a smaller input size, alpha or number of classes.") },
        { ErrorCode::Internal, NETLENS_TEXT("something went wrong inside the program"),
            NETLENS_TEXT("Please report it together with the details.") },
    };

#undef NETLENS_TEXT

    const Sentences& sentencesFor(ErrorCode code)
    {
        const auto found = std::ranges::find(kSentences, code, &Sentences::code);
        return found == std::end(kSentences) ? *std::rbegin(kSentences) : *found;
    }

    QString translated(const char* text)
    {
        return QCoreApplication::translate("netlens::Error", text);
    }

    QString shortName(const QString& subject)
    {
        // Of an address the end alone says nothing, and what it asks for is long.
        if (subject.contains(QStringLiteral("://")))
            return subject.section(QLatin1Char('?'), 0, 0);
        const QString name = QFileInfo(subject).fileName();
        return name.isEmpty() ? subject : name;
    }

} // namespace

ErrorText describeError(const Error& error)
{
    const Sentences& sentences = sentencesFor(error.code);
    const QString subject = QString::fromStdString(error.subject);
    ErrorText text;
    text.problem = translated(sentences.problem);
    text.advice = translated(sentences.advice);
    text.detail = QString::fromStdString(error.detail);
    QString sentence = text.problem;
    if (subject.isEmpty())
        sentence[0] = sentence[0].toUpper();
    else
        sentence = shortName(subject) % QStringLiteral(": ") % sentence;
    text.what = sentence % QLatin1Char('.');
    return text;
}

} // namespace netlens
