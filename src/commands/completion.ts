import { writeBashCompletion } from '../completion/bash.js';
import type { CommandShape } from '../completion/command-tree.js';
import { writeFishCompletion } from '../completion/fish.js';
import { writeZshCompletion } from '../completion/zsh.js';
import { makeError } from '../errors/user-error.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { suggestNearest } from '../text/nearest.js';

/** How each shell is told; the names are what `sme completion` takes. */
const writers = { bash: writeBashCompletion, zsh: writeZshCompletion, fish: writeFishCompletion } as const;

/** `sme completion`: a script for a shell, made of the commands and flags of this version. */
export function runCompletion(shell: string, shape: CommandShape, io: CommandIo): void {
  const write = Object.entries(writers).find(([name]) => name === shell)?.[1];
  if (write === undefined) {
    const known = Object.keys(writers);
    throw makeError('E-SME-30', { shell, suggestion: suggestNearest(shell, known), known: known.join(', ') });
  }
  const script = write(shape);
  printResult(io, { shell, script }, () => script);
}
