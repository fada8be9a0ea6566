import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { CommandShape, FlagShape } from './command-tree.js';

/** A command with all below it as a shell sees them; what the help hides stays hidden. */
export function readShape(command: CommandUnknownOpts, path: readonly string[] = []): CommandShape {
  const help = command.createHelp();
  return {
    path,
    description: command.description(),
    flags: help.visibleOptions(command).map(readFlag),
    commands: help
      .visibleCommands(command)
      .filter((child) => child.name() !== 'help')
      .map((child) => readShape(child, [...path, child.name()])),
  };
}

function readFlag(option: Option): FlagShape {
  const names = [option.long, option.short].filter((name) => name !== undefined && name !== null);
  const value = /<(file|folder)>/.test(option.flags) ? 'path' : option.required ? 'other' : 'none';
  return { names, description: option.description, value };
}
