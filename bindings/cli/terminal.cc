// bindings/cli/terminal.cc
// Tested by tests/bindings/cli/terminal_test.cc.
#include "bindings/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace bookable::cli {
namespace {

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// The first of the three that is set decides, as POSIX says.
bool IsUtf8Locale(const Environment& environment) {
  const std::string& locale = !environment.lc_all.empty() ? environment.lc_all
                              : !environment.lc_ctype.empty()
                                  ? environment.lc_ctype
                                  : environment.lang;
  const std::string lower = absl::AsciiStrToLower(locale);
  return absl::StrContains(lower, "utf-8") || absl::StrContains(lower, "utf8");
}

std::string_view InkCode(Ink ink) {
  switch (ink) {
    case Ink::kPlain:
      return "";
    case Ink::kStrong:
      return "\x1b[1m";
    case Ink::kFaint:
      return "\x1b[2m";
    case Ink::kSlot:
      return "\x1b[1;32m";
    case Ink::kFree:
      return "\x1b[32m";
    case Ink::kBusy:
      return "\x1b[31m";
  }
  return "";
}

}  // namespace

Environment ReadEnvironment(int fd) {
  Environment environment{.is_terminal = isatty(fd) == 1,
                          .lc_all = Variable("LC_ALL"),
                          .lc_ctype = Variable("LC_CTYPE"),
                          .lang = Variable("LANG"),
                          .no_color = Variable("NO_COLOR"),
                          .term = Variable("TERM")};
  winsize size{};
  if (environment.is_terminal && ioctl(fd, TIOCGWINSZ, &size) == 0) {
    environment.columns = size.ws_col;
  }
  return environment;
}

Style StyleFor(const Environment& environment, bool ascii, ColorChoice color) {
  Style style;
  style.utf8 = !ascii && IsUtf8Locale(environment);
  style.color = color == ColorChoice::kAlways ||
                (color == ColorChoice::kAuto && environment.is_terminal &&
                 environment.no_color.empty() && environment.term != "dumb");
  if (environment.columns > 0) {
    style.width = std::max(environment.columns, kLeastWidth);
  }
  return style;
}

void Paint(const Style& style, Ink ink, std::string_view text,
           std::string& out) {
  const bool painted = style.color && ink != Ink::kPlain;
  if (painted) out += InkCode(ink);
  out += text;
  if (painted) out += "\x1b[0m";
}

std::string Printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // C1 controls, U+0080 to U+009F, are C2 80 to C2 9F.
    const bool is_c1 =
        c == 0xC2 && i + 1 < text.size() &&
        (static_cast<unsigned char>(text[i + 1]) & 0xE0u) == 0x80u;
    if (is_c1) ++i;
    if (is_c1 || c < 0x20 || c == 0x7F) {
      out += '?';
    } else {
      out += text[i];
    }
  }
  return out;
}

std::size_t ColumnsOf(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

void PadTo(std::size_t columns, std::size_t line_begin, std::string& out) {
  const std::size_t used = ColumnsOf(std::string_view(out).substr(line_begin));
  if (used < columns) out.append(columns - used, ' ');
}

void AppendWrapped(std::string_view text, std::size_t indent,
                   const Style& style, std::string& out) {
  std::size_t column = indent;
  bool is_first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t columns = ColumnsOf(word);
    if (!is_first) {
      if (column + 1 + columns > static_cast<std::size_t>(style.width)) {
        out += '\n';
        out.append(indent, ' ');
        column = indent;
      } else {
        out += ' ';
        ++column;
      }
    }
    out += word;
    column += columns;
    is_first = false;
  }
  out += '\n';
}

std::string CutTo(std::string_view text, std::size_t columns,
                  const Style& style) {
  if (ColumnsOf(text) <= columns) return std::string(text);
  std::size_t end = 0;
  // One column is for the mark; continuation bytes belong to their character.
  for (std::size_t kept = 0; end < text.size(); ++end) {
    const bool begins =
        (static_cast<unsigned char>(text[end]) & 0xC0u) != 0x80u;
    if (begins && kept++ + 1 == columns) break;
  }
  std::string cut(text.substr(0, end));
  cut += style.utf8 ? "…" : "~";
  return cut;
}

void AppendLegend(std::span<const LegendEntry> entries, const Style& style,
                  std::string& out) {
  std::size_t column = 0;
  for (const LegendEntry& entry : entries) {
    const std::size_t columns = 2 + ColumnsOf(entry.words);
    if (column > 0) {
      const bool fits =
          column + 3 + columns <= static_cast<std::size_t>(style.width);
      out += fits ? "   " : "\n";
      column = fits ? column + 3 : 0;
    }
    column += columns;
    Paint(style, entry.ink, entry.glyph, out);
    out += ' ';
    out += entry.words;
  }
  out += '\n';
}

}  // namespace bookable::cli
