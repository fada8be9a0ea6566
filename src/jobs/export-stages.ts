import { setTimeout as sleep } from 'node:timers/promises';
import { qualify } from '../exasol/quote.js';
import { readNumber, readText } from '../exasol/rows.js';
import type { Session } from '../exasol/session.js';
import type { Progress } from '../logger.js';
import { formatCount, formatRate } from '../text/format-values.js';

/** How to follow a script that exports data and then starts something in AWS. */
export interface ExportWatch {
  /** The session that runs the script. */
  readonly session: Session;
  /** Opens another session, runs the work and closes the session. */
  readonly open: (work: (session: Session) => Promise<void>, signal: AbortSignal) => Promise<void>;
  /** Where the script records its steps: the job table or the batch table. */
  readonly schema: string;
  readonly table: string;
  readonly progress: Progress;
  /** Rows of the input, if known. */
  readonly rows?: number | undefined;
  /** What the script starts after the export, such as `the job`. */
  readonly started: string;
  readonly intervalMs?: number;
}

/** A step that the script has recorded. */
interface Stage {
  readonly state: string;
  readonly rows: number | undefined;
  /** Since the script reserved its name and began to export, by the clock of the database. */
  readonly ageSeconds: number;
}

/** What is known about an export that took long enough to be seen. */
export interface SeenExport {
  readonly seconds: number | undefined;
}

/** A shorter export needs no second session. */
const defaultIntervalMs = 2000;

/**
 * Runs a script and shows its steps meanwhile, from a second session: the script commits each step in the row that it owns. Exasol reports
 * the rows of a running EXPORT only as text in EXA_USER_SESSIONS.ACTIVITY, which is shown as it is. Whatever fails here is ignored, because
 * the script does not depend on it.
 */
export async function watchExport<Result>(
  watch: ExportWatch,
  run: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly seen: SeenExport }> {
  const seen: { seconds: number | undefined } = { seconds: undefined };
  if (!watch.progress.isLive) {
    return { result: await run(), seen };
  }
  const sessionId = await readSessionId(watch.session).catch(() => undefined);
  const done = new AbortController();
  const following = sessionId === undefined ? undefined : follow(watch, sessionId, seen, done.signal).catch(() => {});
  try {
    return { result: await run(), seen };
  } finally {
    done.abort();
    await following;
  }
}

/** All digits of the ID, which a number of JavaScript does not have. */
async function readSessionId(session: Session): Promise<string | undefined> {
  const { rows } = await session.query('SELECT CAST(CURRENT_SESSION AS VARCHAR(20))');
  const id = readText(rows[0]?.[0]);
  return id !== undefined && /^\d+$/.test(id) ? id : undefined;
}

async function follow(
  { open, schema, table, progress, rows, started, intervalMs = defaultIntervalMs }: ExportWatch,
  sessionId: string,
  seen: { seconds: number | undefined },
  signal: AbortSignal,
): Promise<void> {
  await sleep(intervalMs, undefined, { signal });
  let isStarting = false;
  await open(async (other) => {
    for (;;) {
      const stage = await readStage(other, qualify(schema, table), sessionId);
      if (stage?.state === 'EXPORTING') {
        seen.seconds = stage.ageSeconds;
        progress.show(describeExport(rows), Date.now() - stage.ageSeconds * 1000);
        progress.detail(await readActivity(other, sessionId).catch(() => ''));
      } else if (stage?.state === 'STARTING') {
        // Later, the age includes the start.
        seen.seconds = isStarting ? seen.seconds : stage.ageSeconds;
        isStarting = true;
        const count = stage.rows === undefined ? '' : `: ${formatCount(stage.rows)} rows exported`;
        progress.show(`Starting ${started}${count}`);
      }
      await sleep(intervalMs, undefined, { signal });
    }
  }, signal);
}

const describeExport = (rows: number | undefined) =>
  rows === undefined ? 'Exporting the data' : `Exporting ${formatCount(rows)} rows`;

async function readStage(session: Session, table: string, sessionId: string): Promise<Stage | undefined> {
  const { rows } = await session.query(
    `SELECT RUN_STATE, ROWS_EXPORTED, CAST(SECONDS_BETWEEN(CURRENT_TIMESTAMP, "DATETIME") AS DOUBLE) FROM ${table}` +
      ` WHERE SESSION_ID = ${sessionId} AND RUN_STATE IN ('EXPORTING', 'STARTING') ORDER BY "DATETIME" DESC LIMIT 1`,
  );
  const [state, exported, age] = rows[0] ?? [];
  return state === undefined
    ? undefined
    : { state: String(state), rows: readNumber(exported), ageSeconds: Math.max(0, readNumber(age) ?? 0) };
}

/** What Exasol says about the statement, such as how far an EXPORT is; '' if it says nothing. */
async function readActivity(session: Session, sessionId: string): Promise<string> {
  const { rows } = await session.query(`SELECT ACTIVITY FROM SYS.EXA_USER_SESSIONS WHERE SESSION_ID = ${sessionId}`);
  return readText(rows[0]?.[0]) ?? '';
}

/** ` (exported in 62 s, 48 rows/s)`; empty if the export was too short to be seen. */
export function describeDuration(rows: number | undefined, { seconds }: SeenExport): string {
  return rows === undefined || seconds === undefined ? '' : ` (exported in ${formatRate(rows, seconds)})`;
}
