// bindings/cli/batch.cc
//
// Blocks are numbered; `head_` is the oldest that is not written. Only its
// worker writes, so the output needs no lock of its own. With blocks 0 and 1:
//   worker A answers 0, worker B finishes 1: not the head, its text waits
//   A finishes 0: writes it, head_ = 1; 1 is finished: writes it, head_ = 2
// A worker whose answers grow beyond kHeldBytes waits to become the head, then
// writes as it goes. It answers the lines of a block in portions, each by one
// call of the engine: as many as promise to be small together, or a large one.
//
// Tested by tests/bindings/cli/batch_test.cc.
#include "bindings/cli/batch.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "bindings/cli/output.h"
#include "bindings/cli/query_parts.h"
#include "bookable/codec/answer.h"
#include "bookable/codec/request.h"
#include "bookable/query/batch.h"
#include "bookable/query/find_slots.h"

namespace bookable::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Lines are answered together until their answers may take this much.
constexpr std::size_t kPortionBytes = std::size_t{4} << 20;
// A worker at the head writes when it has this much, or after this long.
constexpr std::size_t kWriteBytes = std::size_t{64} << 10;
constexpr std::chrono::milliseconds kWriteDelay{50};

struct Block {
  static constexpr std::size_t kTooLong = SIZE_MAX;

  std::uint64_t number = 0;
  std::string text;
  std::vector<std::size_t> lengths;  // of the lines in `text`, or kTooLong
};

// Never one of the standard three: where standard input is closed, the next
// descriptor takes its number, and would be read as the input.
int MakeWakeFd() {
  const int fd = eventfd(0, EFD_CLOEXEC);
  if (fd < 0 || fd > STDERR_FILENO) return fd;
  const int high = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  close(fd);
  return high;
}

// Some lines of a block, answered by one call.
class Portion {
 public:
  std::size_t size() const { return lines_.size(); }
  bool is_full() const { return bytes_ >= kPortionBytes; }

  void AddRequest(RequestReader& reader, std::string_view text) {
    Line& line = lines_.emplace_back();
    try {
      absl::StatusOr<Request> request = reader.Read(text);
      if (request.ok()) {
        line.request = *std::move(request);
        bytes_ += BytesExpected(line.request->query);
      } else {
        line.error = ErrorJson(request.status());
      }
    } catch (const std::bad_alloc&) {
      line.error = NoMemoryJson();
    }
  }
  void AddError(std::string json) {
    lines_.emplace_back().error = std::move(json);
  }

  void FindAnswers() {
    queries_.clear();
    for (Line& line : lines_) {
      if (line.request) queries_.push_back(std::move(line.request->query));
    }
    try {
      answers_ = FindSlotsOfMany(queries_, 1, kMaxColumnBytes);
    } catch (const std::bad_alloc&) {
      answers_.clear();  // one by one
    }
    std::size_t i = 0;
    for (Line& line : lines_) {
      if (!line.request) continue;
      line.answer = i;
      line.request->query = std::move(queries_[i++]);
    }
  }

  // Appends the answer to line `i`, or an error object: then false.
  // REQUIRES: FindAnswers was called.
  bool Append(std::size_t i, std::string& out) {
    const Line& line = lines_[i];
    if (!line.request) {
      out += line.error;
      return false;
    }
    const std::size_t begin = out.size();
    try {
      const absl::StatusOr<SlotList> slots = TakeAnswer(line);
      if (!slots.ok()) {
        out += ErrorJson(slots.status());
        return false;
      }
      AppendAnswerJson(*line.request, *slots, out);
      return true;
    } catch (const std::bad_alloc&) {
      // One line that asks for too much does not stop the others.
      out.resize(begin);
      out += NoMemoryJson();
      return false;
    }
  }

  void Clear() {
    lines_.clear();
    answers_.clear();
    bytes_ = 0;
  }

 private:
  struct Line {
    std::optional<Request> request{};
    std::string error{};
    std::size_t answer = 0;  // into answers_
  };

  // About what the columns of an answer may take. Not a bound (kMaxColumnBytes
  // is), but large answers, and slow ones, do not wait for each other.
  static std::size_t BytesExpected(const SlotQuery& query) {
    const std::vector<const Host*> hosts = HostsOf(query);
    std::size_t entries = 1;
    for (const Host* host : hosts) {
      entries += host->busy.size() + host->bookings.size() + host->holds.size();
    }
    const std::chrono::minutes step = query.event.slot_interval.value_or(
        query.duration.value_or(query.event.length));
    const auto starts =
        static_cast<std::size_t>((query.until - query.from) / step);
    // A bit a host, twice with those assigned, or once a stage.
    const std::size_t bits =
        hosts.size() * std::max<std::size_t>(2, query.stages.size());
    return (starts + entries) * (sizeof(Instant) + bits / 8);
  }

