import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Sets of packages that some tests require. `check` is a program that fails if an interpreter does not have them. */
const packages = {
  pyexasol: { requirement: 'pyexasol==3.0.1', check: 'import pyexasol' },
  pandas: { requirement: 'pandas==2.2.3', check: 'import pandas' },
  notebook: {
    requirement: 'pyexasol==3.0.1 pandas==2.2.3 sqlalchemy-exasol==7.2.0',
    check: 'import pandas, pyexasol, sqlalchemy_exasol',
  },
  // released in 2021: knows only version 1 of the AutoML API, and no serverless endpoints
  'old-boto3': { requirement: 'boto3==1.17.96', check: 'import boto3; assert boto3.__version__ == "1.17.96"' },
} as const;

const cacheFolder = fileURLToPath(new URL('../../.cache', import.meta.url));

/**
 * Finds an interpreter that has a set of packages: python3 on the PATH, or a virtual environment in `.cache`, which is created
 * on first use.
 *
 * @returns undefined if the packages cannot be installed, for example because the package index is unreachable
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

/** Installs with the pip of python3, which is faster than installing pip as well. That needs pip 22.3 or newer. */
async function install(folder: string, python: string, requirement: string): Promise<void> {
  const pipArguments = ['install', '--quiet', '--no-compile', '--disable-pip-version-check', ...requirement.split(' ')];
  try {
    await run('python3', ['-m', 'venv', '--without-pip', folder]);
    await run('python3', ['-m', 'pip', '--python', python, ...pipArguments], { timeout: 100_000 });
  } catch {
    await run('python3', ['-m', 'venv', '--clear', folder]);
    await run(python, ['-m', 'pip', ...pipArguments], { timeout: 100_000 });
  }
}

/**
 * Runs a Python program and parses the JSON that it prints.
 *
 * @param input first argument of the program, as JSON
 */
export async function runPython(python: string, program: string, input: unknown): Promise<unknown> {
  const { stdout } = await run(python, ['-c', program, JSON.stringify(input)], {
    maxBuffer: 64 * 1024 * 1024,
    timeout: 100_000,
    // without this variable, pyexasol sends usage data to Exasol
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
