import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assertEnginesInstalled, engines } from '../../../src/sandbox/engines.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

function readImportedPackages(): Set<string> {
  const folder = join(root, 'src', 'sandbox');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.m?[jt]s$/.test(file));
  const found = new Set<string>();
  for (const file of files) {
    for (const [, name] of readFileSync(join(folder, file), 'utf8').matchAll(
      /(?:from|import\() ?'((?:@[\w-]+\/)?[\w-]+)/g,
    )) {
      found.add(name ?? '');
    }
  }
  return found;
}

describe('engines', () => {
  it('are the optional packages that the sandbox imports', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const { optionalDependencies } = manifest as { optionalDependencies: Record<string, string> };
    const imported = readImportedPackages();
    expect([...engines].sort()).toEqual(
      Object.keys(optionalDependencies)
        .filter((name) => imported.has(name))
        .sort(),
    );
  });

  it('are installed here', () => {
    expect(() => assertEnginesInstalled()).not.toThrow();
  });
});
