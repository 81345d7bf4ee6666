// What a document may say of a store: a URL, or an object whose keys its kind of store knows.
#include "core/runtime/stores.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/base/status.hpp"
#include "core/runtime/configuration.hpp"

namespace backstay::core {
namespace {

Configuration read_main(const std::string& store) { return read_configuration(R"({"stores": {"main": )" + store + "}}"); }

// The error lines of a store that is refused.
std::string refusal(const std::string& store) {
  try {
    read_main(store);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Status::invalid_config);
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << store;
  return {};
}

bool tells(const std::string& message, const std::string& words) { return message.find(words) != std::string::npos; }

TEST(Stores, AreAUrlOrAnObjectWithOne) {
  for (const char* store : {R"("memory:")", R"({"url": "memory:"})", R"({"url": "${NOBODY_SET_THIS:-memory:}"})"}) {
    const Configuration read = read_main(store);
    ASSERT_EQ(read.stores.size(), 1U);
    EXPECT_EQ(read.stores[0].name, "main");
    EXPECT_EQ(read.stores[0].url, "memory:");
    EXPECT_EQ(read.stores[0].options.timeout_ms, 5'000);
  }
  EXPECT_TRUE(tells(refusal("5"), "stores.main"));
  EXPECT_TRUE(tells(refusal("{}"), "stores.main.url"));
  EXPECT_TRUE(tells(refusal(R"({"url": "orders.db"})"), "memory:"));
}

TEST(Stores, RefuseAKeyThatTheirKindDoesNotKnow) {
  const std::string message = refusal(R"({"url": "memory:", "connections": 2})");
  EXPECT_TRUE(tells(message, "stores.main.connections")) << message;
  EXPECT_TRUE(tells(message, "\"url\"")) << message;
}

TEST(Stores, ShowNothingOfASecret) {
  for (const char* store : {R"("mysql://me:secret@db/orders")", R"({"url": "mysql://me:secret@db/orders"})", R"({"url": ["secret"]})",
                            R"({"url": "memory:", "password": "secret"})"}) {
    EXPECT_FALSE(tells(refusal(store), "secret")) << refusal(store);
  }
}

#ifndef BACKSTAY_POSTGRESQL
TEST(Stores, SayWhatTheBuildIsWithout) {
  const std::string message = refusal(R"("postgresql://me:secret@db/orders")");
  EXPECT_TRUE(tells(message, "this build is without")) << message;
  EXPECT_TRUE(tells(message, "PostgreSQL")) << message;
  EXPECT_FALSE(tells(message, "secret")) << message;
}
#else
TEST(Stores, TakeWhatAServerIsToldOf) {
  const store::ServerOptions read = read_main(R"({"url": "postgresql://db/orders", "connections": 8, "connect_timeout": "2s",
      "timeout": "3s", "migrate": false, "pooler": "transaction"})")
                                        .stores.at(0)
                                        .options;
  EXPECT_EQ(read.connections, 8);
  EXPECT_EQ(read.connect_timeout_ms, 2'000);
  EXPECT_EQ(read.timeout_ms, 3'000);
  EXPECT_FALSE(read.migrate);
  EXPECT_EQ(read.pooler, store::Pooler::transaction);
}

TEST(Stores, HaveRanges) {
  const auto with = [](const std::string& more) { return R"({"url": "postgresql://db/orders", )" + more + "}"; };
  EXPECT_TRUE(tells(refusal(with(R"("connections": 65)")), "1 to 64"));
  EXPECT_TRUE(tells(refusal(with(R"("timeout": "99ms")")), "100ms"));
  EXPECT_TRUE(tells(refusal(with(R"("connect_timeout": "61s")")), "stores.main.connect_timeout"));
  EXPECT_TRUE(tells(refusal(with(R"("migrate": "yes")")), "stores.main.migrate"));
  EXPECT_TRUE(tells(refusal(with(R"("pooler": "session")")), "\"transaction\""));
}
#endif

#ifdef BACKSTAY_REDIS
TEST(Stores, TakeWhatARedisServerIsToldOf) {
  const store::ServerOptions read = read_main(R"({"url": "rediss://me:secret@cache:7000/2", "timeout": "3s", "prefix": "orders:eu",
      "ca_file": "/ca.pem", "certificate_file": "/me.pem", "key_file": "/me.key"})")
                                        .stores.at(0)
                                        .options;
  EXPECT_EQ(read.timeout_ms, 3'000);
  EXPECT_EQ(read.prefix, "orders:eu");
  EXPECT_EQ(read.ca_file, "/ca.pem");
  EXPECT_EQ(read.certificate_file, "/me.pem");
  EXPECT_EQ(read.key_file, "/me.key");
  EXPECT_EQ(read_main(R"("redis://cache")").stores.at(0).options.prefix, "backstay");
}

TEST(Stores, RefuseWhatARedisServerCouldNotMean) {
  const auto with = [](const std::string& more) { return R"({"url": "redis://:secret@cache", )" + more + "}"; };
  EXPECT_TRUE(tells(refusal(with(R"("prefix": "{a}")")), "stores.main.prefix"));
  EXPECT_TRUE(tells(refusal(with(R"("prefix": "")")), "stores.main.prefix"));
  EXPECT_TRUE(tells(refusal(with(R"("ca_file": "/ca.pem")")), "rediss:"));
  EXPECT_TRUE(tells(refusal(with(R"("connections": 2)")), "stores.main.connections"));
  EXPECT_TRUE(tells(refusal(R"({"url": "rediss://cache", "key_file": "/me.key"})"), "stores.main.certificate_file"));
  for (const char* url : {"redis:", "redis://", "redis://me@cache", "redis://:secret@cache/one", "redis+unix://cache"}) {
    const std::string message = refusal('"' + std::string(url) + '"');
    EXPECT_TRUE(tells(message, "redis://[USER")) << message;
    EXPECT_FALSE(tells(message, "secret")) << message;
  }
}
#else
TEST(Stores, SayThatTheBuildIsWithoutRedis) {
  const std::string message = refusal(R"("redis://:secret@cache")");
  EXPECT_TRUE(tells(message, "this build is without")) << message;
  EXPECT_TRUE(tells(message, "Redis")) << message;
  EXPECT_FALSE(tells(message, "secret")) << message;
}
#endif

}  // namespace
}  // namespace backstay::core
