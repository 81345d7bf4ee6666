#include "core/base/hash.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <atomic>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/status.hpp"

namespace backstay::core {
namespace {

[[noreturn]] void refuse(const char* what) { throw Error(Status::internal, std::string("SHA-256: OpenSSL refused ") + what); }

// The algorithm is looked up once, since a look-up costs more than the hash of a short text. It is immutable, so threads and
// forked children share it, and it is never freed: there is no destructor that could run before its last user.
const EVP_MD* algorithm() {
  static std::atomic<EVP_MD*> known{nullptr};
  if (EVP_MD* found = known.load(std::memory_order_acquire)) return found;
  // No exit handler: a library that may be unloaded leaves none behind.
  OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
  EVP_MD* mine = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (mine == nullptr) refuse("the algorithm");
  EVP_MD* first = nullptr;
  if (known.compare_exchange_strong(first, mine, std::memory_order_acq_rel)) return mine;
  EVP_MD_free(mine);
  return first;
}

EVP_MD_CTX* raw(void* context) noexcept { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

void Sha256::Free::operator()(void* context) const noexcept { EVP_MD_CTX_free(raw(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_) refuse("a context");
  restart();
}

void Sha256::restart() {
  if (EVP_DigestInit_ex2(raw(context_.get()), algorithm(), nullptr) != 1) refuse("to start");
}

void Sha256::update(std::span<const uint8_t> bytes) {
  if (EVP_DigestUpdate(raw(context_.get()), bytes.data(), bytes.size()) != 1) refuse("to go on");
}

Sha256Digest Sha256::finish() {
  Sha256Digest digest{};
  if (EVP_DigestFinal_ex(raw(context_.get()), digest.data(), nullptr) != 1) refuse("to finish");
  restart();
  return digest;
}

std::string sha256_hex(std::string_view text) {
  Sha256 hash;
  hash.update(as_bytes(text));
  return hex(hash.finish());
}

}  // namespace backstay::core
