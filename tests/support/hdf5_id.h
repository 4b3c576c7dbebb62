#pragma once

#include <hdf5.h>

#include <stdexcept>

/// Any identifier of libhdf5; throws when it gave none.
class Id {
public:
    Id(hid_t id, const char* what)
        : m_id(id)
    {
        if (id < 0)
            throw std::runtime_error(what);
    }
    Id(const Id&) = delete;
    Id& operator=(const Id&) = delete;
    ~Id() { H5Idec_ref(m_id); }
    operator hid_t() const { return m_id; }

private:
    hid_t m_id;
};

inline void require(herr_t status, const char* what)
{
    if (status < 0)
        throw std::runtime_error(what);
}