  static std::string NoMemoryJson() {
    return ErrorJson(absl::ResourceExhaustedError(
        ": not enough memory for the request and its answer"));
  }

  absl::StatusOr<SlotList> TakeAnswer(const Line& line) {
    if (answers_.empty()) {
      return FindSlots(line.request->query, kMaxColumnBytes);
    }
    return std::move(answers_[line.answer]);
  }

  std::vector<Line> lines_;
  std::vector<SlotQuery> queries_;
  std::vector<absl::StatusOr<SlotList>> answers_;
  std::size_t bytes_ = 0;  // that the answers may take
};

class Pipeline {
 public:
  Pipeline(int input_fd, int output_fd, const BatchOptions& options,
           BatchProgress& progress)
      : input_fd_(input_fd),
        output_fd_(output_fd),
        options_(options),
        progress_(progress),
        wake_fd_(MakeWakeFd()),
        finished_(kBlocksInFlight) {}
  ~Pipeline() {
    if (wake_fd_ >= 0) close(wake_fd_);
  }
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  BatchResult Run() {
    std::vector<std::thread> workers;
    BatchResult result;
    try {
      while (workers.size() < static_cast<std::size_t>(options_.threads)) {
        workers.emplace_back([this] { WorkOrFail(); });
      }
    } catch (const std::system_error&) {
      // Fewer will do.
      if (workers.empty()) {
        Fail(absl::ResourceExhaustedError("cannot start a thread"));
      }
    }
    try {
      result.input = ReadBlocks();
    } catch (const std::bad_alloc&) {
      Fail(absl::ResourceExhaustedError("not enough memory"));
    }
    {
      const std::lock_guard lock(mutex_);
      is_closed_ = true;
    }
    work_.notify_all();
    for (std::thread& worker : workers) worker.join();
    result.output = output_status_;
    return result;
  }

 private:
  // The text of a block that waits for those before it.
  struct Finished {
    bool is_finished = false;
    std::string text;
  };

  bool has_failed() const { return !output_status_.ok(); }

  absl::Status ReadBlocks() {
    LineReader lines(input_fd_, options_.max_line,
                     [this] { return WaitForInput(); });
    Block block;
    for (;;) {
      const LineReader::Line line = lines.Next();
      if (line.kind == LineReader::Kind::kEnd) break;
      if (line.kind == LineReader::Kind::kTooLong) {
        block.lengths.push_back(Block::kTooLong);
      } else {
        block.text += line.text;
        block.lengths.push_back(line.text.size());
      }
      const bool is_full = block.lengths.size() == kLinesOfBlock ||
                           block.text.size() >= kWriteBytes;
      // Lines that are there are answered before more are waited for.
      if (!is_full && lines.has_line()) continue;
      if (!Give(std::exchange(block, Block{}))) return absl::OkStatus();
    }
    return lines.status();
  }

  // Waits for input; false when there is no more use for it.
  bool WaitForInput() {
    for (;;) {
      // A closed pipe shows as an error of the output.
      std::array<pollfd, 3> files = {{
          {.fd = input_fd_, .events = POLLIN, .revents = 0},
          {.fd = output_fd_, .events = 0, .revents = 0},
          {.fd = wake_fd_, .events = POLLIN, .revents = 0},
      }};
      if (poll(files.data(), files.size(), -1) < 0) continue;  // a signal
      if (files[2].revents != 0) return false;
      if ((files[1].revents & (POLLERR | POLLHUP)) != 0) {
        Fail(absl::CancelledError("closed"));
        return false;
      }
      if (files[0].revents != 0) return true;
    }
  }

