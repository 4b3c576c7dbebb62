#pragma once

#include <omp.h>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace netlens {

/// Denormals cost the late layers dearly and mean nothing here: flush them to zero on the
/// calling thread for the life of this object.
class FlushDenormals {
public:
    FlushDenormals()
        : m_saved(control())
    {
        setControl(m_saved | kFlushToZero | kDenormalsAreZero);
    }
    ~FlushDenormals() { setControl(m_saved); }
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

    /// The other threads of this thread's OpenMP team work for networks only: once is enough.
    static void onTeam()
    {
#pragma omp parallel
        if (omp_get_thread_num() != 0)
            setControl(control() | kFlushToZero | kDenormalsAreZero);
    }

private:
    static constexpr unsigned kFlushToZero = 0x8000;
    static constexpr unsigned kDenormalsAreZero = 0x0040;

#if defined(__SSE2__)
    static unsigned control()
    {
        return _mm_getcsr();
    }
    static void setControl(unsigned bits)
    {
        _mm_setcsr(bits);
    }
#else
    static unsigned control()
    {
        return 0;
    }
    static void setControl(unsigned) { }
#endif

    unsigned m_saved;
};

} // namespace netlens
