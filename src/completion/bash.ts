import { type CommandShape, listFlagsWith, listShapes, listWords } from './command-tree.js';

/** A script for bash 3.2 and later, which needs nothing but bash. */
export function writeBashCompletion(shape: CommandShape): string {
  const shapes = listShapes(shape);
  const paths = shapes.map(({ path }) => path.join(' ')).filter((path) => path !== '');
  const cases = shapes.map((command) => {
    const words = [...listWords(command).map(({ word }) => word), ...command.flags.flatMap(({ names }) => names)];
    return `    '${command.path.join(' ')}') words='${words.join(' ')}' ;;`;
  });
  return `# bash completion of sme. To use it: source <(sme completion bash)
_sme() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" path='' words='' candidate index
  COMPREPLY=()
  case "$previous" in
    ${listFlagsWith(shape, 'path').join('|')})
      while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "$current")
      return ;;
    ${listFlagsWith(shape, 'other').join('|')}) return ;;
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
  while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -W "$words" -- "$current")
}
complete -o filenames -F _sme sme
`;
}
