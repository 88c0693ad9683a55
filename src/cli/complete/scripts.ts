export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What a shell is to read for `vpp-ts` to be completed. Each asks `vpp-ts __complete`, which knows everything. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  // Bash breaks words at = and : too; the line itself tells what belongs together.
  bash: `# vpp-ts completion for bash: source <(vpp-ts completion bash)
_vpp_ts() {
  local line value
  COMPREPLY=()
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    if [[ $value == :files ]]; then
      compopt -o default 2>/dev/null
      continue
    fi
    [[ $value == *[=.,] ]] && compopt -o nospace 2>/dev/null
    COMPREPLY+=("$value")
  done < <("$1" __complete --line "\${COMP_LINE:0:COMP_POINT}" --breaks "\${COMP_WORDBREAKS//[^=:]/}" 2>/dev/null)
}
complete -F _vpp_ts vpp-ts
`,
  zsh: `#compdef vpp-ts
# vpp-ts completion for zsh: source <(vpp-ts completion zsh), or as _vpp-ts in a folder of $fpath
_vpp_ts() {
  local line value files=0
  local -a whole parts whole_shown parts_shown
  while IFS= read -r line; do
    value=\${line%%$'\\t'*}
    if [[ $value == :files ]]; then
      files=1
    elif [[ $value == *[=.,] ]]; then
      parts+=("$value")
      parts_shown+=("\${line/$'\\t'/  -- }")
    else
      whole+=("$value")
      whole_shown+=("\${line/$'\\t'/  -- }")
    fi
  done < <("\${(Q)words[1]}" __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( \${#whole} )) && compadd -l -d whole_shown -a whole
  (( \${#parts} )) && compadd -l -S '' -d parts_shown -a parts
  (( files )) && _files
  return 0
}
if [[ $funcstack[1] == _vpp-ts ]]; then
  _vpp_ts "$@"
else
  compdef _vpp_ts vpp-ts
fi
`,
  fish: `# vpp-ts completion for fish: vpp-ts completion fish | source
function __vpp_ts_complete
    set -l words (commandline -opc)
    set -l word (commandline -ct)
    for line in (vpp-ts __complete -- $words[2..-1] "$word" 2>/dev/null)
        if test "$line" = ":files"
            __fish_complete_path "$word"
        else
            echo $line
        end
    end
end
complete -c vpp-ts -f -a '(__vpp_ts_complete)'
`,
};
