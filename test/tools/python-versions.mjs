// The Python interpreters that run the tests of the UDFs. Exasol's containers have Python 3.6 to 3.12 with boto3 1.20 to 1.40.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const SEARCHED_VERSIONS = ['3.8', '3.10', '3.12'];
const PROBE = 'import boto3, sys; print(sys.executable, "%d.%d" % sys.version_info[:2], boto3.__version__)';

/** An interpreter, or undefined if it does not start or has no boto3. */
function probe(command) {
  try {
    const output = execFileSync(command, ['-c', PROBE], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [executable, version, boto3] = output.trim().split(' ');
    return { command, executable, version, label: `Python ${version} with boto3 ${boto3}` };
  } catch {
    return undefined;
  }
}

function listSearchedCommands() {
  const pyenv = process.env.PYENV_ROOT ?? join(homedir(), '.pyenv');
  return SEARCHED_VERSIONS.flatMap((version) => [
    `python${version}`,
    ...[join(pyenv, 'versions', version, 'bin/python')].filter(existsSync),
  ]);
}

/**
 * Finds interpreters that can run the tests: those that SME_TEST_PYTHONS lists (separated by commas), or else the default
 * one (`PYTHON`, or python3) and one of each searched version that has boto3.
 *
 * @returns list of `{ command, version, label }`
 * @throws Error if an interpreter in SME_TEST_PYTHONS cannot run the tests, which would otherwise go unnoticed
 */
export function findPythons() {
  const named = (process.env.SME_TEST_PYTHONS ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const found = [];
  const defaultCommand = process.env.PYTHON ?? 'python3';
  for (const command of named.length > 0 ? named : [defaultCommand, ...listSearchedCommands()]) {
    const python = probe(command);
    if (python === undefined && named.length > 0) {
      throw new Error(`SME_TEST_PYTHONS names '${command}', which does not start or has no boto3.`);
    }
    const isNew =
      python &&
      !found.some(({ executable, version }) => executable === python.executable || version === python.version);
    if (isNew || (python && named.length > 0)) found.push(python);
  }
  // Without boto3 the tests fail, and their output says why.
  return found.length > 0 ? found : [{ command: defaultCommand, label: defaultCommand }];
}