  // Gives a block to the workers once there is room; false after a failure.
  bool Give(Block block) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] {
      const bool has_room =
          next_number_ - head_ < kBlocksInFlight &&
          (bytes_in_flight_ == 0 ||
           bytes_in_flight_ + block.text.size() <= kBytesInFlight);
      return has_room || has_failed();
    });
    if (has_failed()) return false;
    block.number = next_number_++;
    bytes_in_flight_ += block.text.size();
    waiting_.push_back(std::move(block));
    lock.unlock();
    work_.notify_one();
    return true;
  }

  bool Take(Block& block) {
    std::unique_lock lock(mutex_);
    work_.wait(lock,
               [&] { return !waiting_.empty() || is_closed_ || has_failed(); });
    if (waiting_.empty() || has_failed()) return false;
    block = std::move(waiting_.front());
    waiting_.pop_front();
    return true;
  }

  void WorkOrFail() {
    try {
      Work();
    } catch (const std::bad_alloc&) {
      Fail(absl::ResourceExhaustedError("not enough memory"));
    }
  }

  void Work() {
    RequestReader reader;
    Portion portion;
    std::string out;
    Block block;
    while (Take(block)) {
      Clock::time_point last_write = Clock::now();
      std::string_view text = block.text;
      for (std::size_t line = 0; line < block.lengths.size();) {
        portion.Clear();
        while (line < block.lengths.size() && !portion.is_full()) {
          const std::size_t length = block.lengths[line++];
          if (length == Block::kTooLong) {
            portion.AddError(ErrorJson(absl::OutOfRangeError(
                ": " + TooLongMessage(options_.max_line))));
          } else {
            portion.AddRequest(reader, text.substr(0, length));
            text.remove_prefix(length);
          }
        }
        if (!AnswerPortion(portion, block.number, last_write, out)) return;
      }
      if (!Finish(block, out)) return;
    }
  }

  // Appends the answers to `out` and writes them as far as it is their turn.
  // False after a failure.
  bool AnswerPortion(Portion& portion, std::uint64_t block,
                     Clock::time_point& last_write, std::string& out) {
    portion.FindAnswers();
    for (std::size_t i = 0; i < portion.size(); ++i) {
      const bool is_answered = portion.Append(i, out);
      out += '\n';
      if (!is_answered) ++progress_.errors;
      ++progress_.lines;
      if (out.size() < kWriteBytes && Clock::now() - last_write < kWriteDelay) {
        continue;
      }
      if (!Offer(block, out)) return false;
      last_write = Clock::now();
    }
    return true;
  }

  // Writes `out` and clears it if block `number` is the head; else keeps it, or
  // waits if it is long. False after a failure.
  bool Offer(std::uint64_t number, std::string& out) {
    {
      std::unique_lock lock(mutex_);
      if (has_failed()) return false;
      if (head_ != number) {
        if (out.size() < kHeldBytes) return true;
        turn_.wait(lock, [&] { return head_ == number || has_failed(); });
        if (has_failed()) return false;
      }
    }
    return Write(out);
  }

  // Ends a block whose last answers are in `out`, which is then empty.
  bool Finish(const Block& block, std::string& out) {
    std::unique_lock lock(mutex_);
    bytes_in_flight_ -= block.text.size();
    if (head_ != block.number) {
      Finished& place = finished_[block.number % kBlocksInFlight];
      place.is_finished = true;
      place.text.swap(out);
      out.clear();
      lock.unlock();
      room_.notify_one();
      return true;
    }
    for (;;) {
      lock.unlock();
      if (!Write(out)) return false;
      lock.lock();
      ++head_;
      Finished& place = finished_[head_ % kBlocksInFlight];
      if (!std::exchange(place.is_finished, false)) break;
      out.swap(place.text);
    }
    lock.unlock();
    room_.notify_one();
    turn_.notify_all();
    return true;
  }

  // REQUIRES: the caller's block is the head.
  bool Write(std::string& out) {
    const absl::Status status = WriteAll(output_fd_, out);
    out.clear();
    if (status.ok()) return true;
    Fail(status);
    return false;
  }

  // Ends everything; the first reason stays.
  void Fail(const absl::Status& status) {
    {
      const std::lock_guard lock(mutex_);
      if (!has_failed()) output_status_ = status;
    }
    const std::uint64_t one = 1;
    while (write(wake_fd_, &one, sizeof one) < 0 && errno == EINTR) {
    }
    work_.notify_all();
    room_.notify_all();
    turn_.notify_all();
  }

  const int input_fd_;
  const int output_fd_;
  const BatchOptions options_;
  BatchProgress& progress_;
  const int wake_fd_;  // readable once all is to end

  std::mutex mutex_;                // guards all below
  std::condition_variable work_;    // a block waits, or there will be none
  std::condition_variable room_;    // fewer blocks or bytes in flight
  std::condition_variable turn_;    // head_ moved
  std::deque<Block> waiting_;       // for a worker
  std::vector<Finished> finished_;  // by number % kBlocksInFlight
  std::uint64_t next_number_ = 0;
  std::uint64_t head_ = 0;
  std::size_t bytes_in_flight_ = 0;  // of requests not yet answered
  bool is_closed_ = false;
  absl::Status output_status_;
};

}  // namespace

BatchResult RunBatch(int input_fd, int output_fd, const BatchOptions& options,
                     BatchProgress& progress) {
  return Pipeline(input_fd, output_fd, options, progress).Run();
}

}  // namespace bookable::cli
