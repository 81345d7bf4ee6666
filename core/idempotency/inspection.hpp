// Looking at the keys of an idempotency from outside, and clearing them away by hand: what operators do, and no caller ever has to.
//
// Everything waits for the store and throws what it throws: Error store_unavailable, forked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/status.hpp"
#include "core/idempotency/keeper.hpp"
#include "core/idempotency/place.hpp"

namespace backstay::core::idempotency {

enum class Shown { without_body, with_body };
enum class Removing { in_flight, any };

// A page of the keys as JSON: {"keys": [...], "next": cursor or null}. The cursor of the first page is empty.
std::string list_keys(Keeper& keeper, std::string_view cursor, int64_t most);
// One key as JSON. Throws Error not_found.
std::string show_key(Keeper& keeper, const Name& name, Shown shown);
// Removes the record, so that the next claim acts. Gives ok, or, where only a key in flight is to go: replay, body_not_kept (it is done).
// Throws Error not_found; corrupt, where only a key in flight is to go.
Status remove_key(Keeper& keeper, const Name& name, Removing removing);
// Clears away at most so many records whose time is over, those of other idempotencies of the store included; gives how many.
int64_t sweep(Keeper& keeper, int64_t most);

}  // namespace backstay::core::idempotency
