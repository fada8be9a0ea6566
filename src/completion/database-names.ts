import type { CheckedSettings } from '../config/parse.js';
import { findScriptSchema } from '../exasol/find-schema.js';
import { qualify } from '../exasol/quote.js';
import { type Session, withSession } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import type { NameKind } from './value-sources.js';

type DatabaseKind = Exclude<NameKind, 'profile' | 'sandbox'>;

/** More names than a terminal can show. */
const maxNames = 500;

/** Columns with names, by kind: the newest names come first. */
const columns: Readonly<
  Record<Exclude<DatabaseKind, 'connection'>, { readonly table: string; readonly name: string }>
> = {
  job: { table: names.jobTable, name: 'JOB_NAME' },
  model: { table: names.jobTable, name: 'MODEL_NAME' },
  endpoint: { table: names.endpointTable, name: 'ENDPOINT_NAME' },
  batch: { table: names.batchTable, name: 'BATCH_NAME' },
};

/** Reads names of one kind in one session. @throws as `withSession` and `findScriptSchema` */
export async function readDatabaseNames(
  kind: DatabaseKind,
  { connection, deployment }: Pick<CheckedSettings, 'connection' | 'deployment'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return await withSession(
    connection,
    async (session) => {
      const sql = await writeQuery(session, kind, deployment);
      const { rows } = await session.query(`${sql} LIMIT ${maxNames}`);
      return rows.map(([name]) => String(name));
    },
    { signal },
  );
}

async function writeQuery(session: Session, kind: DatabaseKind, deployment: CheckedSettings['deployment']) {
  if (kind === 'connection') {
    return 'SELECT CONNECTION_NAME FROM SYS.EXA_ALL_CONNECTIONS ORDER BY 1';
  }
  const schema = await findScriptSchema(session, deployment.schema, names.listJobs);
  const { table, name } = columns[kind];
  return `SELECT ${name} FROM ${qualify(schema, table)} WHERE ${name} IS NOT NULL GROUP BY 1 ORDER BY MAX("DATETIME") DESC`;
}
