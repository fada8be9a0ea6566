import { afterEach, describe, expect, it, vi } from 'vitest';
import { findLanguages } from '../../../src/sandbox/find-languages.js';
import { findPython } from '../../../src/sandbox/find-python.js';
import { silentLog } from '../../../src/sandbox/log.js';

afterEach(() => vi.unstubAllEnvs());

describe('findLanguages', () => {
  it('finds PYTHON3 on the path and aliases at their paths', async () => {
    const languages = await findLanguages({ languages: new Map([['my_python', 'python3']]) }, silentLog);
    const python = await findPython('python3');
    expect([...languages]).toEqual([
      ['PYTHON3', python?.path],
      ['MY_PYTHON', python?.path],
    ]);
  });

  it('names every unusable interpreter', async () => {
    const languages = new Map([
      ['A', '/nowhere/a'],
      ['B', '/nowhere/b'],
    ]);
    await expect(findLanguages({ languages }, silentLog)).rejects.toThrow(
      "'/nowhere/a' (alias A), '/nowhere/b' (alias B)",
    );
  });

  it('uses the Python of the environment variable, and fails if it is missing', async () => {
    vi.stubEnv('SANDBOX_PYTHON', '/nowhere/python');
    await expect(findLanguages({}, silentLog)).rejects.toThrow("'/nowhere/python'");
  });

  it('warns if there is no Python, and continues', async () => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('SANDBOX_PYTHON', undefined);
    const warnings: string[] = [];
    const languages = await findLanguages({}, { ...silentLog, warn: (message) => warnings.push(message) });
    expect(languages.size).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('SANDBOX_PYTHON')]);
  });
});
