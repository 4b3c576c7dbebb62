/* A camera for programs that are started with this in LD_PRELOAD: /dev/video42, made of files in
 * the folder $NETLENS_FAKE_CAMERA. It sends frame.jpg, as it is then, 30 times a second. While
 * there is a file of that name it is: unplugged, denied, busy (somebody else streams), silent. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { kBuffers = 4, kBufferSize = 1 << 20, kMostFiles = 1024, kWidth = 320, kHeight = 240 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static unsigned char isOurs[kMostFiles];
static void* buffers[kBuffers];
static unsigned queue[kBuffers];
static unsigned queued;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void inFolder(const char* name, char path[4096])
{
    const char* folder = getenv("NETLENS_FAKE_CAMERA");
    snprintf(path, 4096, "%s/%s", folder == NULL ? "/nonexistent" : folder, name);
}

static int is(const char* state)
{
    char path[4096];
    inFolder(state, path);
    return access(path, F_OK) == 0;
}

static int isCamera(int file)
{
    return file >= 0 && file < kMostFiles && isOurs[file];
}

static int fail(int number)
{
    errno = number;
    return -1;
}

static int openCamera(void)
{
    if (is("unplugged"))
        return fail(ENOENT);
    if (is("denied"))
        return fail(EACCES);
    const int file = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    const struct itimerspec rate = { { 0, 33000000 }, { 0, 33000000 } };
    timerfd_settime(file, 0, &rate, NULL);
    if (file >= 0 && file < kMostFiles)
        isOurs[file] = 1;
    return file;
}

static int openFile(const char* symbol, const char* path, int flags, mode_t mode)
{
    if (strcmp(path, "/dev/video42") == 0)
        return openCamera();
    return ((int (*)(const char*, int, ...))dlsym(RTLD_NEXT, symbol))(path, flags, mode);
}

#define OPEN(name)                                                                                 \
    int name(const char* path, int flags, ...)                                                     \
    {                                                                                              \
        va_list more;                                                                              \
        va_start(more, flags);                                                                     \
        const mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;            \
        va_end(more);                                                                              \
        return openFile(#name, path, flags, mode);                                                 \
    }
OPEN(open)
OPEN(open64)

int close(int file)
{
    if (isCamera(file))
        isOurs[file] = 0;
    return REAL(close)(file);
}

int fstat(int file, struct stat* facts)
{
    const int answer = REAL(fstat)(file, facts);
    if (answer == 0 && isCamera(file))
        facts->st_mode = S_IFCHR | 0660;
    return answer;
}

static void* mapBuffer(off_t offset)
{
    const size_t index = (size_t)offset / kBufferSize;
    void* memory
        = REAL(mmap)(NULL, kBufferSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (index < kBuffers)
        buffers[index] = memory;
    return memory;
}

void* mmap(void* at, size_t length, int protection, int flags, int file, off_t offset)
{
    return isCamera(file) ? mapBuffer(offset)
                          : REAL(mmap)(at, length, protection, flags, file, offset);
}

void* mmap64(void* at, size_t length, int protection, int flags, int file, off64_t offset)
{
    return isCamera(file) ? mapBuffer(offset)
                          : REAL(mmap64)(at, length, protection, flags, file, offset);
}

static int takeFrame(int file, struct v4l2_buffer* buffer)
{
    unsigned long long ticks = 0;
    if (is("silent") || read(file, &ticks, sizeof ticks) < 0 || queued == 0)
        return fail(EAGAIN);
    buffer->index = queue[0];
    memmove(queue, queue + 1, --queued * sizeof *queue);
    char path[4096];
    inFolder("frame.jpg", path);
    FILE* picture = fopen(path, "rb");
    buffer->bytesused
        = picture == NULL ? 0 : (unsigned)fread(buffers[buffer->index], 1, kBufferSize, picture);
    if (picture != NULL)
        fclose(picture);
    buffer->length = kBufferSize;
    return 0;
}

static int control(int file, unsigned long request, void* argument)
{
    struct v4l2_capability* capability = argument;
    struct v4l2_format* format = argument;
    struct v4l2_buffer* buffer = argument;
    struct v4l2_requestbuffers* wanted = argument;
    struct v4l2_streamparm* parameters = argument;
    if (is("unplugged"))
        return fail(ENODEV);
    switch (request) {
    case VIDIOC_QUERYCAP:
        memset(capability, 0, sizeof *capability);
        strcpy((char*)capability->card, "Drawn camera");
        capability->capabilities = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        return 0;
    case VIDIOC_ENUMINPUT:
        return ((struct v4l2_input*)argument)->index == 0 ? 0 : fail(EINVAL);
    case VIDIOC_G_INPUT:
        *(int*)argument = 0;
        return 0;
    case VIDIOC_S_INPUT:
    case VIDIOC_STREAMON:
        return 0;
    case VIDIOC_STREAMOFF:
        queued = 0;
        return 0;
    case VIDIOC_G_FMT:
    case VIDIOC_S_FMT:
    case VIDIOC_TRY_FMT:
        format->fmt.pix.width = kWidth;
        format->fmt.pix.height = kHeight;
        format->fmt.pix.pixelformat = V4L2_PIX_FMT_MJPEG;
        format->fmt.pix.field = V4L2_FIELD_NONE;
        format->fmt.pix.bytesperline = 0;
        format->fmt.pix.sizeimage = kBufferSize;
        return 0;
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM:
        parameters->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
        parameters->parm.capture.timeperframe.numerator = 1;
        parameters->parm.capture.timeperframe.denominator = 30;
        return 0;
    case VIDIOC_REQBUFS:
        if (is("busy"))
            return fail(EBUSY);
        if (wanted->count > kBuffers)
            wanted->count = kBuffers;
        return 0;
    case VIDIOC_QUERYBUF:
        buffer->length = kBufferSize;
        buffer->m.offset = buffer->index * kBufferSize;
        return 0;
    case VIDIOC_QBUF:
        if (queued < kBuffers)
            queue[queued++] = buffer->index;
        return 0;
    case VIDIOC_DQBUF:
        return takeFrame(file, buffer);
    default:
        return fail(EINVAL);
    }
}

int ioctl(int file, unsigned long request, ...)
{
    va_list more;
    va_start(more, request);
    void* argument = va_arg(more, void*);
    va_end(more);
    if (!isCamera(file))
        return REAL(ioctl)(file, request, argument);
    pthread_mutex_lock(&mutex);
    const int answer = control(file, request, argument);
    pthread_mutex_unlock(&mutex);
    return answer;
}
