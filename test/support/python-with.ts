import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Packages that tests bring along, in the versions that they were written against, and how a Python shows that it has one. */
const packages = {
  pyexasol: { requirement: 'pyexasol==3.0.1', check: 'import pyexasol' },
  pandas: { requirement: 'pandas==2.2.3', check: 'import pandas' },
  notebook: {
    requirement: 'pyexasol==3.0.1 pandas==2.2.3 sqlalchemy-exasol==7.2.0',
    check: 'import pandas, pyexasol, sqlalchemy_exasol',
  },
  // of 2021: it knows the first version of Autopilot's calls only, and no serverless endpoints
  'old-boto3': { requirement: 'boto3==1.17.96', check: 'import boto3; assert boto3.__version__ == "1.17.96"' },
} as const;

const cacheFolder = fileURLToPath(new URL('../../.cache', import.meta.url));

/**
 * A Python with a package: the one on the path if it has it, else a virtual environment in `.cache`, made once.
 *
 * @returns undefined where there is neither and the package index cannot be reached
 */
export async function findPythonWith(name: keyof typeof packages): Promise<string | undefined> {
  const { requirement, check } = packages[name];
  const folder = join(cacheFolder, name);
  const cached = join(folder, 'bin', 'python');
  for (const python of ['python3', cached]) {
    if (await canRun(python, check)) {
      return python;
    }
  }
  try {
    await install(folder, cached, requirement);
    return (await canRun(cached, check)) ? cached : undefined;
  } catch {
    return undefined;
  }
}

/** The pip of the path serves an environment without one, which is quicker; before 22.3 it cannot. */
async function install(folder: string, python: string, requirement: string): Promise<void> {
  const wishes = ['install', '--quiet', '--no-compile', '--disable-pip-version-check', ...requirement.split(' ')];
  try {
    await run('python3', ['-m', 'venv', '--without-pip', folder]);
    await run('python3', ['-m', 'pip', '--python', python, ...wishes], { timeout: 100_000 });
  } catch {
    await run('python3', ['-m', 'venv', '--clear', folder]);
    await run(python, ['-m', 'pip', ...wishes], { timeout: 100_000 });
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

async function canRun(python: string, program: string): Promise<boolean> {
  try {
    await run(python, ['-c', program], { timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
