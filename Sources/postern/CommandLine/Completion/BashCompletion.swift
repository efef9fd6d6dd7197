/// Completion for bash, of version 4.4 or newer; it needs nothing of the package bash-completion.
struct BashCompletion {
  let table: CommandTable

  var script: String {
    """
    # bash completion for postern; load it with: source <(postern completion bash)
    \(Self.reading)
    _postern() {
      local IFS=$' \\t\\n'
      local -a line=() ask=()
      local cur="" plain="" option="" path="" at=0 options="" words="" args="" takes="" what="" head="" word
      COMPREPLY=()
      _postern_line
      for word in "${line[@]:1:${#line[@]}-2}"; do
        if [[ -n $option ]]; then _postern_note "$option" "$word"; option=""; continue; fi
        case $word in
          --*=*) _postern_note "${word%%=*}" "${word#*=}" ;;
          \(table.valueSpellings.joined(separator: "|"))) option=$word ;;
          -*) ;;
          *) case $path in
            \(table.shown.map { "\"\($0.name)\"" }.joined(separator: "|"))) at=$((at + 1)) ;;
            *) path+=${path:+ }$word ;;
          esac ;;
        esac
      done
      cur=${line[-1]}
      if [[ -z $option && $cur == --*=* ]]; then option=${cur%%=*}; cur=${cur#*=}; fi
      case $path in
        "") \(entry(table.standard.allOptions, words: table.firstWords.map(\.name))) ;;
    \(cases.joined(separator: "\n"))
      esac
      _postern_answer
    }
    complete -F _postern postern
    """
  }

  private var cases: [String] {
    table.groups.map { group in
      "    \(group.name)) words=\"\(table.members(of: group.name).map { $0.path[1] }.joined(separator: " "))\" ;;"
    }
      + table.shown.map { command in
        let subjects = command.positionals.map { $0.choices.isEmpty ? $0.subject?.rawValue ?? "-" : "words" }
        let args = subjects.isEmpty ? "" : "; args=\"\(subjects.joined(separator: " "))\""
        let words = command.positionals.flatMap(\.choices)
        return "    \"\(command.name)\") \(entry(command.allOptions, words: words))\(args) ;;"
      }
  }

  private func entry(_ options: [CommandOption], words: [String]) -> String {
    let takes = options.flatMap { option in
      option.subject.map { subject in option.spellings.map { "\($0)=\(subject.rawValue)" } } ?? []
    }
    let spellings = options.flatMap(\.spellings).joined(separator: " ")
    return "options=\"\(spellings)\"; takes=\"\(takes.joined(separator: " "))\""
      + (words.isEmpty ? "" : "; words=\"\(words.joined(separator: " "))\"")
  }

  /// What reads the line and answers; the table's part stands behind it.
  private static let reading = #"""
    # bash cuts words at ":", "=" and "@" too: what no blank divides is one word again. The last ends at the cursor.
    _postern_line() {
      local rest=${COMP_LINE:0:COMP_POINT} piece i
      for ((i = 0; i <= COMP_CWORD; i++)); do
        if ((i == 0)) || [[ $rest == [[:blank:]]* ]]; then line+=(""); fi
        rest=${rest#"${rest%%[![:blank:]]*}"}
        piece=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || piece=$rest
        line[-1]+=$piece
        rest=${rest#"$piece"}
      done
    }
    # The word that somebody typed, without its quoting; nothing in it is expanded but "~/" at its start.
    _postern_plain() {
      plain=$1
      case $plain in
        \"*) plain=${plain#\"}; plain=${plain%\"}; plain=${plain//\\/} ;;
        \'*) plain=${plain#\'}; plain=${plain%\'} ;;
        *) [[ $plain != "~/"* ]] || plain=$HOME/${plain#"~/"}; plain=${plain//\\/} ;;
      esac
    }
    # An option with its value stands on the line: those that say where to look are handed on.
    _postern_note() {
      case $1 in
        --database|--config|--user) _postern_plain "$2"; ask+=("$1=$plain") ;;
        -u) _postern_plain "$2"; ask+=("--user=$plain") ;;
      esac
    }
    _postern_answer() {
      local breaks=${COMP_WORDBREAKS//[^:=@]/}
      # Behind a quotation that is closed nothing is added: a name would stand there without its marks.
      case $cur in
        \"*) [[ ${cur:1} != *\"* ]] || return ;;
        \'*) [[ ${cur:1} != *\'* ]] || return ;;
      esac
      if [[ -n $option ]]; then
        [[ " $takes " == *" $option="* ]] || return
        what=${takes#*"$option="}
        what=${what%% *}
      elif [[ $cur == -* ]]; then
        what=options
      elif [[ -n $args ]]; then
        args=($args)
        what=${args[at]:-}
      elif ((at == 0)); then
        what=words
      fi
      # bash replaces what stands behind the last place where it cut, but an "@" belongs to what follows.
      [[ -z $breaks || $cur == [\"\']* ]] || head=${cur%"${cur##*[$breaks]}"}
      head=${head%@}
      _postern_plain "$cur"
      case $what in
        ""|-) ;;
        options) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur") ;;
        words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur") ;;
        files)
          compopt -o filenames 2>/dev/null
          while IFS= read -r word; do COMPREPLY+=("${word#"$head"}"); done < <(compgen -f -- "$plain") ;;
        *)
          while IFS= read -r word; do
            word=${word%%$'\t'*}
            case $cur in
              \"*) [[ $word == *[\"\$\`\\!]* ]] || COMPREPLY+=("$word") ;;
              \'*) [[ $word == *\'* ]] || COMPREPLY+=("$word") ;;
              *) printf -v word %q "$word"; COMPREPLY+=("${word#"$head"}") ;;
            esac
          done < <(command postern complete "$what" --prefix="$plain" "${ask[@]}" </dev/null 2>/dev/null) ;;
      esac
    }
    """#
}
