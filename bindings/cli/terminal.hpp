// What people see: tables, colours and progress. Colours and progress only where somebody looks on.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace backstay::cli {

enum class Colour { red, green, yellow, dim };

// The text in a colour, where standard output is a terminal and NO_COLOR isn't set.
std::string coloured(Colour colour, const std::string& text);

// Characters that would move the cursor or colour what follows are shown as what they are.
std::string harmless(const std::string& text);

// Rows below headings, columns as wide as they must be.
void print_table(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows);

// "90 s" is 1m 30s.
std::string in_words(long long milliseconds);

// One line on standard error that is written anew; nothing where that is no terminal.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(const std::string& text);

 private:
  bool shown_;
  std::size_t width_ = 0;
};

}  // namespace backstay::cli
