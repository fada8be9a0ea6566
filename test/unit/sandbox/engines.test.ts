import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assertEnginesInstalled, MissingEnginesError } from '../../../src/sandbox/engines.js';

describe('engines', () => {
  it('are installed here', () => {
    expect(() => assertEnginesInstalled()).not.toThrow();
  });

  it('are the optional peer dependencies, and the error names all missing ones', () => {
    const { peerDependencies, peerDependenciesMeta } = JSON.parse(readFileSync('package.json', 'utf8'));
    const names = Object.keys(peerDependencies);
    const check = () => assertEnginesInstalled(() => false);
    expect(check).toThrow(MissingEnginesError);
    expect(check).toThrow(`'${names.join("', '")}'`);
    expect(names.every((name) => peerDependenciesMeta[name].optional === true)).toBe(true);
  });

  it('have the same versions in the Docker image', () => {
    const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const packages = Object.entries(peerDependencies).map(([name, version]) => `${name}@${version}`);
    expect(readFileSync('.docker/Dockerfile', 'utf8')).toContain(` ${packages.join(' ')} `);
  });
});
