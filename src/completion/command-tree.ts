/** A flag, as a shell completes it. */
export interface FlagNode {
  /** `--host`, `-p`: the long name first. */
  readonly names: readonly string[];
  readonly description: string;
  /** What follows the flag: nothing, a file or folder, or any other value. */
  readonly value: 'none' | 'path' | 'other';
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

/** Lists the names of all flags with this kind of value. */
export function listFlagsWith(node: CommandNode, value: FlagNode['value']): readonly string[] {
  const flags = listNodes(node).flatMap((command) => command.flags);
  return [...new Set(flags.filter((flag) => flag.value === value).flatMap(({ names }) => names))].sort();
}
