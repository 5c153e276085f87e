// bindings/http/server/web_files.h: files of web/, held by the program.
//
// CONCEPT   bindings/http/CMakeLists.txt writes them into a source file.
// THREADS   Constants.
#ifndef BOOKABLE_HTTP_SERVER_WEB_FILES_H_
#define BOOKABLE_HTTP_SERVER_WEB_FILES_H_

#include <span>
#include <string_view>

namespace bookable::http {

struct WebFile {
  std::string_view name;  // "page.css"
  std::string_view text;
};

std::span<const WebFile> WebFiles();

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_WEB_FILES_H_
