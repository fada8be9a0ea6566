import { type CommandNode, type FlagNode, listNodes, listPathsWithKnownArgument, listWords } from './command-tree.js';

/** Writes a completion script for fish 3 and later. It knows commands and flags, and asks `sme __complete` for values. */
export function writeFishCompletion(root: CommandNode): string {
  const nodes = listNodes(root);
  const paths = nodes.map(({ path }) => path.join(' ')).filter((path) => path !== '');
  const known = new Set(listPathsWithKnownArgument(root));
  const rules = nodes.flatMap((command) => {
    const at = `complete -c sme -n '__sme_at "${command.path.join(' ')}"'`;
    return [
      ...listWords(command).map(({ word, description }) => `${at} -a ${word} -d ${quote(description)}`),
      ...command.flags.map((flag) => `${at} ${describeFlag(flag)} -d ${quote(flag.description)}`),
      ...(known.has(command.path.join(' ')) ? [`${at} -a '(__sme_ask)'`] : []),
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
function __sme_ask
  set -l words (commandline -opc)[2..-1]
  set -l current (commandline -ct)
  printf '%s\\0' $words "$current" | sme __complete 2>/dev/null
end
complete -c sme -f
${rules.join('\n')}
`;
}

const values: Readonly<Record<FlagNode['value'], readonly string[]>> = {
  none: [],
  path: ['-r', '-F'],
  known: ['-x', "-a '(__sme_ask)'"],
  other: ['-x'],
};

/** `-l host -s p`, and what follows. */
function describeFlag({ names, value }: FlagNode): string {
  const options = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  return [...options, ...values[value]].join(' ');
}

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
