# The warnings our own code is built with. Private: users keep their own.
add_library(bookable_warnings INTERFACE)
target_compile_options(
  bookable_warnings
  INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
            -Wnon-virtual-dtor -Wold-style-cast)
