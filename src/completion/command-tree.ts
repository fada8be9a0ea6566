import { findArgumentSource } from './value-sources.js';

/** A flag, as a shell completes it. */
export interface FlagNode {
  /** `--host`, `-p`: the long name first. */
  readonly names: readonly string[];
  readonly description: string;
  /** What follows the flag: nothing, a file or folder, a value that `sme __complete` knows, or any other value. */
  readonly value: 'none' | 'path' | 'known' | 'other';
}

/** A command, as a shell completes it. `path` is empty for `sme` itself. */
export interface CommandNode {
  readonly path: readonly string[];
  readonly description: string;
  readonly flags: readonly FlagNode[];
  readonly commands: readonly CommandNode[];
}

/** Lists a command and all commands below it. */
export function listNodes(node: CommandNode): readonly CommandNode[] {
  return [node, ...node.commands.flatMap(listNodes)];
}

/** Lists the commands directly below a command by the word that the user types. */
export function listWords({
  commands,
}: CommandNode): readonly { readonly word: string; readonly description: string }[] {
  return commands.map(({ path, description }) => ({ word: path.at(-1) ?? '', description }));
}

/** Lists the names of all flags with this kind of value. A flag whose value one command knows is known: others get no values then. */
export function listFlagsWith(node: CommandNode, value: FlagNode['value']): readonly string[] {
  const flags = listNodes(node).flatMap((command) => command.flags);
  const select = (kind: FlagNode['value']) =>
    new Set(flags.filter((flag) => flag.value === kind).flatMap(({ names }) => names));
  const known = select('known');
  return [...select(value)].filter((name) => value === 'known' || !known.has(name)).sort();
}

/** Lists the commands whose first argument `sme __complete` knows, by their words. */
export function listPathsWithKnownArgument(node: CommandNode): readonly string[] {
  return listNodes(node)
    .map(({ path }) => path.join(' '))
    .filter((path) => findArgumentSource(path) !== undefined);
}
