/// Completion for fish.
struct FishCompletion {
  let table: CommandTable

  var script: String {
    (["# fish completion for postern; load it with: postern completion fish | source", reading, Self.asking]
      + verbs + table.shown.flatMap(lines)
      + table.standard.allOptions.map { option($0, when: "__postern_at \"\"") }).joined(separator: "\n")
  }

  private var verbs: [String] {
    var lines = ["complete -c postern -f"]
    for word in table.firstWords { lines.append(verb(word.name, word.summary, behind: "")) }
    for group in table.groups {
      for command in table.members(of: group.name) {
        lines.append(verb(command.path[1], command.summary, behind: group.name))
      }
    }
    return lines
  }

  private func verb(_ name: String, _ summary: String, behind path: String) -> String {
    "complete -c postern -n '__postern_at \"\(path)\"' -a \(name) -d '\(Self.quoted(summary))'"
  }

  private func lines(_ command: Command) -> [String] {
    let here = "__postern_at \"\(command.name)\""
    return command.allOptions.map { option($0, when: here) }
      + command.positionals.enumerated().compactMap { place, word in
        let start = "complete -c postern -n '\(here) \(place)'"
        if !word.choices.isEmpty { return "\(start) -a '\(word.choices.joined(separator: " "))'" }
        return word.subject.map { start + Self.words($0) }
      }
  }

  private func option(_ option: CommandOption, when condition: String) -> String {
    var line = "complete -c postern -n '\(condition)'"
    if let short = option.short { line += " -s \(short)" }
    line += " -l \(option.long)"
    if option.value != nil {
      line += option.subject == .files ? " -r" : " -x"
      line += option.subject.map(Self.words) ?? ""
    }
    return line + " -d '\(Self.quoted(option.help))'"
  }

  private static func words(_ subject: CompletionSubject) -> String {
    subject == .files ? " -F" : " -a '(__postern_words \(subject.rawValue))'"
  }

  private static func quoted(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }

  /// Says whether the words so far are a command, and, with a number, whether so many words stand behind it.
  private var reading: String {
    """
    function __postern_at
      set -l path
      set -l option
      set -l at 0
      for word in (commandline -opc)[2..]
        if test -n "$option"
          set option
          continue
        end
        switch $word
          case '--*=*'
          case \(table.valueSpellings.map { "'\($0)'" }.joined(separator: " "))
            set option $word
          case '-*'
          case '*'
            if contains -- "$path" \(table.shown.map { "'\($0.name)'" }.joined(separator: " "))
              set at (math $at + 1)
            else
              set path (string trim -- "$path $word")
            end
        end
      end
      test "$path" = "$argv[1]"; and begin
        test (count $argv) -lt 2; or test $at = "$argv[2]"
      end
    end
    """
  }

  /// Asks for words. Options that say where to look are handed on; nothing in them is expanded but "~/" at their start.
  private static let asking = #"""
    function __postern_words
      set -l ask
      set -l option
      for word in (commandline -opc)[2..]
        if test -z "$option"
          switch $word
            case --database --config --user
              set option $word
            case -u
              set option --user
            case '--database=*' '--config=*' '--user=*'
              set -l parts (string split -m 1 = -- $word)
              set ask $ask $parts[1]=(__postern_home "$parts[2]")
          end
        else
          set ask $ask $option=(__postern_home $word)
          set option
        end
      end
      set -l typed (string replace -r '^--[a-z-]+=' '' -- (commandline -ct))
      set -l prefix (string replace -r '^["\']' '' -- $typed | string replace -a '\\' '')
      command postern complete $argv[1] --prefix="$prefix" $ask </dev/null 2>/dev/null
    end
    function __postern_home
      if string match -q -- '~/*' $argv[1]
        echo -- $HOME/(string sub -s 3 -- $argv[1])
      else
        echo -- $argv[1]
      end
    end
    """#
}
