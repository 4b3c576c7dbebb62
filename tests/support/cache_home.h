#pragma once

#include <QTemporaryDir>

#include <filesystem>
#include <vector>

/// An empty folder for what programs may forget, which $XDG_CACHE_HOME names while it exists.
class CacheHome {
public:
    CacheHome() { qputenv("XDG_CACHE_HOME", m_folder.path().toUtf8()); }
    ~CacheHome() { qunsetenv("XDG_CACHE_HOME"); }
    CacheHome(const CacheHome&) = delete;
    CacheHome& operator=(const CacheHome&) = delete;

    std::filesystem::path folder() const { return m_folder.path().toStdString() + "/netlens"; }
    std::vector<std::filesystem::path> files() const
    {
        std::error_code none;
        std::vector<std::filesystem::path> found;
        for (const auto& entry : std::filesystem::directory_iterator(folder(), none))
            found.push_back(entry.path());
        return found;
    }

private:
    QTemporaryDir m_folder;
};
