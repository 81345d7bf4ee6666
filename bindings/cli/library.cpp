#include "library.hpp"

namespace backstay::cli {

namespace {

int64_t length_of(const std::string& text) { return static_cast<int64_t>(text.size()); }

// `call` takes where errors are written.
template <class Call>
backstay_status checked(Call&& call) {
  backstay_error error = BACKSTAY_ERROR_INIT;
  const backstay_status status = call(&error);
  if (status < 0) throw Failure(status, error.message);
  return status;
}

// `call` takes where text and errors are written.
template <class Call>
std::string text_of(Call&& call) {
  backstay_bytes bytes = BACKSTAY_BYTES_INIT;
  checked([&](backstay_error* error) { return call(&bytes, error); });
  std::string text(bytes.data == nullptr ? "" : bytes.data, static_cast<std::size_t>(bytes.length));
  backstay_bytes_free(&bytes);
  return text;
}

}  // namespace

std::string version() { return backstay_version(); }
Json build_info() { return Json::parse(text_of(backstay_build_info)); }
Json schema() { return Json::parse(text_of(backstay_config_schema)); }

Json check(const std::string& document) {
  return Json::parse(text_of(
      [&](backstay_bytes* out, backstay_error* error) { return backstay_config_check(document.data(), length_of(document), out, error); }));
}

Runtime::Runtime(const std::string& path) {
  backstay_runtime* opened = nullptr;
  checked([&](backstay_error* error) {
    return backstay_runtime_open(path.empty() ? nullptr : path.data(), path.empty() ? 0 : length_of(path), &opened, error);
  });
  runtime_.reset(opened);
}

Json Runtime::examine_stores() const {
  return Json::parse(
      text_of([&](backstay_bytes* out, backstay_error* error) { return backstay_runtime_stores_examine(runtime_.get(), out, error); }));
}

Json Runtime::migrate(const std::string& store) const {
  return Json::parse(text_of([&](backstay_bytes* out, backstay_error* error) {
    return backstay_runtime_store_migrate(runtime_.get(), store.data(), length_of(store), out, error);
  }));
}

std::string Runtime::migration(const std::string& store) const {
  return text_of([&](backstay_bytes* out, backstay_error* error) {
    return backstay_runtime_store_migration(runtime_.get(), store.data(), length_of(store), out, error);
  });
}

Keys Runtime::keys(const std::string& idempotency) const {
  backstay_idempotency* found = nullptr;
  checked([&](backstay_error* error) {
    return backstay_runtime_idempotency(runtime_.get(), idempotency.data(), length_of(idempotency), &found, error);
  });
  return Keys(found);
}

Json Keys::page(const std::string& cursor, int64_t most) const {
  return Json::parse(text_of([&](backstay_bytes* out, backstay_error* error) {
    return backstay_idempotency_keys_list(idempotency_.get(), cursor.data(), length_of(cursor), most, out, error);
  }));
}

Json Keys::show(const std::string& scope, const std::string& key, bool with_body) const {
  return Json::parse(text_of([&](backstay_bytes* out, backstay_error* error) {
    return backstay_idempotency_keys_show(idempotency_.get(), scope.data(), length_of(scope), key.data(), length_of(key), with_body ? 1 : 0,
                                          out, error);
  }));
}

backstay_status Keys::remove(const std::string& scope, const std::string& key, bool any) const {
  return checked([&](backstay_error* error) {
    return backstay_idempotency_keys_remove(idempotency_.get(), scope.data(), length_of(scope), key.data(), length_of(key), any ? 1 : 0,
                                            error);
  });
}

int64_t Keys::sweep(int64_t most) const {
  int64_t swept = 0;
  checked([&](backstay_error* error) { return backstay_idempotency_sweep(idempotency_.get(), most, &swept, error); });
  return swept;
}

}  // namespace backstay::cli
