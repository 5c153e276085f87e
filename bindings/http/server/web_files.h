// bindings/http/server/web_files.h: files of web/, held by the program.
//
// CONCEPT   The build writes them into a source file
// (bindings/http/CMakeLists.txt). THREADS   Constants.
#ifndef BOOKABLE_HTTP_SERVER_WEB_FILES_H_
#define BOOKABLE_HTTP_SERVER_WEB_FILES_H_

#include <string_view>

namespace bookable::http {

extern const std::string_view kDocsHtml;
extern const std::string_view kDocsJs;
extern const std::string_view kDocsCss;
extern const std::string_view kSettingsHtml;
extern const std::string_view kSettingsJs;

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_SERVER_WEB_FILES_H_
