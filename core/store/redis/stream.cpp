#include "core/store/redis/stream.hpp"

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <new>
#include <string>
#include <system_error>

namespace backstay::core::redis {

namespace {

std::string words_of(int code) { return std::generic_category().message(code); }

// What OpenSSL has to say, and no more of it for the next one.
std::string tls_words() {
  const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return reason != nullptr ? reason : "the connection was closed";
}

struct FreeContext {
  void operator()(redisContext* context) const noexcept { redisFree(context); }
  void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};

std::unique_ptr<SSL_CTX, FreeContext> tls_context(const Place& place) {
  const store::ServerOptions& options = place.options;
  std::unique_ptr<SSL_CTX, FreeContext> context(SSL_CTX_new(TLS_client_method()));
  if (!context) throw std::bad_alloc();
  const auto check = [&](int returned, const std::string& what) {
    if (returned != 1) throw Refused(place, "TLS: " + what + ": " + tls_words(), false);
  };
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (options.ca_file.empty()) {
    check(SSL_CTX_set_default_verify_paths(context.get()), "the system's certificates");
  } else {
    check(SSL_CTX_load_verify_locations(context.get(), options.ca_file.c_str(), nullptr), "the file " + options.ca_file);
  }
  if (!options.certificate_file.empty()) {
    check(SSL_CTX_use_certificate_chain_file(context.get(), options.certificate_file.c_str()), "the file " + options.certificate_file);
    check(SSL_CTX_use_PrivateKey_file(context.get(), options.key_file.c_str(), SSL_FILETYPE_PEM), "the file " + options.key_file);
  }
  return context;
}

}  // namespace

int milliseconds_until(Instant until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, INT_MAX));
}

bool wait_for(int descriptor, short events, Instant until) {
  pollfd watched{.fd = descriptor, .events = events, .revents = 0};
  return ::poll(&watched, 1, milliseconds_until(until)) != 0;
}

void Stream::FreeTls::operator()(ssl_st* tls) const noexcept { SSL_free(tls); }

Stream::Stream(const Place& place, Descriptor& descriptor, Instant until) : place_(place), descriptor_(descriptor) {
  connect(until);
  try {
    if (place_.tls) begin_tls(until);
  } catch (...) {
    ::close(descriptor_.exchange(-1));
    throw;
  }
}

// First it is forgotten: a child that is made in between finds no number that may be somebody else's by then.
Stream::~Stream() { ::close(descriptor_.exchange(-1)); }

void Stream::connect(Instant until) {
  const int ms = std::max(milliseconds_until(until), 1);
  const timeval timeout{.tv_sec = ms / 1'000, .tv_usec = ms % 1'000 * 1'000};
  std::unique_ptr<redisContext, FreeContext> context(place_.socket.empty()
                                                         ? redisConnectWithTimeout(place_.host.c_str(), place_.port, timeout)
                                                         : redisConnectUnixWithTimeout(place_.socket.c_str(), timeout));
  if (!context) throw std::bad_alloc();
  if (context->err != 0) lose(context->errstr);
  const int fd = redisFreeKeepFd(context.release());
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  descriptor_.store(fd);
}

void Stream::begin_tls(Instant until) {
  ERR_clear_error();
  tls_.reset(SSL_new(tls_context(place_).get()));
  if (!tls_ || SSL_set_fd(tls_.get(), descriptor()) != 1) throw std::bad_alloc();
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls_.get()), place_.host.c_str()) != 1) {
    SSL_set1_host(tls_.get(), place_.host.c_str());
    SSL_set_tlsext_host_name(tls_.get(), place_.host.c_str());
  }
  for (;;) {
    ERR_clear_error();
    const int returned = SSL_connect(tls_.get());
    if (returned == 1) return;
    const int why = SSL_get_error(tls_.get(), returned);
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) refuse_tls();
    if (!wait_for(descriptor(), why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, until)) lose("TLS: no answer in time");
  }
}

void Stream::lose(std::string_view words) const { throw Refused(place_, words, true); }

// A certificate that isn't trusted stays so; anything else may pass.
void Stream::refuse_tls() const {
  const long verified = SSL_get_verify_result(tls_.get());
  if (verified == X509_V_OK) lose("TLS: " + tls_words());
  ERR_clear_error();
  throw Refused(place_, std::string("TLS: the server's certificate: ") + X509_verify_cert_error_string(verified), false);
}

std::size_t Stream::moved_by_tls(int returned, std::size_t count) const {
  if (returned == 1) return count;
  const int why = SSL_get_error(tls_.get(), returned);
  if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE) return 0;
  lose("TLS: " + tls_words());
}

std::size_t Stream::read(std::span<char> into) {
  std::size_t count = 0;
  if (tls_) {
    ERR_clear_error();
    const int returned = SSL_read_ex(tls_.get(), into.data(), into.size(), &count);
    return moved_by_tls(returned, count);
  }
  const ssize_t got = ::recv(descriptor(), into.data(), into.size(), 0);
  if (got > 0) return static_cast<std::size_t>(got);
  if (got == 0) lose("the server closed the connection");
  if (errno == EAGAIN || errno == EINTR) return 0;
  lose(words_of(errno));
}

// SIGPIPE is blocked on the library's threads.
std::size_t Stream::write(std::string_view bytes) {
  std::size_t count = 0;
  if (tls_) {
    ERR_clear_error();
    const int returned = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &count);
    return moved_by_tls(returned, count);
  }
  const ssize_t put = ::send(descriptor(), bytes.data(), bytes.size(), 0);
  if (put >= 0) return static_cast<std::size_t>(put);
  if (errno == EAGAIN || errno == EINTR) return 0;
  lose(words_of(errno));
}

}  // namespace backstay::core::redis
