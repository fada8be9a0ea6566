import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { resourceKinds } from '../../../src/cleanup/types.js';
import { findValueSource, listValues, listWordCandidates, readTypedLine } from '../../../src/completion/candidates.js';
import { listNodes } from '../../../src/completion/command-tree.js';
import { describeCommandTree } from '../../../src/completion/describe-command-tree.js';
import { checks, findArgumentSource, findFlagSource, objectives } from '../../../src/completion/value-sources.js';
import { doctorChecks } from '../../../src/doctor/checks.js';
import { makeProgram } from '../../../src/program.js';

const nowhere = { write() {} };
const noInput = { setEncoding() {}, on() {}, removeListener() {}, resume() {}, pause() {} };
const world = { env: {}, cwd: import.meta.dirname, signal: new AbortController().signal };
const program = makeProgram({ stdin: noInput, stdout: nowhere, stderr: nowhere, ...world });
const root = describeCommandTree(program);
const source = (...words: readonly string[]) => findValueSource(readTypedLine(root, words));
const values = (...words: readonly string[]) =>
  listValues(source(...words), readTypedLine(root, words)).map(({ text }) => text);

test.each([
  [['watch', ''], 'job'],
  [['watch', '--timeout', '2h', ''], 'job'],
  [['watch', '--quiet', ''], 'job'],
  [['watch', 'a', ''], undefined],
  [['watch', '--quiet', '-'], undefined],
  [['watch', '--connection', ''], 'connection'],
  [['watch', '--connection=A'], 'connection'],
  [['watch', '-p', ''], 'profile'],
  [['predict', ''], 'endpoint'],
  [['predict', '--batch', ''], 'job'],
  [['endpoint', 'create', '--model', ''], 'model'],
  [['endpoint', 'create', '--name', ''], 'endpoint'],
  [['batch', 'finish', ''], 'batch'],
  [['sandbox', 'load', '--name', ''], 'sandbox'],
  [['sandbox', '--name', ''], undefined],
  [['status', '--user', ''], undefined],
  [[''], undefined],
])('knows what %j asks for', (words, expected) => {
  expect(source(...words)).toBe(expected);
});

test('offers commands, and flags after a dash, but none as the value of a flag', () => {
  const offered = (...words: readonly string[]) =>
    listWordCandidates(readTypedLine(root, words)).map(({ text }) => text);
  expect(offered('profile', '')).toEqual(['add', 'list', 'show', 'remove']);
  expect(offered('profile', 'remove', '--')).toEqual(expect.arrayContaining(['--yes', '-y', '--config']));
  expect(offered('profile', 'remove', '--config', '--')).toEqual([]);
  expect(offered('')).not.toContain('__complete');
});

test('completes the last part of a list with commas', () => {
  expect(values('doctor', '--only', 'tls,bu')).toContain('tls,bucket');
});

test('the values of flags are those that commands accept', () => {
  expect(values('doctor', '--only', '').sort()).toEqual(doctorChecks.map(({ id }) => id).sort());
  expect([...checks].sort()).toEqual(doctorChecks.map(({ id }) => id).sort());
  expect(values('cleanup', '--only', '')).toEqual([...resourceKinds]);
  const lua = readFileSync('templates/lua/sme/objective.lua', 'utf8');
  const [, metrics = ''] = /local metrics = \{(.*?)\n\}/s.exec(lua) ?? [];
  expect([...objectives].sort()).toEqual(
    [...new Set([...metrics.matchAll(/'(\w+)'/g)].map(([, name]) => name))].sort(),
  );
});

test('every flag and argument with a list in its help, and every name, has values', () => {
  const other = ['evaluate', 'train', 'data check', 'sandbox load', 'profile add'];
  const commands = listNodes(root).filter(({ commands }) => commands.length === 0);
  const withArgument = commands.filter(({ path }) => {
    const command = path.reduce<Command>(
      (parent, name) => parent.commands.find((each) => each.name() === name) ?? parent,
      program,
    );
    return command.registeredArguments.length > 0;
  });
  const without = withArgument
    .map(({ path }) => path.join(' '))
    .filter((path) => findArgumentSource(path) === undefined);
  expect(without.sort()).toEqual(other.sort());
  const flags = commands.flatMap(({ path, flags }) =>
    flags
      .filter(
        ({ value, description }) => value === 'other' && /^[A-Za-z_]+, [A-Za-z_]+ or [A-Za-z_]+$/.test(description),
      )
      .filter(({ names: [name = ''] }) => findFlagSource(path.join(' '), name) === undefined)
      .map(({ names: [name] }) => `${path.join(' ')} ${name}`),
  );
  expect(flags).toEqual([]);
});
