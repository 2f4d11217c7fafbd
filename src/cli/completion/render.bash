# Completion of render for bash: source <(render completion bash)
_render() {
  local current=${COMP_WORDS[COMP_CWORD]} line path
  local -a typed=("${COMP_WORDS[@]:1:COMP_CWORD}")
  # bash takes --format=json for three words.
  [[ $current == "=" ]] && current=
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files | :directories)
        compopt -o filenames 2> /dev/null
        while IFS= read -r path; do COMPREPLY+=("$path"); done < <(
          [[ $line == :files ]] && compgen -f -- "$current" || compgen -d -- "$current"
        )
        ;;
      *)
        line=${line%%$'\t'*}
        [[ $line == "$current"* ]] && COMPREPLY+=("$line")
        ;;
    esac
  done < <("${COMP_WORDS[0]}" __complete -- "${typed[@]}" 2> /dev/null)
}
complete -F _render render
