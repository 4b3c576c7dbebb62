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

    // What each is, and how Keras makes a file of it that can be read here.
    constexpr const char* kLite = "a TensorFlow Lite model, which cannot be turned back; save the "
                                  "Keras model it was made from: model.save(\"name.h5\")";
    constexpr const char* kOnnx = "an ONNX model; save the Keras model it was made from: "
                                  "model.save(\"name.h5\")";
    constexpr const char* kSavedModel = "a TensorFlow SavedModel; convert it with Keras 2: "
                                        "tf.keras.models.load_model(\"folder\").save(\"name.h5\")";
    constexpr const char* kCheckpoint = "a TensorFlow checkpoint; build the model in Keras, then "
                                        "model.load_weights(\"name\") and "
                                        "model.save_weights(\"name.h5\")";
    constexpr const char* kTorch = "a PyTorch model; copy its weights into a Keras model and "
                                   "model.save_weights(\"name.h5\")";

    struct KnownKind {
        std::size_t offset;
        std::string_view bytes;
        const char* name;
    };
    constexpr std::array kKnownContents {
        KnownKind { 4, "TFL3"sv, kLite },
        KnownKind { 0, "\x80\x02"sv, kTorch },
        KnownKind { 0, "\x08\x01\x12\x00"sv, kSavedModel },
        KnownKind { 0, "model_checkpoint_path:"sv, kCheckpoint },
    };

    struct KnownName {
        std::string_view ending;
        const char* name;
    };
    constexpr std::array kKnownNames {
        KnownName { ".onnx", kOnnx },
        KnownName { ".tflite", kLite },
        KnownName { ".pb", kSavedModel },
        KnownName { ".index", kCheckpoint },
        KnownName { ".ckpt", kCheckpoint },
        KnownName { ".safetensors",
            "a safetensors file; copy its weights into a Keras model and "
            "model.save_weights(\"name.h5\")" },
        KnownName { ".pt", kTorch },
        KnownName { ".pth", kTorch },
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
                ? unsupported(path, kSavedModel)
                : makeError(ErrorCode::FileUnreadable, path.string(), "a folder");
        if (!fs::is_regular_file(status))
            return makeError(ErrorCode::FileUnreadable, path.string(),
                failed ? failed.message() : "not a regular file");
        return {};
    }

    bool startsWith(std::ifstream& stream, std::string_view signature)
    {
        std::string bytes(signature.size(), '\0');
        stream.clear();
        stream.seekg(0);
        return stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))
            && bytes == signature;
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
        std::array<char, 32> start {};
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
        if (name.find(".data-0") != std::string::npos)
            return unsupported(path, kCheckpoint);
        const bool page = content.starts_with("<!") || content.starts_with("<html");
        return makeError(ErrorCode::NotWeights, path.string(),
            page ? "a web page, not HDF5" : "neither HDF5 nor a zip archive");
    }

} // namespace

Result<FileKind> fileKind(const fs::path& path)
{
    if (auto regular = requireRegularFile(path); !regular)
        return regular.error();
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return makeError(ErrorCode::FileUnreadable, path.string(), std::strerror(errno));
    if (stream.peek() == std::ifstream::traits_type::eof())
        return makeError(ErrorCode::FileEmpty, path.string());
    if (startsWith(stream, "PK\3\4"))
        return FileKind::Zip;
    if (isHdf5(stream))
        return FileKind::Hdf5;
    return otherKind(path, stream);
}

} // namespace netlens
