import type { ExasolDriver } from '@exasol/exasol-driver-ts';
import { RawClient } from './raw-client.js';
import type { TestSandbox } from './sandbox.js';
import { run } from './training.js';

interface KilledCommand<State> {
  readonly sandbox: TestSandbox;
  readonly driver: ExasolDriver;
  /** EXECUTE SCRIPT, and the script's name, whose statements count. */
  readonly command: { readonly script: string; readonly sql: string };
  /** Prepares the state in which the command starts. */
  readonly prepare: () => Promise<void>;
  readonly readState: () => Promise<State>;
  /** The error of the second run if the first one was killed after its last step, so that nothing was left to do. */
  readonly finishedError?: RegExp;
}

interface KilledCase<State> {
  readonly title: string;
  /** After the killed run and a second, undisturbed one. */
  readonly state: State;
}

/** Runs a command undisturbed, then again and again with a kill at each statement and the same command after it. */
export async function killedAtEachStatement<State>(
  killed: KilledCommand<State>,
): Promise<{ readonly undisturbed: State; readonly cases: readonly KilledCase<State>[] }> {
  const { sandbox, driver, command, prepare, readState, finishedError } = killed;
  await prepare();
  const statements = await recordStatements(sandbox, command);
  const undisturbed = await readState();
  const cases: KilledCase<State>[] = [];
  const points = listKillPoints(statements.map(({ sql }) => sql));
  if (points.length === 0) throw new Error(`${command.script} has no statement to be killed at`);
  for (const point of points) {
    await prepare();
    await runAndKill(sandbox, command, point);
    const isLast = point === points.at(-1);
    await run(driver, command.sql).catch((error: unknown) => {
      if (!(isLast && finishedError?.test(String(error)))) throw error;
    });
    cases.push({ title: `killed ${point.when} statement ${point.statement}: ${point.sql}`, state: await readState() });
  }
  return { undisturbed, cases };
}

/** Runs a command in a session without an open schema, as `runAndKill` does: otherwise the numbers of its statements would differ. */
export async function recordStatements(sandbox: TestSandbox, { script, sql }: KilledCommand<unknown>['command']) {
  const session = await sandbox.connect();
  sandbox.exasolControl.clear();
  await run(session, sql);
  return sandbox.exasolControl.statements.filter((statement) => statement.script === script);
}

/**
 * After each statement with an effect outside the transaction (an EXPORT, or a UDF other than a PLAN, which only reads), and after each COMMIT
 * of a change. Every other point leaves the same as one of these or as no run at all, because the killed session is rolled back.
 */
function listKillPoints(statements: readonly string[]) {
  let hasUncommittedChange = false;
  return statements.flatMap((sql, index) => {
    const isCommit = /^\s*COMMIT\b/i.test(sql);
    const isOutside = /^\s*EXPORT\b/i.test(sql) || (/(?<!_PLAN)_UDF\b/.test(sql) && !/^\s*(CREATE|DROP)\b/i.test(sql));
    const isPoint = isOutside || (isCommit && hasUncommittedChange);
    const changesNothing = /^\s*(SELECT|DESCRIBE|ALTER SESSION)\b/i.test(sql) || /\bWHERE 1 = 0\s*$/.test(sql);
    hasUncommittedChange = !isCommit && (hasUncommittedChange || !changesNothing);
    return isPoint ? [{ statement: index + 1, when: 'after' as const, sql: shorten(sql) }] : [];
  });
}

const shorten = (sql: string) => sql.replaceAll(/\s+/g, ' ').slice(0, 80);

/** Runs a command in a session of its own, which is killed; returns when the session is closed. */
export async function runAndKill(
  sandbox: TestSandbox,
  { script, sql }: KilledCommand<unknown>['command'],
  { statement, when }: { readonly statement: number; readonly when: 'before' | 'after' },
): Promise<void> {
  const client = await RawClient.open(sandbox.exasol);
  await client.logIn(sandbox.exasol.user, sandbox.exasol.password);
  const killed = sandbox.exasolControl.killSession({ script, statement, when });
  client.socket.send(JSON.stringify({ command: 'execute', sqlText: sql, attributes: {} }));
  await Promise.race([
    killed,
    client.receive().then(({ text }) => {
      throw new Error(`the script ended before the kill at statement ${statement}: ${text}`);
    }),
  ]);
  await client.closed;
}
