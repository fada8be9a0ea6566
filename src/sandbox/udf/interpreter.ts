import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ExasolError } from '../types/exasol-error.js';

const execute = promisify(execFile);
const executables = new Map<string, Promise<string>>();

/** What every UDF process gets of the sandbox's own environment: enough to find the interpreter and its packages, no credentials. */
export function makeBaseEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot'];
  const inherited = names.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', PYTHONIOENCODING: 'utf-8' };
}

/**
 * The real interpreter behind a path, asked once: a version manager's shim (pyenv) costs 60 ms more at every start.
 * @throws ExasolError 22002 where the path does not start a Python
 */
export async function resolveInterpreter(path: string): Promise<string> {
  const known = executables.get(path);
  if (known !== undefined) return await known;
  const asked = askForExecutable(path);
  executables.set(path, asked);
  asked.catch(() => executables.delete(path));
  return await asked;
}

async function askForExecutable(path: string): Promise<string> {
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
