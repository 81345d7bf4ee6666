// Threads of the library's own: the host's signals are for the host's threads.
#pragma once

#include <functional>
#include <string_view>
#include <thread>

namespace backstay::core {

// `what` is for the message. Throws Error out_of_memory where there can be no more threads.
std::thread start_thread(std::string_view what, std::function<void()> body);

}  // namespace backstay::core
