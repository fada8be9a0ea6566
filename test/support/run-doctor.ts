import { runCommand } from './run-command.js';

/** A check in the document of `sme doctor --json`. */
export interface CheckResult {
  readonly id: string;
  readonly state: string;
  readonly text: string;
  readonly mitigation: string | null;
}

/**
 * Runs `sme doctor --json` and fails if its output contains a password or secret.
 * @param environment variables of the command
 * @param changes variables that differ from `environment` in this run
 * @returns the checks by ID
 */
export async function runDoctor(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  changes: Readonly<Record<string, string>> = {},
) {
  const env: Record<string, string> = { ...environment, ...changes };
  const { stdout, stderr, exitCode } = await runCommand(['doctor', '--json', '--debug', ...args], { env });
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'EXASOL_PASSWORD']) {
    const secret = env[name];
    // The password of the sandbox, 'exasol', is also an ordinary word of the output.
    if (secret !== undefined && secret !== 'exasol' && (stdout + stderr).includes(secret)) {
      throw new Error(`The output of sme doctor contains ${name}.`);
    }
  }
  const document: { data: { failed: number; checks: readonly CheckResult[] } } = JSON.parse(stdout);
  const checks = Object.fromEntries(document.data.checks.map((check) => [check.id, check]));
  return { exitCode, stdout, checks, failed: document.data.failed };
}

export const statesOf = (checks: Readonly<Record<string, CheckResult>>) =>
  Object.fromEntries(Object.values(checks).map(({ id, state }) => [id, state]));
