/// Completion for zsh. In a folder of `$fpath`, the script is loaded by itself under the name `_postern`.
struct ZshCompletion {
  let table: CommandTable

  var script: String {
    """
    #compdef postern
    # zsh completion for postern; load it with: source <(postern completion zsh)
    \(Self.reading)
    _postern() {
      local curcontext=$curcontext state state_descr line called word option
      local -a asked verbs
      typeset -A opt_args
      _postern_notes
      _arguments -s -C \(table.standard.allOptions.map(Self.option).joined(separator: " ")) \\
        '1:command:->command' '*::word:->rest'
      case $state in
        command)
          verbs=(\(table.firstWords.map { Self.described($0.name, $0.summary) }.joined(separator: " ")))
          _describe command verbs
          return ;;
        rest) ;;
        *) return ;;
      esac
      called=${words[1]}
      case $called in
    \(groups.joined(separator: "\n"))
      esac
      if (( ${#verbs} )); then
        if (( CURRENT == 2 )); then _describe command verbs; return; fi
        called+=" ${words[2]}"
        shift words
        (( CURRENT-- ))
      fi
      case $called in
    \(cases.joined(separator: "\n"))
      esac
    }
    if [[ $funcstack[1] == _postern ]]; then _postern "$@"; else compdef _postern postern; fi
    """
  }

  private var groups: [String] {
    table.groups.map { group in
      let verbs = table.members(of: group.name).map { Self.described($0.path[1], $0.summary) }
      return "    \(group.name)) verbs=(\(verbs.joined(separator: " "))) ;;"
    }
  }

  private var cases: [String] {
    table.shown.map { command in
      let options = command.allOptions.map(Self.option)
      let words = command.positionals.enumerated().map { place, word in
        let action = word.choices.isEmpty ? Self.action(word.subject) : "(\(word.choices.joined(separator: " ")))"
        return "'\(place + 1):\(word.name):\(action)'"
      }
      return "    \"\(command.name)\") _arguments -s \((options + words).joined(separator: " ")) ;;"
    }
  }

  private static func described(_ name: String, _ summary: String) -> String {
    "'\(name):\(Shell.quoted(summary.replacing(":", with: "\\:")))'"
  }

  private static func option(_ option: CommandOption) -> String {
    let help = Shell.quoted(option.help).replacing("[", with: "(").replacing("]", with: ")")
      .replacing(":", with: "\\:")
    let value = option.value.map { ":\($0):\(action(option.subject))" } ?? ""
    let star = option.repeats ? "*" : ""
    return option.spellings.map { spelling in
      // A value may stand in the same word, behind "=" or a letter.
      let joint = option.value == nil ? "" : spelling.hasPrefix("--") ? "=" : "+"
      return "'\(star)\(spelling)\(joint)[\(help)]\(value)'"
    }.joined(separator: " ")
  }

  /// What _arguments does for a value. The blank makes it call the function with its own words only.
  private static func action(_ subject: CompletionSubject?) -> String {
    switch subject {
    case nil: " "
    case .files: "_files"
    case .some(let subject): " _postern_words \(subject.rawValue)"
    }
  }

  /// What asks for words; the table's part stands behind it.
  private static let reading = #"""
    # Options that say where to look are handed on. Nothing in them is expanded but "~/" at their start.
    _postern_notes() {
      for word in "${(@)words[2,CURRENT-1]}"; do
        if [[ -n $option ]]; then
          asked+=("$option=${${(Q)word}/#\~\//$HOME/}")
          option=
          continue
        fi
        case $word in
          --database|--config|--user) option=$word ;;
          -u) option=--user ;;
          --database=*|--config=*|--user=*) asked+=("${word%%=*}=${${(Q)${word#*=}}/#\~\//$HOME/}") ;;
        esac
      done
    }
    # compadd quotes what it is given.
    _postern_words() {
      local -a found shown
      local entry
      for entry in "${(@f)$(command postern complete $1 --prefix="${(Q)PREFIX}" $asked </dev/null 2>/dev/null)}"; do
        [[ -n $entry ]] || continue
        found+=("${entry%%$'\t'*}")
        shown+=("${${entry%$'\t'}/$'\t'/ -- }")
      done
      (( ${#found} )) && compadd -l -d shown -a -- found
    }
    """#
}
