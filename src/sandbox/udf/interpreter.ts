import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ExasolError } from '../types/exasol-error.js';

const execute = promisify(execFile);
const executables = new Map<string, Promise<string>>();

/** The environment of UDF processes: the sandbox's own variables for finding the interpreter and its packages, but no credentials. */
export function makeBaseEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot'];
  const inherited = names.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', PYTHONIOENCODING: 'utf-8' };
}

/**
 * Finds the executable behind a path, once per path: the shim of a version manager such as pyenv would add 60 ms to each start.
 * @throws ExasolError 22002 if the path is not a Python interpreter of version 3.8 or newer
 */
export async function resolveInterpreter(path: string): Promise<string> {
  const known = executables.get(path);
  if (known !== undefined) return await known;
  const lookup = findExecutable(path);
  executables.set(path, lookup);
  lookup.catch(() => executables.delete(path));
  return await lookup;
}

async function findExecutable(path: string): Promise<string> {
  try {
    const program =
      'import sys; assert sys.version_info >= (3, 8), "Python 3.8 or newer is needed"; print(sys.executable)';
    const { stdout } = await execute(path, ['-c', program], { env: makeBaseEnvironment() });
    return stdout.trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExasolError('22002', `VM error: cannot start the Python interpreter '${path}': ${reason}`);
  }
}
