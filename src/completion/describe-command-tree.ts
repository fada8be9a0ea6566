import type { Command, Option } from 'commander';
import type { CommandNode, FlagNode } from './command-tree.js';
import { findFlagSource } from './value-sources.js';

/** Describes a command and its subcommands for a shell, without what the help hides. */
export function describeCommandTree(command: Command, path: readonly string[] = []): CommandNode {
  const help = command.createHelp();
  return {
    path,
    description: command.description(),
    flags: help.visibleOptions(command).map((option) => describeFlag(option, path.join(' '))),
    commands: help
      .visibleCommands(command)
      .filter((child) => child.name() !== 'help')
      .map((child) => describeCommandTree(child, [...path, child.name()])),
  };
}

function describeFlag(option: Option, path: string): FlagNode {
  const names = [option.long, option.short].filter((name) => name !== undefined && name !== null);
  return { names, description: option.description, value: describeValue(option, path) };
}

function describeValue(option: Option, path: string): FlagNode['value'] {
  if (!option.required) {
    return 'none';
  }
  if (/<(file|folder|json)>/.test(option.flags)) {
    return 'path';
  }
  return findFlagSource(path, option.long ?? '') === undefined ? 'other' : 'known';
}
