import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const readme = readFileSync('README.md', 'utf8');

describe('README', () => {
  test('shows the help and the errors of this version', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['test/support/update-readme.mjs', '--check']).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  test('has a map that names every folder, and only folders that are there', () => {
    const [, map = ''] = /\| folder \|.*\n\|.*\n((?:\|.*\n)+)/.exec(readme) ?? [];
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

  test('links only to files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
