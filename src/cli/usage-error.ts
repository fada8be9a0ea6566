import type { Command, CommanderError } from 'commander';
import { makeError, type UserError } from '../errors/user-error.js';
import { suggestNearest } from '../text/nearest.js';
import { quoteValue } from '../text/quote-value.js';

/**
 * Converts a usage error of commander to one of sme.
 * @param commandPath such as `profile add`; `sme` if no command was given
 */
export function toUsageError(thrown: CommanderError, commandPath: string, program: Command): UserError {
  const message = describeUsageError(thrown.message.replace(/^error: /, ''), commandPath, program);
  return makeError('E-SME-2', { message, command: commandPath === 'sme' ? '' : `${commandPath} ` });
}

/** In `--passwd=secret`, commander quotes the secret and finds no similar option, so sme names and suggests options itself. */
function describeUsageError(message: string, commandPath: string, program: Command): string {
  const flag = /^unknown option '(--[\w-]+)[=']/.exec(message)?.[1];
  return flag === undefined
    ? message
        .replace(/\n\(Did you mean (.+)\?\)$/, " (did you mean '$1'?)")
        .replaceAll(/'([^']*)'/g, (_quoted, value: string) => `'${quoteValue(value)}'`)
    : `unknown option '${flag}'${suggestFlag(flag, listFlags(commandPath, program))}`;
}

/** The most similar flag, or the one that the unknown one abbreviates or spells out: `--pass` for `--password`. */
function suggestFlag(flag: string, known: readonly string[]): string {
  const [spelledOut] = known.filter((name) => flag.startsWith(name)).sort((a, b) => b.length - a.length);
  const [abbreviated] = known.filter((name) => name.startsWith(flag)).sort((a, b) => a.length - b.length);
  const extension = spelledOut ?? abbreviated;
  return suggestNearest(flag, known) || (extension === undefined ? '' : ` (did you mean '${extension}'?)`);
}

function listFlags(commandPath: string, program: Command): readonly string[] {
  const command = findCommand(commandPath.split(' '), program);
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => (long === undefined || long === null ? [] : [long]));
}

/** The command that words name, or the last one on the way that exists. */
function findCommand(words: readonly string[], program: Command): Command {
  return words.reduce((parent, word) => findChild(parent, word) ?? parent, program);
}

function findChild(parent: Command, word: string): Command | undefined {
  return parent.commands.find((child) => child.name() === word || child.alias() === word);
}

/** Prints the help of a command. @throws UserError E-SME-2 if there is no such command */
export function printHelp(words: readonly string[], parent: Command): void {
  const [word, ...rest] = words;
  if (word === undefined) {
    parent.outputHelp();
    return;
  }
  const child = findChild(parent, word);
  if (child === undefined) {
    const known = parent.commands.map((command) => command.name());
    const path = listPath(parent);
    throw makeError('E-SME-2', {
      message: `unknown command '${quoteValue([...path, word].join(' '))}'${suggestNearest(word, known)}`,
      command: path.map((name) => `${name} `).join(''),
    });
  }
  printHelp(rest, child);
}

/** `profile add` as words; none for the program itself. */
function listPath(command: Command): readonly string[] {
  return command.parent === null ? [] : [...listPath(command.parent), command.name()];
}
