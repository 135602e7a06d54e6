# What is installed, for builds of others: find_package(changec), and a file for pkg-config.
include(CMakePackageConfigHelpers)

install(TARGETS changec RUNTIME)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/stdlib/ DESTINATION ${CMAKE_INSTALL_DATADIR}/changec/stdlib)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/changec)
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/changecConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/changecConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/changecConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES ${CMAKE_CURRENT_BINARY_DIR}/changecConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/changecConfigVersion.cmake
        ${CMAKE_CURRENT_LIST_DIR}/ChangePlan.cmake
  DESTINATION ${package_dir})
configure_file(${CMAKE_CURRENT_LIST_DIR}/changec.pc.in ${CMAKE_CURRENT_BINARY_DIR}/changec.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/changec.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)

install(FILES ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs)
include(${CMAKE_CURRENT_LIST_DIR}/Debian.cmake)
