import { withDeploymentSession } from '../cli/script-session.js';
import { readStatus, type StatusReport } from '../deploy/status.js';
import { assertScriptsVisible } from '../exasol/find-schema.js';
import type { CommandIo } from '../terminal/io.js';
import { formatTable, printResult } from '../terminal/output.js';
import type { ConnectionFlags } from './options.js';

export interface StatusFlags extends ConnectionFlags {
  readonly exitCode?: boolean | undefined;
}

const summaries: Readonly<Record<StatusReport['state'], string>> = {
  current: 'is up to date',
  drifted: 'differs from this version; "sme deploy" brings it up to date',
  not_deployed: 'has no scripts of sme; "sme deploy" installs them',
};

/** `sme status`: installed against current. With --exit-code it exits with 3 where deploy would change something. */
export async function runStatus(flags: StatusFlags, io: CommandIo): Promise<void> {
  const report = await withDeploymentSession(flags, io, async (session, target) => {
    const found = await readStatus(session, target);
    if (found.state === 'not_deployed') {
      await assertScriptsVisible(session, found.schema);
    }
    return found;
  });
  const data = {
    schema: report.schema,
    state: report.state,
    version: report.version,
    database_version: report.database.version,
    objects: report.objects.map((object) => ({
      name: object.name,
      kind: object.kind,
      state: object.state,
      installed_version: object.installedVersion ?? null,
      reason: object.reason,
    })),
  };
  const rows = report.objects.map((object) => [
    object.state,
    object.kind,
    object.name,
    object.installedVersion ?? '-',
    object.reason,
  ]);
  printResult(
    io,
    data,
    () => `${formatTable(rows)}\nSchema ${report.schema} ${summaries[report.state]}.\n`,
    flags.exitCode === true && report.state !== 'current' ? 3 : 0,
  );
}
