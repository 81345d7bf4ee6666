# What `cmake --install` installs: headers, the shared library, the CMake package and the pkg-config file. All of it can be moved.
include(CMakePackageConfigHelpers)

set(package_directory ${CMAKE_INSTALL_LIBDIR}/cmake/backstay)
file(RELATIVE_PATH BACKSTAY_PC_PREFIX /root/${CMAKE_INSTALL_LIBDIR}/pkgconfig /root)
string(REGEX REPLACE "/$" "" BACKSTAY_PC_PREFIX ${BACKSTAY_PC_PREFIX})

install(TARGETS backstay EXPORT backstay-targets COMPONENT backstay)
install(
  DIRECTORY ${PROJECT_SOURCE_DIR}/capi/include/backstay
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  COMPONENT backstay
  FILES_MATCHING
  PATTERN "*.h"
  PATTERN "*.hpp")
install(
  EXPORT backstay-targets
  NAMESPACE backstay::
  DESTINATION ${package_directory}
  COMPONENT backstay)

configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/backstay-config.cmake.in ${PROJECT_BINARY_DIR}/backstay-config.cmake INSTALL_DESTINATION ${package_directory})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/backstay-config-version.cmake COMPATIBILITY SameMajorVersion)
configure_file(${CMAKE_CURRENT_LIST_DIR}/backstay.pc.in ${PROJECT_BINARY_DIR}/backstay.pc @ONLY)
install(
  FILES ${PROJECT_BINARY_DIR}/backstay-config.cmake ${PROJECT_BINARY_DIR}/backstay-config-version.cmake
  DESTINATION ${package_directory}
  COMPONENT backstay)
install(
  FILES ${PROJECT_BINARY_DIR}/backstay.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
  COMPONENT backstay)
install(
  FILES ${PROJECT_SOURCE_DIR}/LICENSE
  DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/backstay
  COMPONENT backstay)

set(CPACK_PACKAGE_VENDOR Backstay)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_SOURCE_DIR}/dist)
set(CPACK_PACKAGE_FILE_NAME backstay-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY ON)
set(CPACK_COMPONENTS_ALL backstay)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
include(CPack)
