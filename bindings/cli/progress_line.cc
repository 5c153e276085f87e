// bindings/cli/progress_line.cc
// Tested by tests/bindings/cli/batch_cli_test.py and what_if_cli_test.py.
#include "bindings/cli/progress_line.h"

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <utility>

namespace bookable::cli {

ProgressLine::ProgressLine(std::function<std::string()> text)
    : text_(std::move(text)), thread_([this] { Run(); }) {}

ProgressLine::~ProgressLine() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  over_.notify_one();
  thread_.join();
  if (is_shown_) std::cerr << "\r\x1b[K" << std::flush;
}

void ProgressLine::Run() {
  constexpr std::chrono::milliseconds kPeriod{500};
  std::unique_lock lock(mutex_);
  while (!over_.wait_for(lock, kPeriod, [this] { return is_over_; })) {
    is_shown_ = true;
    std::cerr << "\r\x1b[K" << text_() << std::flush;
  }
}

bool WantsProgress() { return isatty(STDERR_FILENO) == 1; }

}  // namespace bookable::cli
