import type { CommonFlags, SmeCommand } from '../cli/command.js';
import { withDeploymentSession } from '../cli/script-session.js';
import type { StatusReport } from '../deploy/status.js';
import type { CommandIo } from '../terminal/io.js';
import { printResult } from '../terminal/output.js';
import { readTerminalWidth } from '../terminal/streams.js';
import { formatTable } from '../terminal/table.js';

interface StatusFlags extends CommonFlags {
  readonly exitCode?: boolean | undefined;
}

const summaries: Readonly<Record<StatusReport['state'], string>> = {
  current: 'is up to date',
  drifted: 'differs from this version; update it with: sme deploy',
  not_deployed: 'has no sme scripts; install them with: sme deploy',
};

/** States of objects that a deployment keeps. */
const settled: readonly string[] = ['current', 'obsolete'];

/** `sme status` */
export function addStatus(program: SmeCommand): void {
  program
    .command('status')
    .description('Compare the installed scripts and tables with those of this version')
    .option('--exit-code', 'exit with 3 if sme deploy would change anything')
    .connectionOptions()
    .examples(
      'sme status --host localhost --user sys --schema ML',
      'sme status --dsn localhost:8563 --json --exit-code',
    )
    .runs(runStatus);
}

async function runStatus(flags: StatusFlags, io: CommandIo): Promise<void> {
  const [{ readStatus }, { assertScriptsVisible }, { describeUdfs, formatUdfs }] = await Promise.all([
    import('../deploy/status.js'),
    import('../exasol/find-schema.js'),
    import('../deploy/describe-plan.js'),
  ]);
  const report = await withDeploymentSession(flags, io, async (session, target) => {
    const found = await readStatus(session, target);
    if (found.state === 'not_deployed') {
      await assertScriptsVisible(session, found.schema);
    }
    return found;
  });
  const data = {
    schema: report.schema,
    schema_name: report.schema,
    state: report.state,
    version: report.version,
    database_version: report.database.version,
    ...describeUdfs(report.udfs),
    objects: report.objects.map((object) => ({
      name: object.name,
      kind: object.kind,
      state: object.state,
      installed_version: object.installedVersion ?? null,
      reason: object.reason,
    })),
  };
  // with --quiet, only what a deployment would change
  const shown = report.objects.filter(({ state }) => flags.quiet !== true || !settled.includes(state));
  const rows = shown.map((object) => [
    object.state,
    object.kind,
    object.name,
    object.installedVersion ?? '-',
    object.reason,
  ]);
  printResult<'status'>(
    io,
    data,
    () =>
      flags.quiet === true && report.state === 'current'
        ? ''
        : [
            formatTable(rows, { width: readTerminalWidth(io.stdout), shrinkableColumns: new Set([4]) }),
            flags.quiet === true ? '' : `\n${formatUdfs(report.udfs)}`,
            `Schema ${report.schema} ${summaries[report.state]}\n`,
          ].join(''),
    flags.exitCode === true && report.state !== 'current' ? 3 : 0,
  );
}
