# An overlay port: vcpkg install backstay --overlay-ports=<the folder that this one is in>
# A release carries its source beside this file; in a checkout the port builds the checkout.
# The library is shared for every triplet: its C interface is what stays compatible, and a static core inside two libraries of one
# program would be two cores.
set(VCPKG_LIBRARY_LINKAGE dynamic)
set(VCPKG_POLICY_DLLS_IN_STATIC_LIBRARY enabled)

if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/backstay-${VERSION}.tar.gz")
  vcpkg_extract_source_archive(SOURCE_PATH ARCHIVE "${CMAKE_CURRENT_LIST_DIR}/backstay-${VERSION}.tar.gz")
else()
  get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
endif()

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    -DBACKSTAY_BUILD_TESTS=OFF
    -DBACKSTAY_BUILD_BENCH=OFF
    -DBACKSTAY_BUILD_PYTHON=OFF
    -DBACKSTAY_INSTALL=ON
    -DBACKSTAY_WARNINGS_AS_ERRORS=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/backstay)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share" "${CURRENT_PACKAGES_DIR}/share/licenses")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
