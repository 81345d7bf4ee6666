#include "terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace backstay::cli {

namespace {

const char* code_of(Colour colour) {
  switch (colour) {
    case Colour::red:
      return "31";
    case Colour::green:
      return "32";
    case Colour::yellow:
      return "33";
    default:
      return "2";
  }
}

bool is_coloured() {
  const char* const unwanted = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (unwanted == nullptr || *unwanted == '\0');
}

// Characters, not bytes: what continues one counts nothing.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

void print_row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
  for (std::size_t column = 0; column < cells.size(); ++column) {
    std::cout << cells[column];
    const bool last = column + 1 == cells.size();
    if (!last) std::cout << std::string(widths[column] - width_of(cells[column]) + 2, ' ');
  }
  std::cout << "\n";
}

}  // namespace

std::string coloured(Colour colour, const std::string& text) {
  static const bool wanted = is_coloured();
  return wanted ? std::string("\x1b[") + code_of(colour) + "m" + text + "\x1b[0m" : text;
}

std::string harmless(const std::string& text) {
  constexpr const char* digits = "0123456789abcdef";
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      shown += c;
    } else {
      shown.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 0xf]);
    }
  }
  return shown;
}

void print_table(const std::vector<std::string>& headings, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < headings.size(); ++column) {
    std::size_t widest = width_of(headings[column]);
    for (const auto& row : rows) widest = std::max(widest, width_of(row[column]));
    widths.push_back(widest);
  }
  print_row(headings, widths);
  for (const auto& row : rows) print_row(row, widths);
}

std::string in_words(long long milliseconds) {
  const long long seconds = milliseconds / 1000;
  if (seconds < 1) return std::to_string(milliseconds) + "ms";
  if (seconds < 60) return std::to_string(seconds) + "s";
  if (seconds < 3600) return std::to_string(seconds / 60) + "m " + std::to_string(seconds % 60) + "s";
  return std::to_string(seconds / 3600) + "h " + std::to_string(seconds / 60 % 60) + "m";
}

Progress::Progress() : shown_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (width_ > 0) std::cerr << "\r" << std::string(width_, ' ') << "\r" << std::flush;
}

void Progress::show(const std::string& text) {
  if (!shown_) return;
  const std::size_t blank = width_ > text.size() ? width_ - text.size() : 0;
  std::cerr << "\r" << text << std::string(blank, ' ') << std::flush;
  width_ = text.size();
}

}  // namespace backstay::cli
