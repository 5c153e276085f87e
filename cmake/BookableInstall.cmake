# Installs the library, its headers, the command, and what others find it by:
# a CMake package with the components `bookable` and `json`, and pkg-config files.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/bookable")
set(soversion "${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}")

# bookable_install(COMPONENT TARGET): an export set of its own, so that a user
# of the core needs no simdjson.
function(bookable_install component target)
  set_target_properties(${target} PROPERTIES VERSION ${PROJECT_VERSION}
                                             SOVERSION ${soversion})
  install(
    TARGETS ${target}
    EXPORT bookable-${component}
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  install(
    EXPORT bookable-${component}
    NAMESPACE bookable::
    FILE bookable-${component}.cmake
    DESTINATION "${cmake_dir}")
endfunction()

# bookable_pkg_config(NAME): from cmake/NAME.pc.in.
function(bookable_pkg_config name)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/${name}.pc.in"
                 "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${name}.pc"
          DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endfunction()

# The folder of the .pc files is known relative to the prefix, so that
# `cmake --install --prefix` may move all.
file(RELATIVE_PATH PREFIX_FROM_PC "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
string(REGEX REPLACE "/$" "" PREFIX_FROM_PC "${PREFIX_FROM_PC}")

bookable_install(core bookable)
if(BOOKABLE_JSON)
  bookable_install(json bookable_json)
endif()

# A static library needs at the user's link what it was built with; a shared one
# does not. (A keyword may stand once in a .pc file.)
get_target_property(library_type bookable TYPE)
if(library_type STREQUAL "STATIC_LIBRARY")
  set(private_requires " ")
  set(private_libs " ")
else()
  set(private_requires "\nRequires.private: ")
  set(private_libs "\nLibs.private: ")
endif()
string(CONCAT REQUIRES "Requires: absl_status absl_statusor absl_time" "${private_requires}"
              "absl_flat_hash_map absl_inlined_vector absl_strings absl_str_format")
string(CONCAT LIBS "Libs: -L\${libdir} -lbookable" "${private_libs}" "-ldate-tz -pthread")
bookable_pkg_config(bookable)
if(BOOKABLE_JSON)
  string(CONCAT REQUIRES "Requires: bookable = ${PROJECT_VERSION}" "${private_requires}"
                "simdjson")
  set(LIBS "Libs: -L\${libdir} -lbookable_json")
  bookable_pkg_config(bookable-json)
endif()

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/bookable-config.cmake.in"
  "${PROJECT_BINARY_DIR}/bookable-config.cmake" INSTALL_DESTINATION "${cmake_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/bookable-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/bookable-config.cmake"
              "${PROJECT_BINARY_DIR}/bookable-config-version.cmake"
        DESTINATION "${cmake_dir}")

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(BOOKABLE_CLI)
  install(TARGETS bookable_cli RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
