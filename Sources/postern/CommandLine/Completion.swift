/// Scripts that complete command lines, made of the table.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The script for this shell.
  func script(_ table: CommandTable) -> String {
    switch self {
    case .bash: bash(table)
    case .zsh: zsh(table)
    case .fish: fish(table)
    }
  }

  // MARK: bash

  private func bash(_ table: CommandTable) -> String {
    let cases = table.shown.map { command in
      let options = command.allOptions.flatMap(\.spellings).joined(separator: " ")
      let words = command.positionals.flatMap(\.choices).joined(separator: " ")
      let files = command.positionals.contains { $0.name == "FILE" } ? "; files=1" : ""
      return "    \"\(command.name)\") options=\"\(options)\"; words=\"\(words)\"\(files) ;;"
    }
    let groups = table.groups.map { group in
      let verbs = table.members(of: group.name).map { $0.path[1] }.joined(separator: " ")
      return "    \(group.name)) words=\"\(verbs)\" ;;"
    }
    let common = CommandOption.common.flatMap(\.spellings).joined(separator: " ")
    return """
      # bash completion for postern; load it with: source <(postern completion bash)
      _postern() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word path="" skip="" options="" words="" files=""
        COMPREPLY=()
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          if [[ -n $skip ]]; then skip=""; continue; fi
          case $word in
            \(table.valueSpellings.joined(separator: "|"))) skip=1 ;;
            -*) ;;
            *) path+=${path:+ }$word ;;
          esac
        done
        case $prev in
          \(table.fileSpellings.joined(separator: "|"))) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
          \(table.otherSpellings.joined(separator: "|"))) return ;;
        esac
        case $path in
          "") options="\(common)"; words="\(table.firstWords.map(\.name).joined(separator: " "))" ;;
      \(groups.joined(separator: "\n"))
      \(cases.joined(separator: "\n"))
        esac
        if [[ $cur == -* ]]; then words=$options; fi
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        if [[ -n $files && $cur != -* ]]; then mapfile -t COMPREPLY < <(compgen -f -- "$cur"); fi
      }
      complete -o filenames -F _postern postern
      """
  }

  // MARK: zsh

  private func zsh(_ table: CommandTable) -> String {
    let groups = table.groups.map { group in
      let verbs = table.members(of: group.name).map { Self.described($0.path[1], $0.summary) }
      return "    \(group.name)) verbs=(\(verbs.joined(separator: " "))) ;;"
    }
    let cases = table.shown.map { command in
      let options = command.allOptions.map(Self.zshOption)
      let words = command.positionals.map { word in
        let action =
          word.name == "FILE" ? "_files" : word.choices.isEmpty ? " " : "(\(word.choices.joined(separator: " ")))"
        return "':\(word.name):\(action)'"
      }
      let offset = command.path.count
      return "    \"\(command.name)\") shift \(offset) words; (( CURRENT -= \(offset) )); "
        + "_arguments -s \((options + words).joined(separator: " ")) ;;"
    }
    return """
      #compdef postern
      # zsh completion for postern; load it with: source <(postern completion zsh)
      _postern() {
        local -a verbs
        local called=${words[2]}
        if (( CURRENT == 2 )) && [[ ${words[2]} == -* ]]; then
          _arguments -s \(CommandOption.common.map(Self.zshOption).joined(separator: " "))
          return
        fi
        if (( CURRENT == 2 )); then
          verbs=(\(table.firstWords.map { Self.described($0.name, $0.summary) }.joined(separator: " ")))
          _describe command verbs
          return
        fi
        case $called in
      \(groups.joined(separator: "\n"))
        esac
        if (( ${#verbs} )); then
          if (( CURRENT == 3 )); then _describe command verbs; return; fi
          called+=" ${words[3]}"
        fi
        case $called in
      \(cases.joined(separator: "\n"))
        esac
      }
      compdef _postern postern
      """
  }

  private static func described(_ name: String, _ summary: String) -> String {
    "'\(name):\(quoted(summary.replacing(":", with: "\\:")))'"
  }

  private static func zshOption(_ option: CommandOption) -> String {
    let help = quoted(option.help).replacing("[", with: "(").replacing("]", with: ")").replacing(":", with: "\\:")
    let value = option.value.map { ":\($0):\(option.takesFile ? "_files" : " ")" } ?? ""
    let star = option.repeats ? "*" : ""
    return option.spellings.map { "'\(star)\($0)[\(help)]\(value)'" }.joined(separator: " ")
  }

  /// Text for the inside of single quotes.
  private static func quoted(_ text: String) -> String { text.replacing("'", with: "'\\''") }

  // MARK: fish

  private func fish(_ table: CommandTable) -> String {
    var lines = [
      "# fish completion for postern; load it with: postern completion fish | source",
      "function __postern_path",
      "  set -l path",
      "  set -l skip 0",
      "  for word in (commandline -opc)[2..]",
      "    if test $skip = 1",
      "      set skip 0",
      "    else if contains -- $word \(table.valueSpellings.joined(separator: " "))",
      "      set skip 1",
      "    else if not string match -q -- '-*' $word",
      "      set -a path $word",
      "    end",
      "  end",
      "  echo \"$path\"",
      "end",
      "complete -c postern -f",
    ]
    for word in table.firstWords {
      lines.append(
        "complete -c postern -n 'test (__postern_path) = \"\"' -a \(word.name) -d '\(fishQuoted(word.summary))'")
    }
    for group in table.groups {
      for command in table.members(of: group.name) {
        let condition = "test (__postern_path) = \(group.name)"
        lines.append("complete -c postern -n '\(condition)' -a \(command.path[1]) -d '\(fishQuoted(command.summary))'")
      }
    }
    for command in table.shown {
      let condition = "string match -q -- \"\(command.name)*\" (__postern_path)"
      for option in command.allOptions where !CommandOption.common.contains(option) {
        lines.append(fishOption(option, when: condition))
      }
      let words = command.positionals.flatMap(\.choices)
      if !words.isEmpty { lines.append("complete -c postern -n '\(condition)' -a '\(words.joined(separator: " "))'") }
      if command.positionals.contains(where: { $0.name == "FILE" }) {
        lines.append("complete -c postern -n '\(condition)' -F")
      }
    }
    lines += CommandOption.common.map { fishOption($0, when: nil) }
    return lines.joined(separator: "\n")
  }

  private func fishOption(_ option: CommandOption, when condition: String?) -> String {
    var line = "complete -c postern"
    if let condition { line += " -n '\(condition)'" }
    if let short = option.short { line += " -s \(short)" }
    line += " -l \(option.long)"
    if option.value != nil { line += option.takesFile ? " -r -F" : " -x" }
    return line + " -d '\(fishQuoted(option.help))'"
  }

  private func fishQuoted(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }
}

extension CommandOption {
  /// Whether a file may follow.
  fileprivate var takesFile: Bool { value == "FILE" || self == .database }

  /// Both ways to write it.
  fileprivate var spellings: [String] { ["--\(long)"] + (short.map { ["-\($0)"] } ?? []) }
}

extension CommandTable {
  /// Options behind which a value follows.
  fileprivate var valueSpellings: [String] { spellings { $0.value != nil } }

  /// Options behind which a file follows.
  fileprivate var fileSpellings: [String] { spellings(where: \.takesFile) }

  /// Options behind which something else follows.
  fileprivate var otherSpellings: [String] { spellings { $0.value != nil && !$0.takesFile } }

  private func spellings(where holds: (CommandOption) -> Bool) -> [String] {
    Set(shown.flatMap(\.allOptions).filter(holds).flatMap(\.spellings)).sorted()
  }
}
