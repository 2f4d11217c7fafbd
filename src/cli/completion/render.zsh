#compdef render
# Completion of render for zsh: source <(render completion zsh), or as _render in a directory of $fpath
_render() {
  local line tab=$'\t' files directories
  local -a typed found
  typed=("${(@)words[2,CURRENT]}")
  while IFS= read -r line; do
    case $line in
      :files) files=1 ;;
      :directories) directories=1 ;;
      *) found+=("${${line%%$tab*}//:/\\:}:${line#*$tab}") ;;
    esac
  done < <("${words[1]}" __complete -- "${typed[@]}" 2> /dev/null)
  (( $#found )) && _describe -t render render found
  [[ -n $files ]] && _files
  [[ -n $directories ]] && _files -/
  return 0
}
if [[ $funcstack[1] == _render ]]; then _render "$@"; else compdef _render render; fi
