import { type CommandNode, listFlagsWith, listNodes, listPathsWithKnownArgument, listWords } from './command-tree.js';

/** Writes a completion script for bash 3.2 and later. It knows commands and flags, and asks `sme __complete` for values. */
export function writeBashCompletion(root: CommandNode): string {
  const nodes = listNodes(root);
  const paths = nodes.map(({ path }) => path.join(' ')).filter((path) => path !== '');
  const cases = nodes.map((command) => {
    const words = [...listWords(command).map(({ word }) => word), ...command.flags.flatMap(({ names }) => names)];
    return `    '${command.path.join(' ')}') words='${words.join(' ')}' ;;`;
  });
  return `# bash completion for sme. To use it: source <(sme completion bash)
_sme_ask() {
  local line
  while IFS= read -r line; do COMPREPLY+=("\${line%%$'\\t'*}"); done < <(
    printf '%s\\0' "\${COMP_WORDS[@]:1:COMP_CWORD}" | "\${COMP_WORDS[0]}" __complete 2>/dev/null
  )
}
_sme() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" path='' words='' candidate index
  COMPREPLY=()
  case "$previous" in
    ${listFlagsWith(root, 'path').join('|')})
      while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "$current")
      return ;;
    ${listFlagsWith(root, 'known').join('|')}) _sme_ask; return ;;
    ${listFlagsWith(root, 'other').join('|')}) return ;;
  esac
  for ((index = 1; index < COMP_CWORD; index++)); do
    candidate="\${path:+$path }\${COMP_WORDS[index]}"
    case "$candidate" in
      ${paths.map((path) => `'${path}'`).join('|')}) path="$candidate" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  [[ $current == -* ]] || case "$path" in
    ${listPathsWithKnownArgument(root).map(quotePath).join('|')}) _sme_ask ;;
  esac
  ((\${#COMPREPLY[@]} > 0)) && return
  while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -W "$words" -- "$current")
}
complete -o filenames -F _sme sme
`;
}

const quotePath = (path: string) => `'${path}'`;
