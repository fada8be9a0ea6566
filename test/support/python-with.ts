import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Packages that tests of the sandbox bring along, in the versions that they were written against. */
const requirements = { pyexasol: 'pyexasol==3.0.1', pandas: 'pandas==2.2.3' } as const;

const cacheFolder = fileURLToPath(new URL('../../.cache', import.meta.url));

/**
 * A Python with a package: the one on the path if it has it, else a virtual environment in `.cache`, made once.
 *
 * @returns undefined where there is neither and the package index cannot be reached
 */
export async function findPythonWith(name: keyof typeof requirements): Promise<string | undefined> {
  const folder = join(cacheFolder, name);
  const cached = join(folder, 'bin', 'python');
  for (const python of ['python3', cached]) {
    if (await canImport(python, name)) {
      return python;
    }
  }
  try {
    if (!existsSync(cached)) {
      await run('python3', ['-m', 'venv', folder]);
    }
    await run(cached, ['-m', 'pip', 'install', '--quiet', requirements[name]], { timeout: 100_000 });
    return (await canImport(cached, name)) ? cached : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Runs a Python program and parses the JSON that it prints.
 *
 * @param input handed to the program as JSON in its first argument
 */
export async function runPython(python: string, program: string, input: unknown): Promise<unknown> {
  const { stdout } = await run(python, ['-c', program, JSON.stringify(input)], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: 100_000,
    // pyexasol reports its use to its maker unless told not to; a test has nothing to report
    env: { ...process.env, EXASOL_TELEMETRY_DISABLE: '1' },
  });
  return JSON.parse(stdout);
}

async function canImport(python: string, name: string): Promise<boolean> {
  try {
    await run(python, ['-c', `import ${name}`], { timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
