// bindings/cli/terminal.h: what the output may look like, and text made fit
// for it.
//
// CONCEPT   A Style is decided once, from the environment and the options;
//           everything that draws takes it as an argument and asks no more.
// THREADS   Pure, but for ReadEnvironment. ERRORS: none.
#ifndef BOOKABLE_CLI_TERMINAL_H_
#define BOOKABLE_CLI_TERMINAL_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bookable::cli {

enum class ColorChoice : std::uint8_t { kAuto, kAlways, kNever };

// What a Style depends on.
struct Environment {
  bool is_terminal = false;  // the output
  int columns = 0;           // of the terminal; 0: unknown
  // Variables; empty: unset.
  std::string lc_all{};
  std::string lc_ctype{};
  std::string lang{};
  std::string no_color{};
  std::string term{};
};

// The environment of the output `fd`.
Environment ReadEnvironment(int fd);

struct Style {
  bool utf8 = false;
  bool color = false;
  int width = 80;  // columns to fill at most

  std::string_view dash() const { return utf8 ? "–" : "-"; }
  std::string_view arrow() const { return utf8 ? "→" : "->"; }
  std::string_view dot() const { return utf8 ? "·" : "-"; }
};

inline constexpr int kLeastWidth = 60;

// UTF-8 iff the locale says so and not `ascii`. Colour, if left to us, on a
// terminal that is not "dumb", unless NO_COLOR is set (no-color.org). Width:
// the terminal's, 80 when unknown, never below kLeastWidth.
Style StyleFor(const Environment& environment, bool ascii, ColorChoice color);

enum class Ink : std::uint8_t { kPlain, kStrong, kFaint, kSlot, kFree, kBusy };

// Appends `text` in the ink; plain when the style has no colour.
void Paint(const Style& style, Ink ink, std::string_view text,
           std::string& out);

// `text` with control characters, which could steer a terminal, as "?". Ids and
// notes come from requests: whoever prints them calls this.
std::string Printable(std::string_view text);

// Characters in UTF-8 `text`; taken as columns.
std::size_t ColumnsOf(std::string_view text);

// Appends spaces until the last line of `out`, which began at `line_begin`,
// has `columns` columns. Colour must not have been painted in it.
void PadTo(std::size_t columns, std::size_t line_begin, std::string& out);

// Appends `text` and a line end, broken at spaces so that lines fit the width.
// It begins in column `indent` of a line that was begun; further lines are
// indented so. A word that does not fit stands on a line of its own.
void AppendWrapped(std::string_view text, std::size_t indent,
                   const Style& style, std::string& out);

// `text`, cut to `columns` columns; the last one says so if it was longer.
std::string CutTo(std::string_view text, std::size_t columns,
                  const Style& style);

// What a glyph of a picture means.
struct LegendEntry {
  std::string_view glyph;
  Ink ink = Ink::kPlain;
  std::string_view words;
};

// Appends the entries in lines that fit the width.
void AppendLegend(std::span<const LegendEntry> entries, const Style& style,
                  std::string& out);

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_TERMINAL_H_
