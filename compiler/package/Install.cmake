# What is installed, for builds of others: find_package(changec), and a file for pkg-config.
include(CMakePackageConfigHelpers)

install(TARGETS changec RUNTIME)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/stdlib/ DESTINATION ${CMAKE_INSTALL_DATADIR}/changec/stdlib)

# Made by the compiler itself, of the texts of its help.
foreach(page IN ITEMS "manual changec.1" "completions bash changec.bash" "completions zsh _changec"
                      "completions fish changec.fish")
  separate_arguments(words UNIX_COMMAND "${page}")
  list(POP_BACK words file)
  add_custom_command(
    OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${file}
    COMMAND changec ${words} > ${CMAKE_CURRENT_BINARY_DIR}/${file}
    DEPENDS changec
    VERBATIM)
  list(APPEND pages ${CMAKE_CURRENT_BINARY_DIR}/${file})
endforeach()
add_custom_command(
  OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/changec.1.gz
  COMMAND gzip -9 --no-name --stdout ${CMAKE_CURRENT_BINARY_DIR}/changec.1 > ${CMAKE_CURRENT_BINARY_DIR}/changec.1.gz
  DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/changec.1
  VERBATIM)
add_custom_target(changec_pages ALL DEPENDS ${pages} ${CMAKE_CURRENT_BINARY_DIR}/changec.1.gz)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/changec.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/changec.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME changec)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/_changec DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/changec.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

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
