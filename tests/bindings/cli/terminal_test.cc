#include "bindings/cli/terminal.h"

#include <string>

namespace bookable::cli {
namespace {

Environment Terminal() {
  return {.is_terminal = true,
          .columns = 100,
          .lang = "en_GB.UTF-8",
          .term = "xterm"};
}

TEST(TerminalTest, Utf8GoesByTheFirstLocaleVariableThatIsSet) {
  const auto is_utf8 = [](std::string all, std::string ctype,
                          std::string lang) {
    return StyleFor({.lc_all = all, .lc_ctype = ctype, .lang = lang}, false,
                    ColorChoice::kAuto)
        .utf8;
  };
  EXPECT_TRUE(is_utf8("", "", "it_IT.UTF-8"));
  EXPECT_TRUE(is_utf8("", "", "C.utf8"));
  EXPECT_TRUE(is_utf8("", "en_US.UTF-8", "C"));
  EXPECT_FALSE(is_utf8("C", "en_US.UTF-8", "en_US.UTF-8"));
  EXPECT_FALSE(is_utf8("", "", "C"));
  EXPECT_FALSE(is_utf8("", "", ""));
}

TEST(TerminalTest, AsciiCanBeAskedFor) {
  EXPECT_TRUE(StyleFor(Terminal(), false, ColorChoice::kAuto).utf8);
  EXPECT_FALSE(StyleFor(Terminal(), true, ColorChoice::kAuto).utf8);
}

TEST(TerminalTest, ColourIsForTerminalsThatDoNotRefuseIt) {
  const auto has_color = [](const Environment& environment) {
    return StyleFor(environment, false, ColorChoice::kAuto).color;
  };
  EXPECT_TRUE(has_color(Terminal()));
  const Environment no_color{
      .is_terminal = true, .no_color = "1", .term = "xterm"};
  EXPECT_FALSE(has_color(no_color));
  EXPECT_TRUE(StyleFor(no_color, false, ColorChoice::kAlways).color);
  EXPECT_FALSE(has_color({.is_terminal = true, .term = "dumb"}));
  EXPECT_FALSE(StyleFor(Terminal(), false, ColorChoice::kNever).color);
  EXPECT_FALSE(has_color({.is_terminal = false, .term = "xterm"}));
}

TEST(TerminalTest, WidthIsTheTerminals) {
  Environment environment = Terminal();
  EXPECT_EQ(StyleFor(environment, false, ColorChoice::kAuto).width, 100);
  environment.columns = 0;
  EXPECT_EQ(StyleFor(environment, false, ColorChoice::kAuto).width, 80);
  environment.columns = 20;
  EXPECT_EQ(StyleFor(environment, false, ColorChoice::kAuto).width,
            kLeastWidth);
}

TEST(TerminalTest, PaintIsPlainWithoutColour) {
  std::string out;
  Paint({.color = false}, Ink::kSlot, "a", out);
  EXPECT_EQ(out, "a");
  Paint({.color = true}, Ink::kPlain, "b", out);
  EXPECT_EQ(out, "ab");
  Paint({.color = true}, Ink::kStrong, "c", out);
  EXPECT_EQ(out, "ab\x1b[1mc\x1b[0m");
}

TEST(TerminalTest, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_EQ(Printable("plain \xC3\xA9\xE2\x82\xAC"),
            "plain \xC3\xA9\xE2\x82\xAC");
  EXPECT_EQ(Printable("\x1b[2J\r\n\t\x7F"), "?[2J????");
  EXPECT_EQ(Printable("\xC2\x9B"
                      "1m"),
            "?1m");  // CSI in one character
  EXPECT_EQ(Printable("\xC2\xA0"), "\xC2\xA0");
}

TEST(TerminalTest, ColumnsAreCharacters) {
  EXPECT_EQ(ColumnsOf(""), 0u);
  EXPECT_EQ(ColumnsOf("09:00–10:00"), 11u);
  std::string out = "line\n–";
  PadTo(3, 5, out);
  EXPECT_EQ(out, "line\n–  ");
}

TEST(TerminalTest, WrappedTextFitsTheWidth) {
  const auto wrapped = [](std::string_view text, std::size_t indent) {
    std::string out = std::string(indent, '>');
    AppendWrapped(text, indent, {.width = 10}, out);
    return out;
  };
  EXPECT_EQ(wrapped("", 2), ">>\n");
  EXPECT_EQ(wrapped("12345678", 2), ">>12345678\n");
  EXPECT_EQ(wrapped("123 5678", 2), ">>123 5678\n");
  EXPECT_EQ(wrapped("123 56789", 2), ">>123\n  56789\n");
  EXPECT_EQ(wrapped("a–b cé 8 0", 0), "a–b cé 8 0\n");
  EXPECT_EQ(wrapped("1 a-very-long-word 2", 2),
            ">>1\n  a-very-long-word\n  2\n");
}

TEST(TerminalTest, WhatIsCutSaysSo) {
  EXPECT_EQ(CutTo("12345", 5, {}), "12345");
  EXPECT_EQ(CutTo("123456", 5, {}), "1234~");
  EXPECT_EQ(CutTo("éééééé", 5, {.utf8 = true}), "éééé…");
  EXPECT_EQ(CutTo("éééééé", 6, {.utf8 = true}), "éééééé");
}

TEST(TerminalTest, LegendsWrap) {
  const LegendEntry entries[] = {{"o", Ink::kSlot, "slot"},
                                 {"-", Ink::kFree, "free"},
                                 {"#", Ink::kBusy, "busy"}};
  std::string out;
  AppendLegend(entries, {.width = 15}, out);
  EXPECT_EQ(out, "o slot   - free\n# busy\n");
  out.clear();
  AppendLegend(entries, {.color = true, .width = 80}, out);
  EXPECT_EQ(out,
            "\x1b[1;32mo\x1b[0m slot   \x1b[32m-\x1b[0m free   "
            "\x1b[31m#\x1b[0m busy\n");
}

}  // namespace
}  // namespace bookable::cli
