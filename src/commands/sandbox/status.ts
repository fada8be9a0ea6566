import type { SmeCommand } from '../../cli/command.js';
import type { RunningSandbox } from '../../config/sandbox-registry.js';
import { makeError } from '../../errors/user-error.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { formatAge } from '../../text/format-values.js';
import { countSeconds, isResponding, requireSandbox, toAccess, toConnectionConfig, toJsonSandbox } from './running.js';
import { writeName } from './table-name.js';

/** More tables are only counted. */
const maxTables = 20;

/** `sme sandbox status` */
export function addSandboxStatus(sandbox: SmeCommand): void {
  sandbox
    .command('status')
    .argument('[name]', 'name of the sandbox, if several run')
    .description('Show whether a sandbox responds, its addresses and its tables')
    .examples('sme sandbox status', 'sme sandbox status test --json')
    .runs(runSandboxStatus);
}

async function runSandboxStatus(name: string | undefined, _flags: object, io: CommandIo): Promise<void> {
  const sandbox = await requireSandbox(name, io);
  if (!(await isResponding(sandbox, io))) {
    throw makeError('E-SME-617', { name: sandbox.name, pid: sandbox.pid });
  }
  const tables = await listTables(sandbox, io);
  printResult<'sandbox.status'>(io, { ...toJsonSandbox(sandbox, true), tables }, () => formatSandbox(sandbox, tables));
}

/** Lists the tables, as `SCHEMA.TABLE`, without those of the scripts. */
async function listTables(sandbox: RunningSandbox, io: CommandIo): Promise<readonly string[]> {
  const [{ withSession }, { literal }] = await Promise.all([
    import('../../exasol/session.js'),
    import('../../exasol/quote.js'),
  ]);
  const { schema } = sandbox.settings;
  const scripts = schema === undefined ? '' : ` WHERE TABLE_SCHEMA <> ${literal(schema)}`;
  return await withSession(
    toConnectionConfig(toAccess(sandbox)),
    async (session) => {
      const sql = `SELECT TABLE_SCHEMA, TABLE_NAME FROM SYS.EXA_ALL_TABLES${scripts} ORDER BY 1, 2`;
      const { rows } = await session.query(sql);
      return rows.map(([schema, table]) => `${writeName(String(schema))}.${writeName(String(table))}`);
    },
    { signal: io.signal, logger: io.logger },
  );
}

function formatSandbox(sandbox: RunningSandbox, tables: readonly string[]): string {
  const { name, pid, settings, dataFolder } = sandbox;
  const rest = tables.length > maxTables ? `, and ${tables.length - maxTables} more` : '';
  const list =
    tables.length === 0 ? 'none; load one with: sme sandbox load FILE.csv' : tables.slice(0, maxTables).join(', ');
  const lines = [
    ['Name', name],
    ['State', `running for ${formatAge(countSeconds(sandbox))}, process ${pid}`],
    ['Exasol', `${settings.host}:${settings.port}`],
    ['AWS', settings.awsEndpointUrl ?? ''],
    ['Scripts', settings.schema === undefined ? 'not deployed by sme sandbox' : `schema ${settings.schema}`],
    ['Data', dataFolder === undefined ? 'deleted when it stops' : `kept in ${dataFolder}`],
    ['Tables', `${list}${rest}`],
  ];
  return lines.map(([label = '', text = '']) => `${label.padEnd(8)}${text}\n`).join('');
}
