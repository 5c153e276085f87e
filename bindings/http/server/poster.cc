// An answer counts once its status is known and its body has ended or been cut:
// a receiver that sends a huge page after its 200 has received.
// Tested by tests/bindings/http/server/webhooks_test.py.
#include "bindings/http/server/poster.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "bindings/http/api/address.h"

namespace bookable::http {
namespace {

using std::chrono::milliseconds;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

bool StartCurl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  return started == CURLE_OK;
}

// Nothing of what is no internet address.
std::optional<Address> AddressOf(const curl_sockaddr& socket_address) {
  std::array<std::uint8_t, 16> bytes{};
  if (socket_address.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &socket_address.addr, sizeof v4);
    bytes[10] = bytes[11] = 0xFF;
    std::memcpy(&bytes[12], &v4.sin_addr, 4);
    return Address::FromBytes(bytes);
  }
  if (socket_address.family == AF_INET6) {
    sockaddr_in6 v6{};
    if (socket_address.addrlen < sizeof v6) return std::nullopt;
    std::memcpy(&v6, &socket_address.addr, sizeof v6);
    std::memcpy(bytes.data(), &v6.sin6_addr, 16);
    return Address::FromBytes(bytes);
  }
  return std::nullopt;
}

}  // namespace

struct Poster::Transfer {
  std::int64_t key = 0;
  std::string body{};
  std::unique_ptr<CURL, FreeHandle> handle{};
  std::unique_ptr<curl_slist, FreeList> headers{};
  PrivateNetworks privates = PrivateNetworks::kRefused;
  std::size_t bytes_left = 0;
  bool was_cut = false;
  bool was_private = false;

  static std::size_t TakeBody(char*, std::size_t size, std::size_t count,
                              void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::size_t bytes = size * count;
    if (bytes > transfer.bytes_left) {
      transfer.was_cut = true;
      return 0;  // ends the transfer
    }
    transfer.bytes_left -= bytes;
    return bytes;
  }

  static curl_socket_t OpenSocket(void* self, curlsocktype,
                                  curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(self);
    const auto known = AddressOf(*address);
    if (!known ||
        (transfer.privates == PrivateNetworks::kRefused && !IsPublic(*known))) {
      transfer.was_private = true;
      return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC,
                  address->protocol);
  }

  PostResult Result(CURLcode code) const {
    PostResult result{.key = key};
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && was_cut)) {
      long status = 0;
      curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
      result.status = static_cast<int>(status);
      return result;
    }
    result.error = was_private ? "the address is of a private network"
                               : curl_easy_strerror(code);
    return result;
  }
};

struct Poster::Core {
  PosterOptions options{};
  std::map<CURL*, std::unique_ptr<Transfer>> transfers{};
  std::vector<PostResult> failed{};  // before they began
  std::unique_ptr<CURLM, FreeMulti> multi{};

  ~Core() {
    for (const auto& [handle, transfer] : transfers) {
      curl_multi_remove_handle(multi.get(), handle);
    }
  }
};

Poster::Poster(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Poster::~Poster() = default;

absl::StatusOr<std::unique_ptr<Poster>> Poster::Create(PosterOptions options) {
  auto core = std::make_unique<Core>();
  core->options = options;
  if (StartCurl()) core->multi.reset(curl_multi_init());
  if (core->multi == nullptr) {
    return absl::InternalError("libcurl cannot start");
  }
  return std::unique_ptr<Poster>(new Poster(std::move(core)));
}

absl::Status Poster::Begin(std::int64_t key, const Posting& posting) {
  auto transfer = std::make_unique<Transfer>();
  transfer->key = key;
  transfer->body = posting.body;
  transfer->privates = core_->options.privates;
  transfer->bytes_left = core_->options.answer_bytes;
  transfer->handle.reset(curl_easy_init());
  CURL* const handle = transfer->handle.get();
  if (handle == nullptr) return absl::ResourceExhaustedError("no memory");
  // A body over a megabyte is not to wait for a "100 Continue".
  curl_slist* headers = curl_slist_append(nullptr, "Expect:");
  for (const std::string& header : posting.headers) {
    headers = curl_slist_append(headers, header.c_str());
  }
  transfer->headers.reset(headers);

  CURLcode code = CURLE_OK;
  const auto set = [&](CURLoption option, auto value) {
    const CURLcode done = curl_easy_setopt(handle, option, value);
    if (code == CURLE_OK) code = done;
  };
  set(CURLOPT_URL, posting.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS,
      static_cast<long>(core_->options.connect_time.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(core_->options.total_time.count()));
  set(CURLOPT_POST, 1L);
  set(CURLOPT_POSTFIELDS, transfer->body.c_str());
  set(CURLOPT_POSTFIELDSIZE_LARGE,
      static_cast<curl_off_t>(transfer->body.size()));
  set(CURLOPT_HTTPHEADER, headers);
  set(CURLOPT_WRITEFUNCTION, &Transfer::TakeBody);
  set(CURLOPT_WRITEDATA, static_cast<void*>(transfer.get()));
  set(CURLOPT_OPENSOCKETFUNCTION, &Transfer::OpenSocket);
  set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(transfer.get()));
  if (code != CURLE_OK) {
    core_->failed.push_back({.key = key, .error = curl_easy_strerror(code)});
    return absl::OkStatus();
  }
  if (curl_multi_add_handle(core_->multi.get(), handle) != CURLM_OK) {
    return absl::ResourceExhaustedError("libcurl takes no more");
  }
  core_->transfers.emplace(handle, std::move(transfer));
  return absl::OkStatus();
}

std::vector<PostResult> Poster::Wait(milliseconds patience) {
  CURLM* const multi = core_->multi.get();
  std::vector<PostResult> results = std::exchange(core_->failed, {});
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    int running = 0;
    curl_multi_perform(multi, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const handle = message->easy_handle;
      const CURLcode code = message->data.result;
      results.push_back(core_->transfers.at(handle)->Result(code));
      curl_multi_remove_handle(multi, handle);
      core_->transfers.erase(handle);
    }
    const auto rest = std::chrono::duration_cast<milliseconds>(
        until - std::chrono::steady_clock::now());
    if (!results.empty() || rest <= milliseconds{0}) return results;
    int ready = 0;
    curl_multi_poll(multi, nullptr, 0, static_cast<int>(rest.count()), &ready);
    // Woken, or time is over: the caller looks about.
    if (ready == 0 && running == 0) return results;
  }
}

void Poster::Wake() { curl_multi_wakeup(core_->multi.get()); }

std::size_t Poster::under_way() const { return core_->transfers.size(); }

}  // namespace bookable::http
