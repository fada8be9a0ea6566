/** Clients from the package index, each in a virtual environment of its own, with cases written from its documentation. */
import { execFile, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ExasolAccess } from '../../src/sandbox/options.js';

const run = promisify(execFile);

export interface Client {
  readonly name: string;
  /** Module in this folder; its first case is the smoke case. */
  readonly module: string;
  readonly requirements: readonly string[];
}

export const clients: readonly Client[] = [
  {
    name: 'pyexasol',
    module: 'pyexasol_cases',
    // polars 2 cannot read from a pipe, which pyexasol gives it
    requirements: ['pyexasol==3.0.1', 'pandas==2.2.3', 'polars==1.44.2', 'pyarrow==26.0.1'],
  },
  {
    name: 'sqlalchemy-exasol',
    module: 'sqlalchemy_cases',
    requirements: ['sqlalchemy-exasol==7.2.0', 'sqlalchemy==2.1.9', 'pandas==2.2.3'],
  },
  {
    name: 'ibis',
    module: 'ibis_cases',
    // newer versions of sqlglot drop the name from the DROP TABLE of ibis
    requirements: ['ibis-framework[exasol]==12.0.0', 'sqlglot==28.*', 'pandas==2.2.3'],
  },
  {
    name: 'dbt-exasol',
    module: 'dbt_cases',
    requirements: ['dbt-exasol==1.10.6', 'dbt-core==1.10.23'],
  },
];

export interface CaseResult {
  readonly case: string;
  /** Traceback, or null if the case passed. */
  readonly error: string | null;
}

const cacheFolder = fileURLToPath(new URL('../../.cache/clients', import.meta.url));
const runner = fileURLToPath(new URL('run_cases.py', import.meta.url));

const pythonOf = ({ name }: Client) => join(cacheFolder, name, 'bin', 'python');
const recordOf = ({ name }: Client) => join(cacheFolder, name, 'requirements.txt');

/** @returns the interpreter of the client; undefined if it is not installed in this version */
export async function findClient(client: Client): Promise<string | undefined> {
  const installed = await readFile(recordOf(client), 'utf8').catch(() => '');
  return installed === client.requirements.join('\n') ? pythonOf(client) : undefined;
}

/** Installs the client, unless it is installed. @returns its interpreter */
export async function installClient(client: Client): Promise<string> {
  const found = await findClient(client);
  if (found !== undefined) return found;
  const python = pythonOf(client);
  await run('python3', ['-m', 'venv', '--clear', join(cacheFolder, client.name)]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...client.requirements]);
  await writeFile(recordOf(client), client.requirements.join('\n'));
  return python;
}

/** Runs the cases of a client. A client that ends before its last case is a failed case. */
export async function* runCases(
  client: Client,
  python: string,
  access: ExasolAccess,
  options: { readonly smokeOnly?: boolean } = {},
): AsyncGenerator<CaseResult> {
  const smoke = options.smokeOnly === true ? ['--smoke'] : [];
  const child = spawn(python, [runner, client.module, JSON.stringify(access), ...smoke], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // without the first variable, pyexasol sends usage data to Exasol
    env: { ...process.env, EXASOL_TELEMETRY_DISABLE: '1', PYTHONDONTWRITEBYTECODE: '1' },
  });
  let messages = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    messages = (messages + text).slice(-4000);
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  // Clients print messages of their own.
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"case"')) yield JSON.parse(line) as CaseResult;
  }
  const code = await ended;
  if (code !== 0) yield { case: `exit code of Python`, error: `exit code ${code}\n${messages}` };
}
