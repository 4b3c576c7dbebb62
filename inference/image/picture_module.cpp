#include "image/picture_module.h"

#include "base/module.h"

namespace netlens {

namespace {

    Result<const PictureModule*> load()
    {
        using Entry = const PictureModule* (*)();
        const auto entry = loadModule(
            "netlens_pictures.so", kPictureModuleEntry, ErrorCode::PictureModuleNotHere);
        if (!entry)
            return entry.error();
        return reinterpret_cast<Entry>(*entry)();
    }

} // namespace

Result<const PictureModule*> pictureModule()
{
    static const Result<const PictureModule*> kModule = load();
    return kModule;
}

} // namespace netlens
