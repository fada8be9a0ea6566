import { type CommandNode, type FlagNode, listNodes, listWords } from './command-tree.js';

/** Writes a completion script for fish 3 and later. */
export function writeFishCompletion(root: CommandNode): string {
  const nodes = listNodes(root);
  const paths = nodes.map(({ path }) => path.join(' ')).filter((path) => path !== '');
  const rules = nodes.flatMap((command) => {
    const at = `complete -c sme -n '__sme_at "${command.path.join(' ')}"'`;
    return [
      ...listWords(command).map(({ word, description }) => `${at} -a ${word} -d ${quote(description)}`),
      ...command.flags.map((flag) => `${at} ${describeFlag(flag)} -d ${quote(flag.description)}`),
    ];
  });
  return `# fish completion for sme. To use it: sme completion fish > ~/.config/fish/completions/sme.fish
set -g __sme_commands ${paths.map(quote).join(' ')}
function __sme_at
  set -l at
  for word in (commandline -opc)[2..-1]
    if contains -- (string join ' ' -- $at $word) $__sme_commands
      set at $at $word
    end
  end
  set -l path (string join ' ' -- $at)
  test "$path" = "$argv[1]"
end
complete -c sme -f
${rules.join('\n')}
`;
}

/** `-l host -s p`, then `-r -F` if a file follows, or `-x` for any other value. */
function describeFlag({ names, value }: FlagNode): string {
  const options = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return [...options, ...(value === 'none' ? [] : value === 'path' ? ['-r', '-F'] : ['-x'])].join(' ');
}

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
