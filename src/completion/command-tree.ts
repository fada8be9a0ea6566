/** A flag as a shell sees it. */
export interface FlagShape {
  /** `--host`, `-p`: the long name first. */
  readonly names: readonly string[];
  readonly description: string;
  /** What comes after it: nothing, a file or folder, or anything else. */
  readonly value: 'none' | 'path' | 'other';
}

/** A command as a shell sees it; `path` is empty for `sme` itself. */
export interface CommandShape {
  readonly path: readonly string[];
  readonly description: string;
  readonly flags: readonly FlagShape[];
  readonly commands: readonly CommandShape[];
}

/** A command and all below it. */
export function listShapes(shape: CommandShape): readonly CommandShape[] {
  return [shape, ...shape.commands.flatMap(listShapes)];
}

/** The commands directly below, by the word that is typed for each. */
export function listWords({
  commands,
}: CommandShape): readonly { readonly word: string; readonly description: string }[] {
  return commands.map(({ path, description }) => ({ word: path.at(-1) ?? '', description }));
}

/** The names of all flags that are followed by such a value. */
export function listFlagsWith(shape: CommandShape, value: FlagShape['value']): readonly string[] {
  const flags = listShapes(shape).flatMap((command) => command.flags);
  return [...new Set(flags.filter((flag) => flag.value === value).flatMap(({ names }) => names))].sort();
}
