import { type CommandNode, listFlagsWith, listNodes, listPathsWithKnownArgument, listWords } from './command-tree.js';

/**
 * Writes a completion script for zsh, to be sourced or saved as `_sme` in a folder of `fpath`. It knows commands and flags, and asks
 * `sme __complete` for values.
 */
export function writeZshCompletion(root: CommandNode): string {
  const nodes = listNodes(root);
  const paths = nodes.map(({ path }) => path.join(' ')).filter((path) => path !== '');
  const cases = nodes.map((command) => {
    const words = listWords(command).map(({ word, description }) => quote(`${escapeColons(word)}:${description}`));
    const flags = command.flags.flatMap(({ names, description }) =>
      names.map((name) => quote(`${escapeColons(name)}:${description}`)),
    );
    return `    '${command.path.join(' ')}')
      commands=(${words.join(' ')})
      flags=(${flags.join(' ')}) ;;`;
  });
  return `#compdef sme
# zsh completion for sme. To use it: source <(sme completion zsh)
_sme_ask() {
  local line
  local -a found
  found=()
  while IFS= read -r line; do found+=("\${\${line%%$'\\t'*}//:/\\\\:}"); done < <(
    printf '%s\\0' "\${(@Q)words[2,CURRENT]}" | sme __complete 2>/dev/null
  )
  (( \${#found} )) && _describe 'value' found
}
_sme() {
  local at='' candidate index
  local -a commands flags
  case "\${words[CURRENT - 1]}" in
    ${listFlagsWith(root, 'path').join('|')}) _files; return ;;
    ${listFlagsWith(root, 'known').join('|')}) _sme_ask; return ;;
    ${listFlagsWith(root, 'other').join('|')}) return ;;
  esac
  for ((index = 2; index < CURRENT; index++)); do
    candidate="\${at:+$at }\${words[index]}"
    case "$candidate" in
      ${paths.map((path) => `'${path}'`).join('|')}) at="$candidate" ;;
    esac
  done
  case "$at" in
${cases.join('\n')}
  esac
  (( \${#commands} )) && _describe 'command' commands
  case "$at" in
    ${listPathsWithKnownArgument(root).map(quote).join('|')}) [[ \${words[CURRENT]} != -* ]] && _sme_ask && return ;;
  esac
  _describe -o 'option' flags
}
if [ "\${funcstack[1]}" = '_sme' ]; then
  _sme "$@"
else
  compdef _sme sme
fi
`;
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const escapeColons = (word: string) => word.replaceAll(':', '\\:');
