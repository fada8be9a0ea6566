import { execFileSync } from 'node:child_process';

import { type Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { makeProgram } from '../../../src/program.js';
import { runCommand } from '../../support/run-command.js';

const nowhere = { write() {} };
const noInput = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };

/** A program whose commands parse their arguments and do nothing. */
function makeIdleProgram(): Command {
  const world = { env: {}, cwd: import.meta.dirname, signal: new AbortController().signal };
  const program = makeProgram({ stdin: noInput, stdout: nowhere, stderr: nowhere, ...world });
  // Groups, too: "sme sandbox" itself starts one.
  for (const command of program.commands.flatMap(listCommands)) {
    command.action(() => {});
  }
  return program;
}

const listCommands = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(listCommands)];

const pathOf = (command: Command): readonly string[] =>
  command.parent === null ? [] : [...pathOf(command.parent), command.name()];

const commands = listCommands(makeIdleProgram())
  .map(pathOf)
  // shells call it, users do not see it
  .filter(([name]) => name !== '__complete');

/** The words after `sme` as a shell would pass them, without variables before and redirections after the call. */
function readWords(example: string): readonly string[] {
  const call = /(?:^|[\s(|"])sme (.*)$/.exec(example)?.[1];
  if (call === undefined) {
    throw new Error(`no call of sme in: ${example}`);
  }
  // up to a pipe or a redirection outside quotes
  const alone = /^(?:'[^']*'|"[^"]*"|[^'"|>)])*/.exec(call)?.[0] ?? '';
  const output = execFileSync('bash', ['-fc', `set -- ${alone}; printf '%s\\0' "$@"`], { encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}

describe.each(commands.filter((path) => path.length > 0).map((path) => ({ name: path.join(' '), path })))(
  'sme $name',
  ({ path }) => {
    test('has at least two examples, and all can be parsed', async () => {
      const { stdout } = await runCommand([...path, '--help']);
      const examples = [...stdout.matchAll(/^ {2}\$ (.*)$/gm)].map(([, example = '']) => example);
      expect(examples.length).toBeGreaterThanOrEqual(2);
      for (const example of examples) {
        const words = readWords(example);
        const parsed = makeIdleProgram().parseAsync([...words], { from: 'user' });
        await expect(
          parsed.catch((thrown: unknown) => {
            throw thrown instanceof CommanderError ? new Error(`${example}: ${thrown.message}`) : thrown;
          }),
        ).resolves.toBeDefined();
      }
    });
  },
);

test('finds an example with an unknown flag', async () => {
  const program = makeIdleProgram();
  await expect(program.parseAsync([...readWords('x=1 sme status --hots x | jq .')], { from: 'user' })).rejects.toThrow(
    '--hots',
  );
});
