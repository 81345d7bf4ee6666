// Shell completion, from the parser itself, so that it knows every command and option that there is.
#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

#include "commands.hpp"

namespace backstay::cli {

namespace {

// The subcommands and options of a command, in one line.
std::string words_of(const CLI::App& app) {
  std::ostringstream words;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) words << command->get_name() << " ";
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words << "--" << name << " ";
  }
  return words.str();
}

// A shell's `case` over the commands that stand on the line.
void print_cases(const CLI::App& app, const std::string& path) {
  std::cout << "    '" << path << "') words='" << words_of(app) << "' ;;\n";
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    print_cases(*command, path + (path.empty() ? "" : " ") + command->get_name());
  }
}

void print_bash(const CLI::App& app) {
  std::cout << "# Completion of backstay for bash: eval \"$(backstay completion bash)\"\n"
               "_backstay() {\n"
               "  local path='' words='' word at\n"
               "  for ((at = 1; at < COMP_CWORD; ++at)); do\n"
               "    word=${COMP_WORDS[at]}\n"
               "    case $word in -*) continue ;; esac\n"
               "    case \"${path:+$path }$word\" in\n";
  std::cout << "      ";
  bool first = true;
  const auto print_paths = [&](const auto& self, const CLI::App& of, const std::string& path) -> void {
    for (const CLI::App* command : of.get_subcommands([](const CLI::App*) { return true; })) {
      const std::string longer = path + (path.empty() ? "" : " ") + command->get_name();
      std::cout << (first ? "" : " | ") << "'" << longer << "'";
      first = false;
      self(self, *command, longer);
    }
  };
  print_paths(print_paths, app, "");
  std::cout << ") path=${path:+$path }$word ;;\n"
               "    esac\n"
               "  done\n"
               "  case $path in\n";
  print_cases(app, "");
  std::cout << "  esac\n"
               "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\")\n"
               "}\n"
               "complete -o default -F _backstay backstay\n";
}

void print_for(const CLI::App& app, const std::string& shell) {
  if (shell == "zsh") std::cout << "autoload -U +X bashcompinit && bashcompinit\n";
  print_bash(app);
}

}  // namespace

void add_completion(CLI::App& app) {
  CLI::App* const command = app.add_subcommand("completion", "print completion for a shell");
  const auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "bash or zsh")->required()->check(CLI::IsMember({"bash", "zsh"}));
  command->callback([&app, shell] { print_for(app, *shell); });
}

}  // namespace backstay::cli
