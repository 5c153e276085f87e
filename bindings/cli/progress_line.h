// bindings/cli/progress_line.h: how far long work is, on a terminal.
//
// THREADS   A thread of its own asks for the text while the line lives.
#ifndef BOOKABLE_CLI_PROGRESS_LINE_H_
#define BOOKABLE_CLI_PROGRESS_LINE_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace bookable::cli {

// Shows what `text` says on the error output, twice a second, on one line that
// it takes away at the end. Short work shows nothing.
class ProgressLine {
 public:
  explicit ProgressLine(std::function<std::string()> text);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

 private:
  void Run();

  std::function<std::string()> text_;
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;
  bool is_shown_ = false;
  std::thread thread_;
};

// True if the error output is a terminal that somebody watches for progress.
bool WantsProgress();

}  // namespace bookable::cli

#endif  // BOOKABLE_CLI_PROGRESS_LINE_H_
