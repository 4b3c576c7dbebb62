/// A part of every module (module.h).
extern "C" __attribute__((visibility("default"))) const char* netlensModuleVersion()
{
    return NETLENS_VERSION;
}
