# `cpack -G DEB` in the build folder makes netlens_<version>_<architecture>.deb.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME netlens)
set(CPACK_PACKAGE_VENDOR "Netlens")
set(CPACK_PACKAGE_CONTACT "Netlens developers <developers@netlens.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "see what MobileNetV2 sees in a picture")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Drop a picture on the window and read the five most probable ImageNet classes
with a map of where the evidence for each one is. Runs every configuration of
Keras's MobileNetV2 (width multiplier, input size, top, pooling, weights) on
the CPU with oneDNN; nothing leaves the computer.
.
The package also has netlens-cli, which does the same without a window.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE ${PROJECT_HOMEPAGE_URL})
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Qt's SVG icons and its Wayland support are plugins, which no library dependency shows.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6svg6")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "qt6-wayland, ca-certificates")

include(CPack)
