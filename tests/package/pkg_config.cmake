# cmake -DCXX=... -DPREFIX=... -DSOURCE=... -DPACKAGE=... -DPROGRAM=... [-DSTATIC=--static]
# -P: builds and runs SOURCE with what pkg-config says.
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE pc "${PREFIX}/*/bookable.pc")
cmake_path(GET pc PARENT_PATH pc_dir)
set(ENV{PKG_CONFIG_PATH} "${pc_dir}")
execute_process(
  COMMAND pkg-config ${STATIC} --cflags --libs ${PACKAGE}
  OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND "${flags}")
execute_process(COMMAND ${CXX} -std=c++20 ${SOURCE} -o ${PROGRAM} ${flags}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} COMMAND_ERROR_IS_FATAL ANY)
