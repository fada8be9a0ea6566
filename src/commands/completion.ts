import type { SmeCommand } from '../cli/command.js';
import type { CommandNode } from '../completion/command-tree.js';
import type { shells } from '../completion/value-sources.js';
import { makeError } from '../errors/user-error.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { suggestNearest } from '../text/nearest.js';

/** `sme completion SHELL`. The script contains all commands and options of the program. */
export function addCompletion(program: SmeCommand): void {
  program
    .command('completion')
    .argument('<shell>', 'bash, zsh, fish or powershell')
    .description('Print a completion script for bash, zsh, fish or PowerShell')
    .examples(
      'source <(sme completion bash)',
      'sme completion fish > ~/.config/fish/completions/sme.fish',
      'sme completion powershell | Out-String | Invoke-Expression',
    )
    .runs((shell: string, _flags: object, io: CommandIo) => runCompletion(shell, program, io));
}

async function runCompletion(shell: string, program: SmeCommand, io: CommandIo): Promise<void> {
  const [
    { describeCommandTree },
    { writeBashCompletion },
    { writeFishCompletion },
    { writePowerShellCompletion },
    { writeZshCompletion },
  ] = await Promise.all([
    import('../completion/describe-command-tree.js'),
    import('../completion/bash.js'),
    import('../completion/fish.js'),
    import('../completion/powershell.js'),
    import('../completion/zsh.js'),
  ]);
  const writers: Readonly<Record<(typeof shells)[number], (root: CommandNode) => string>> = {
    bash: writeBashCompletion,
    zsh: writeZshCompletion,
    fish: writeFishCompletion,
    powershell: writePowerShellCompletion,
  };
  const write = Object.entries(writers).find(([name]) => name === shell)?.[1];
  if (write === undefined) {
    const known = Object.keys(writers);
    throw makeError('E-SME-30', { shell, suggestion: suggestNearest(shell, known), known: known.join(', ') });
  }
  const script = write(describeCommandTree(program));
  printResult<'completion'>(io, { shell, script }, () => script);
}
