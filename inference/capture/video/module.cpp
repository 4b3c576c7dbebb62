#include "capture/video/ffmpeg_messages.h"
#include "capture/video/sources.h"

namespace netlens {

namespace {

    class Module final : public VideoModule {
    public:
        Module() { keepFfmpegMessages(); }

        Result<std::unique_ptr<FrameSource>> open(const SourceAddress& address,
            std::stop_token stop, const OpenLimits& limits) const override
        {
            switch (address.kind) {
            case SourceAddress::Kind::Camera:
                return openCamera(address, std::move(stop), limits);
            case SourceAddress::Kind::Stream:
                return openNetworkStream(address, std::move(stop), limits);
            default:
                return openVideoFile(address);
            }
        }

        Result<std::unique_ptr<VideoEncoder>> createVideo(
            const std::filesystem::path& path, Size size, double rate) const override
        {
            return createVideoEncoder(path, size, rate);
        }
    };

} // namespace

} // namespace netlens

extern "C" __attribute__((visibility("default"))) const netlens::VideoModule* netlensVideoModule()
{
    // Never destroyed: threads that were left may use it while the program ends.
    static const auto* const kModule = new netlens::Module;
    return kModule;
}
