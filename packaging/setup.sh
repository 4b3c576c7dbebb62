# shellcheck shell=bash
# Sourced by packaging/run and packaging/test: finds the project and gets what it is built with.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What Debian and Ubuntu call what Netlens is built with and what its window needs to show.
# shellcheck disable=SC2034  # for the scripts that source this
build_packages=(
    cmake ninja-build g++ qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-l10n-tools
    libdnnl-dev libhwy-dev libopencv-imgcodecs-dev libopencv-videoio-dev libhdf5-dev libjpeg-dev
    libpng-dev libtiff-dev libgif-dev libzip-dev nlohmann-json3-dev ocl-icd-opencl-dev
    qt6-wayland fonts-dejavu-core
)
# What the tests and checks need on top of that.
# shellcheck disable=SC2034
test_packages=(
    xvfb xauth x11-utils openbox xdotool dbus clang-14 clang-format-14 clang-tidy-14
    desktop-file-utils appstream binutils python3-numpy python3-pil ffmpeg
)

say() {
    printf 'netlens: %s\n' "$*"
}

fail() {
    printf 'netlens: %s\n' "$*" >&2
    exit 1
}

# Service accounts and containers may come without a home, where ccache and fontconfig want one.
prepare_environment() {
    if [ -z "${HOME:-}" ]; then
        HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
        [ -w "${HOME:-/nonexistent}" ] || HOME=$(mktemp -d)
        export HOME
    fi
    export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    if command -v ccache >/dev/null; then
        local cache
        cache=$(ccache --get-config cache_dir 2>/dev/null) || cache=
        if ! mkdir -p "${cache:-/nonexistent/ccache}" 2>/dev/null || [ ! -w "$cache" ]; then
            export CCACHE_DISABLE=1
        fi
    fi
}

# missing_packages PACKAGE...: those dpkg does not know as installed, one a line.
missing_packages() {
    local installed package
    installed=$(dpkg-query -W -f='${Package}=${db:Status-Status}\n' "$@" 2>/dev/null) || true
    for package in "$@"; do
        grep -qxF "$package=installed" <<<"$installed" || printf '%s\n' "$package"
    done
}

# apt_get ARGUMENT...: apt-get as root, asking nothing.
apt_get() {
    local command=(env DEBIAN_FRONTEND=noninteractive
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@")
    if [ "$(id -u)" -ne 0 ]; then
        command=(sudo "${command[@]}")
    fi
    "${command[@]}" </dev/null
}

install_on_debian() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" -eq 0 ]; then
        return
    fi
    say "installing ${#missing[@]} packages: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        fail "this needs root: apt-get install --no-install-recommends ${missing[*]}"
    fi
    apt_get update || say "the package lists could not be refreshed; going on with the ones here"
    apt_get install --no-install-recommends "${missing[@]}" ||
        fail "apt-get could not install them; see its message above"
}

# Other distributions: name the packages, and go on if the tools are there all the same.
name_packages() {
    local system=$1 tool packages
    case " $system " in
    *" fedora "* | *" rhel "*)
        packages="dnf install cmake ninja-build gcc-c++ qt6-qtbase-devel qt6-qtsvg-devel \
qt6-qttools-devel qt6-qtwayland onednn-devel highway-devel opencv-devel hdf5-devel libjpeg-turbo-devel \
libpng-devel libtiff-devel giflib-devel libzip-devel json-devel"
        ;;
    *" arch "*)
        packages="pacman -S --needed cmake ninja gcc qt6-base qt6-svg qt6-tools qt6-wayland \
onednn highway opencv hdf5 libjpeg-turbo libpng libtiff giflib libzip nlohmann-json"
        ;;
    *suse*)
        packages="zypper install cmake ninja gcc-c++ qt6-base-devel qt6-svg-devel \
qt6-tools-devel qt6-linguist-devel qt6-wayland onednn-devel highway-devel opencv-devel hdf5-devel \
libjpeg8-devel libpng16-devel libtiff-devel giflib-devel libzip-devel nlohmann_json-devel"
        ;;
    *)
        packages="CMake 3.25, Ninja, a C++20 compiler, Qt 6.4 (base, SVG, Linguist tools), oneDNN, Highway, \
OpenCV 4.6 (core, imgproc, imgcodecs, videoio with FFmpeg), HDF5, libjpeg, libpng, libtiff, giflib, libzip, zlib and\
 nlohmann-json 3.9"
        ;;
    esac
    say "this is not Debian or Ubuntu, so nothing is installed. Netlens is built with:"
    say "    $packages"
    for tool in cmake ninja c++; do
        command -v "$tool" >/dev/null || fail "$tool is not here; please install the above first"
    done
}

# install_missing PACKAGE...: makes sure that what is named is on this computer.
install_missing() {
    if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
        install_on_debian "$@"
    else
        # ID and ID_LIKE, "fedora" or "manjaro arch"
        name_packages "$(sed -n 's/^ID\(_LIKE\)\?=//p' /etc/os-release 2>/dev/null | tr -d '"' | tr '\n' ' ')"
    fi
}

# configure FOLDER PRESET OPTION...: once; afterwards ninja notices what changed by itself.
configure() {
    local folder=$1 preset=$2
    shift 2
    if [ ! -f "$folder/build.ninja" ]; then
        say "configuring $folder"
        (cd "$root" && cmake --preset "$preset" -B "$folder" "$@") ||
            fail "CMake found something missing; see its message above"
    fi
}
