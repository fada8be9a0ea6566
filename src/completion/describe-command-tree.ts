import type { Command, Option } from 'commander';
import type { CommandNode, FlagNode } from './command-tree.js';

/** Describes a command and its subcommands for a shell, without what the help hides. */
export function describeCommandTree(command: Command, path: readonly string[] = []): CommandNode {
  const help = command.createHelp();
  return {
    path,
    description: command.description(),
    flags: help.visibleOptions(command).map(describeFlag),
    commands: help
      .visibleCommands(command)
      .filter((child) => child.name() !== 'help')
      .map((child) => describeCommandTree(child, [...path, child.name()])),
  };
}

function describeFlag(option: Option): FlagNode {
  const names = [option.long, option.short].filter((name) => name !== undefined && name !== null);
  const value = /<(file|folder)>/.test(option.flags) ? 'path' : option.required ? 'other' : 'none';
  return { names, description: option.description, value };
}
