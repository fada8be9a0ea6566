import type { CommandNode, FlagNode } from './command-tree.js';
import { findArgumentSource, findFlagSource, type ValueSource } from './value-sources.js';

/** Something that can be inserted. */
export interface Candidate {
  readonly text: string;
  readonly description: string;
}

/** What a user types: all words but the last one decide what the last one can be. */
export interface TypedLine {
  readonly command: CommandNode;
  /** The flags before the last word, by their long names. */
  readonly flags: readonly string[];
  /** The start of the word that is completed. */
  readonly start: string;
  /** The flag whose value is completed. */
  readonly flag: FlagNode | undefined;
  /** The number of arguments before the last word. */
  readonly argumentCount: number;
}

/** Reads a line of words after `sme`. The last word can be empty. */
export function readTypedLine(root: CommandNode, words: readonly string[]): TypedLine {
  const [typed, last] = [words.slice(0, -1), words.at(-1) ?? ''];
  let command = root;
  let flag: FlagNode | undefined;
  let argumentCount = 0;
  const flags: string[] = [];
  for (const word of typed) {
    const child = command.commands.find(({ path }) => path.at(-1) === word);
    if (flag !== undefined) {
      flag = undefined;
    } else if (word.startsWith('-')) {
      const [name = ''] = word.split('=', 1);
      const found = findFlag(command, name);
      flags.push(found?.names[0] ?? name);
      flag = found?.value === 'none' || word.includes('=') ? undefined : found;
    } else if (child !== undefined && argumentCount === 0) {
      command = child;
    } else {
      argumentCount += 1;
    }
  }
  const [, assigned, value] = /^(--[\w-]+)=(.*)$/s.exec(last) ?? [];
  return assigned === undefined
    ? { command, flags, start: last, flag, argumentCount }
    : { command, flags, start: value ?? '', flag: findFlag(command, assigned), argumentCount };
}

const findFlag = (command: CommandNode, name: string) => command.flags.find(({ names }) => names.includes(name));

/** The values that can be completed; undefined if only commands and flags can follow. */
export function findValueSource({ command, flags, flag, start, argumentCount }: TypedLine): ValueSource | undefined {
  const path = command.path.join(' ');
  if (flag !== undefined) {
    return findFlagSource(path, flag.names[0] ?? '');
  }
  return start.startsWith('-') || argumentCount > 0 ? undefined : findArgumentSource(path, flags);
}

/** The commands and flags that can follow. */
export function listWordCandidates({ command, flag, start, argumentCount }: TypedLine): readonly Candidate[] {
  if (flag !== undefined) {
    return [];
  }
  if (start.startsWith('-')) {
    return command.flags.flatMap(({ names, description }) => names.map((text) => ({ text, description })));
  }
  return argumentCount > 0
    ? []
    : command.commands.map(({ path, description }) => ({ text: path.at(-1) ?? '', description }));
}

/** The values of a list. In a list that is separated by commas, the last part is completed. */
export function listValues(source: ValueSource | undefined, { start, flag }: TypedLine): readonly Candidate[] {
  if (source === undefined || typeof source === 'string') {
    return [];
  }
  const isList = flag?.names.includes('--only') === true;
  const before = isList ? start.slice(0, start.lastIndexOf(',') + 1) : '';
  return source.map((value) => ({ text: `${before}${value}`, description: '' }));
}
