# `cpack -G DEB` in the build folder makes a package of what is installed (Debian Policy, chapters 3, 5 and 12). The same
# sources give the same package (SOURCE_DATE_EPOCH is the time in it).
find_program(GZIP gzip REQUIRED)
set(changelog ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz)
execute_process(
  COMMAND ${GZIP} -9 --no-name --stdout ${CMAKE_CURRENT_LIST_DIR}/changelog
  OUTPUT_FILE ${changelog} COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright ${changelog} DESTINATION ${CMAKE_INSTALL_DOCDIR})

file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/changelog maintainer REGEX "^ -- ")
string(REGEX REPLACE "^ -- (.*>)  .*" "\\1" maintainer "${maintainer}")
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "compiler for change plans")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Compiles a plan for a change of production to a script that implements it, a
script that takes back what was done, and a schedule of who is told what. It
refuses plans in which a step has no owner or no way back, and proves as much
of the way back as can be proved.")
include(CPack)
