#include "capture/video/camera_device.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace netlens {

namespace {

    class Device {
    public:
        // O_NONBLOCK: a driver may otherwise wait for its other user.
        explicit Device(const std::string& path)
            : m_descriptor(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK))
        {
        }
        Device(const Device&) = delete;
        Device& operator=(const Device&) = delete;
        ~Device()
        {
            if (m_descriptor >= 0)
                ::close(m_descriptor);
        }

        bool isOpen() const { return m_descriptor >= 0; }
        bool isDevice() const
        {
            struct stat facts { };
            return ::fstat(m_descriptor, &facts) == 0 && S_ISCHR(facts.st_mode);
        }
        /// 0 or errno.
        int control(unsigned long request, void* argument) const
        {
            int answer = 0;
            do
                answer = ::ioctl(m_descriptor, request, argument);
            while (answer < 0 && errno == EINTR);
            return answer < 0 ? errno : 0;
        }

    private:
        int m_descriptor;
    };

    Error trouble(const std::string& path, int number)
    {
        const auto error = [&](ErrorCode code) {
            return makeError(code, path, std::generic_category().message(number));
        };
        switch (number) {
        case EACCES:
        case EPERM:
            return error(ErrorCode::SourceDenied);
        case EBUSY:
            return error(ErrorCode::SourceBusy);
        case ENOTTY:
        case EINVAL:
        case EISDIR:
            return error(ErrorCode::NotAVideo);
        default: // ENOENT, ENODEV, ENXIO: not plugged in
            return error(ErrorCode::SourceNotFound);
        }
    }

    /// Only who streams may hold buffers, so asking for one tells whether somebody else does.
    bool isFree(const Device& device)
    {
        v4l2_requestbuffers buffers {};
        buffers.count = 1;
        buffers.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
        buffers.memory = V4L2_MEMORY_MMAP;
        if (device.control(VIDIOC_REQBUFS, &buffers) == EBUSY)
            return false;
        buffers.count = 0;
        (void)device.control(VIDIOC_REQBUFS, &buffers);
        return true;
    }

} // namespace

Result<CameraFacts> examineCamera(const std::string& path)
{
    const Device device(path);
    if (!device.isOpen())
        return trouble(path, errno);
    if (!device.isDevice())
        return makeError(ErrorCode::NotAVideo, path, "not a device");
    v4l2_capability capability {};
    if (const int number = device.control(VIDIOC_QUERYCAP, &capability); number != 0)
        return trouble(path, number);
    const bool ofDevice = (capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0;
    const std::uint32_t can = ofDevice ? capability.device_caps : capability.capabilities;
    // A camera has a second device for the data around its pictures.
    if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0)
        return makeError(ErrorCode::NotAVideo, path, "the device hands out no pictures");
    if ((can & V4L2_CAP_STREAMING) != 0 && !isFree(device))
        return trouble(path, EBUSY);
    const auto* card = reinterpret_cast<const char*>(capability.card);
    return CameraFacts { std::string(card, ::strnlen(card, sizeof capability.card)) };
}

bool isCameraThere(const std::string& path)
{
    const Device device(path);
    v4l2_capability capability {};
    return device.isOpen() && device.control(VIDIOC_QUERYCAP, &capability) == 0;
}

} // namespace netlens
