import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineInstallCommand } from '../../../src/cli/engine-install-command.js';

let prefix: string;
let folder: URL;

beforeEach(async () => {
  prefix = await mkdtemp(join(tmpdir(), 'install-'));
  const installed = join(prefix, 'node_modules/exasol-sagemaker-extension');
  await mkdir(installed, { recursive: true });
  await writeFile(join(installed, 'package.json'), '{"peerDependencies":{"duck":"1.2.3","moon":"4.5.6"}}');
  folder = pathToFileURL(`${installed}/`);
});

afterEach(() => rm(prefix, { recursive: true }));

describe('engineInstallCommand', () => {
  test('installs the tested versions globally for a global installation', () => {
    expect(engineInstallCommand(['duck', 'moon'], folder)).toBe('npm install --global duck@1.2.3 moon@4.5.6');
  });

  test('installs into a project that depends on this package', async () => {
    await writeFile(join(prefix, 'package.json'), '{}');
    expect(engineInstallCommand(['moon'], folder)).toBe('npm install moon@4.5.6');
  });

  test('returns npm ci in a clone of the repository', () => {
    expect(engineInstallCommand(['moon'], pathToFileURL(`${prefix}/`))).toBe('npm ci');
  });
});
