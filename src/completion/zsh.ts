import { type CommandShape, listFlagsWith, listShapes, listWords } from './command-tree.js';

/** A script for zsh: sourced, or as a file `_sme` in a folder of `fpath`. */
export function writeZshCompletion(shape: CommandShape): string {
  const shapes = listShapes(shape);
  const paths = shapes.map(({ path }) => path.join(' ')).filter((path) => path !== '');
  const cases = shapes.map((command) => {
    const words = listWords(command).map(({ word, description }) => quote(`${escapeColons(word)}:${description}`));
    const flags = command.flags.flatMap(({ names, description }) =>
      names.map((name) => quote(`${escapeColons(name)}:${description}`)),
    );
    return `    '${command.path.join(' ')}')
      commands=(${words.join(' ')})
      flags=(${flags.join(' ')}) ;;`;
  });
  return `#compdef sme
# zsh completion of sme. To use it: source <(sme completion zsh)
_sme() {
  local at='' candidate index
  local -a commands flags
  case "\${words[CURRENT - 1]}" in
    ${listFlagsWith(shape, 'path').join('|')}) _files; return ;;
    ${listFlagsWith(shape, 'other').join('|')}) return ;;
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
