import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

describe('the documentation', () => {
  test('has the help, errors and columns of this version', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import',
      'tsx',
      'test/tools/update-docs.mjs',
      '--check',
    ]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  });

  test('begins with a README of at most 350 lines', () => {
    expect(readFileSync('README.md', 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(350);
  });

  test('has a map of the source that names every folder, and only folders that exist', () => {
    const architecture = readFileSync('doc/developer_guide/architecture.md', 'utf8');
    const [, map = ''] = /\| folder \|.*\n\|.*\n((?:\|.*\n)+)/.exec(architecture) ?? [];
    const named = map
      .split('\n')
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
    expect(named.filter((folder) => !existsSync(folder))).toEqual([]);
    const rooms = ['src', 'test'].flatMap((top) =>
      readdirSync(top, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${top}/${name}`),
    );
    expect(rooms.filter((room) => !named.includes(room))).toEqual([]);
  });
});
