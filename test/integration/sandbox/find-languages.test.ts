import { afterEach, describe, expect, it, vi } from 'vitest';
import { findLanguages } from '../../../src/sandbox/find-languages.js';
import { findPython } from '../../../src/sandbox/find-python.js';
import { silentLog } from '../../../src/sandbox/log.js';

afterEach(() => vi.unstubAllEnvs());

describe('findLanguages', () => {
  it('finds PYTHON3 on the path and aliases where they are named', async () => {
    const languages = await findLanguages({ languages: new Map([['my_python', 'python3']]) }, silentLog);
    const python = await findPython('python3');
    expect([...languages]).toEqual([
      ['PYTHON3', python?.path],
      ['MY_PYTHON', python?.path],
    ]);
  });

  it('names every interpreter that does not answer', async () => {
    const languages = new Map([
      ['A', '/nowhere/a'],
      ['B', '/nowhere/b'],
    ]);
    await expect(findLanguages({ languages }, silentLog)).rejects.toThrow(
      "'/nowhere/a' (alias A), '/nowhere/b' (alias B)",
    );
  });

  it('takes the Python that the environment names, and says when it is not there', async () => {
    vi.stubEnv('SANDBOX_PYTHON', '/nowhere/python');
    await expect(findLanguages({}, silentLog)).rejects.toThrow("'/nowhere/python'");
  });

  it('warns where there is no Python at all, and goes on', async () => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('SANDBOX_PYTHON', undefined);
    const warnings: string[] = [];
    const languages = await findLanguages({}, { ...silentLog, warn: (message) => warnings.push(message) });
    expect(languages.size).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('SANDBOX_PYTHON')]);
  });
});
