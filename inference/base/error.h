#pragma once

#include <string>
#include <utility>

namespace netlens {

/// What went wrong, for programs. The sentences people read are made from these codes in
/// service/error_text.cpp; the core speaks no user language.
enum class ErrorCode {
    FileNotFound,
    FileUnreadable, ///< exists, but cannot be opened or read (permissions, a directory, I/O error)
    FileEmpty,
    FileTooLarge, ///< over the byte cap, refused before reading
    FileUnwritable,
    DiskFull, ///< or the user's share of it, or over the largest file the system allows

    NotAPicture, ///< no known picture format starts like this
    PictureFormatUnsupported, ///< a known format that cannot be decoded here
    PictureDamaged, ///< right format, broken content
    PictureTooLarge, ///< over the pixel cap, refused before decoding

    IllegalConfiguration, ///< detail carries Keras's own text where Keras has one
    LimitExceeded, ///< Keras has no such limit, this program has; detail says which
    ConfigurationConflict, ///< an option contradicts the file's own configuration

    WeightsNotHere, ///< the official file is not on this computer; subject is its name
    WeightsNotPublished, ///< Keras would ask for a file of that name, but there never was one
    OfficialWeightsUnusable, ///< a file has an official name, but is damaged or another one
    NotWeights, ///< not HDF5, or HDF5 without Keras weights in it
    WeightsDamaged, ///< truncated, bit-rotten, wrong storage size
    WeightsMismatch, ///< sound, but made for another architecture
    WeightsUnsupported, ///< recognised, not supported (other framework, nested layout, links)
    WeightsNotFinite, ///< NaN, infinity or a negative variance
    WeightsNameUnknown, ///< a name to write to whose suffix stands for no layout

    ServerUnreachable, ///< no network, no such host, nobody listening, a proxy in between
    ServerUntrusted, ///< no valid certificate, or a redirection away from https
    ServerRefused, ///< HTTP 4xx: not there, or not for everyone
    ServerTrouble, ///< HTTP 5xx, or an answer that makes no sense
    DownloadBroken, ///< the connection broke off or stood still, again and again
    DownloadIsWebPage, ///< a login page of the network in place of the file
    DownloadTooLarge, ///< larger than announced or than any official file
    DownloadWrong, ///< complete, but not the file asked for
    Cancelled,

    LabelsUnreadable,

    TensorMalformed, ///< not an .npy file this program reads
    TensorMismatch, ///< right file, wrong shape for this network
    UnknownLayer,
    UnknownClass,
    NotAvailable, ///< asked of a network that has no such thing (a class map without classes)

    SourceNotFound, ///< no such camera, video, folder or host
    SourceBusy, ///< another program has the camera
    SourceDenied, ///< no permission for the device or file
    SourceStalled, ///< nothing came within the time limit
    SourceLost, ///< unplugged, or the connection ended
    NotAVideo, ///< opens, but holds no moving pictures this program reads
    VideoDamaged, ///< a video with a broken part
    VideoNotHere, ///< the module that reads videos is not installed
    PictureModuleNotHere, ///< nor is the one for WebP and BMP, and for writing pictures
    ScreenDenied, ///< the system shows no program the screen

    LabelUnusable, ///< no name for a folder of pictures; detail says why

    PrecisionNotHere, ///< this processor cannot compute in it; detail says what it can
    CalibrationUnusable, ///< a folder that gives no picture to calibrate on; detail says why

    OutOfMemory,
    Internal, ///< a library refused what should have worked; detail says which
};

/// An expected failure.
/// @param subject names the file, layer or option concerned; may be empty.
/// @param detail is English for logs and for the curious: cause, numbers, Keras's text.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string subject;
    std::string detail;
};

inline Error makeError(ErrorCode code, std::string subject, std::string detail = {})
{
    return Error { code, std::move(subject), std::move(detail) };
}

} // namespace netlens
