#include "weights/file_kind.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>

namespace netlens {

namespace {

    using namespace std::string_view_literals;
    namespace fs = std::filesystem;

    struct KnownKind {
        std::size_t offset;
        std::string_view bytes;
        const char* name;
    };
    constexpr std::array kKnownContents {
        KnownKind { 0, "PK\3\4"sv, "a zip archive (Keras 3 .keras or PyTorch)" },
        KnownKind { 4, "TFL3"sv, "a TensorFlow Lite model" },
        KnownKind { 0, "\x80\x02"sv, "a Python pickle (PyTorch)" },
        KnownKind { 0, "\x08\x01\x12\x00"sv, "a TensorFlow SavedModel" },
    };

    struct KnownName {
        std::string_view ending;
        const char* name;
    };
    constexpr std::array kKnownNames {
        KnownName { ".keras", "a Keras 3 archive" },
        KnownName { ".onnx", "an ONNX model" },
        KnownName { ".tflite", "a TensorFlow Lite model" },
        KnownName { ".pb", "a TensorFlow graph" },
        KnownName { ".index", "a TensorFlow checkpoint" },
        KnownName { ".data-00000-of-00001", "a TensorFlow checkpoint" },
        KnownName { ".ckpt", "a TensorFlow checkpoint" },
        KnownName { ".safetensors", "a safetensors file" },
        KnownName { ".pt", "a PyTorch model" },
        KnownName { ".pth", "a PyTorch model" },
    };

    Error unsupported(const fs::path& path, const char* what)
    {
        return makeError(ErrorCode::WeightsUnsupported, path.string(), what);
    }

    Result<void> requireRegularFile(const fs::path& path)
    {
        std::error_code failed;
        const fs::file_status status = fs::status(path, failed);
        if (status.type() == fs::file_type::not_found)
            return makeError(ErrorCode::FileNotFound, path.string());
        if (fs::is_directory(status))
            return fs::exists(path / "saved_model.pb", failed)
                ? unsupported(path, "a TensorFlow SavedModel")
                : makeError(ErrorCode::FileUnreadable, path.string(), "a folder");
        if (!fs::is_regular_file(status))
            return makeError(ErrorCode::FileUnreadable, path.string(),
                failed ? failed.message() : "not a regular file");
        return {};
    }

    bool isHdf5(std::ifstream& stream)
    {
        constexpr std::string_view kSignature = "\x89HDF\r\n\x1a\n";
        std::array<char, kSignature.size()> bytes {};
        for (std::streamoff at = 0;; at = at == 0 ? 512 : at * 2) {
            stream.clear();
            stream.seekg(at);
            if (!stream.read(bytes.data(), bytes.size()))
                return false;
            if (std::string_view(bytes.data(), bytes.size()) == kSignature)
                return true;
        }
    }

    Error otherKind(const fs::path& path, std::ifstream& stream)
    {
        std::array<char, 16> start {};
        stream.clear();
        stream.seekg(0);
        stream.read(start.data(), start.size());
        const std::string_view content(start.data(), static_cast<std::size_t>(stream.gcount()));
        for (const KnownKind& kind : kKnownContents)
            if (content.size() > kind.offset && content.substr(kind.offset).starts_with(kind.bytes))
                return unsupported(path, kind.name);
        const std::string name = path.filename().string();
        for (const KnownName& kind : kKnownNames)
            if (name.ends_with(kind.ending))
                return unsupported(path, kind.name);
        const bool page = content.starts_with("<!") || content.starts_with("<html");
        return makeError(ErrorCode::NotWeights, path.string(),
            page ? "a web page, not HDF5" : "not an HDF5 file");
    }

} // namespace

Result<void> requireHdf5(const fs::path& path)
{
    if (auto regular = requireRegularFile(path); !regular)
        return regular;
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return makeError(ErrorCode::FileUnreadable, path.string(), std::strerror(errno));
    if (stream.peek() == std::ifstream::traits_type::eof())
        return makeError(ErrorCode::FileEmpty, path.string());
    if (isHdf5(stream))
        return {};
    return otherKind(path, stream);
}

} // namespace netlens
