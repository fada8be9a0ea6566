import type { SmeCommand } from '../../cli/command.js';
import { loadCommandSettings } from '../../cli/load-settings.js';
import { openSession } from '../../cli/script-session.js';
import type { AwsConfig } from '../../config/types.js';
import { makeInterruption } from '../../errors/user-error.js';
import { formatCheckList } from '../../terminal/check-list.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';

const settingParts = ['connection', 'deployment', 'awsDefaults', 'connectionName'] as const;

/** `sme connection test [NAME]` */
export function addConnectionTest(connection: SmeCommand): void {
  connection
    .command('test')
    .argument('[name]', 'CONNECTION name (SME_CONNECTION)')
    .description('Test a CONNECTION from the database, and its bucket from this machine (exit code 3 if a check fails)')
    .settingOption('awsRegion', 'AWS Region; default: the Region of the bucket address')
    .settingOption('awsProfile', 'AWS CLI profile for the test from this machine')
    .settingOption('awsEndpointUrl', "URL to call from this machine instead of AWS's own endpoints")
    .connectionOptions()
    .examples('sme connection test AWS', 'sme connection test AWS --json')
    .runs(runConnectionTest);
}

/** Exits with 3 if a check fails or cannot run. */
async function runConnectionTest(name: string | undefined, flags: object, io: CommandIo): Promise<void> {
  const { connection, deployment, awsDefaults, connectionName } = await loadCommandSettings(
    flags,
    settingParts,
    io,
    name,
  );
  const [{ requireConnection }, { requireSchema }, { testFromDatabase, testFromThisMachine }, report] =
    await Promise.all([
      import('../../connection/find-connection.js'),
      import('../../exasol/find-schema.js'),
      import('../../connection/test-connection.js'),
      import('../../doctor/report.js'),
    ]);
  const { found, view } = await openSession(connection, io, async (session) => {
    const exactName = await requireConnection(session, connectionName);
    const schema = await requireSchema(session, deployment.schema);
    const target = { schema, connection: exactName, region: awsDefaults.region };
    return { found: exactName, view: await testFromDatabase(session, target) };
  });
  const lines = [
    ...view.lines,
    await testFromThisMachine(view.bucket, await loadLocalAccess(flags, view.region, io), io.signal),
  ];
  if (io.signal.aborted) {
    throw makeInterruption('Nothing was changed: sme connection test only reads.');
  }
  const failed = report.countFailed(lines);
  const skipped = lines.filter(({ state }) => state === 'skipped').length;
  const works = failed === 0 && skipped === 0;
  const verdict = [
    failed > 0 ? 'does not work' : '',
    skipped > 0 ? `is not fully tested: ${skipped} of ${lines.length} checks could not run` : '',
    works ? 'works' : '',
  ]
    .filter((text) => text !== '')
    .join('; ');
  printResult<'connection.test'>(
    io,
    { connection_name: found, name: found, failed, skipped, checks: report.describeChecks(lines) },
    () =>
      `${formatCheckList(report.formatChecks(lines), io)}\nThe connection ${found} ${verdict}: ${report.summarize(lines)}.\n`,
    works ? 0 : 3,
  );
}

/** Loads how this machine calls AWS in the Region of the connection. */
async function loadLocalAccess(
  flags: object,
  region: string | undefined,
  io: CommandIo,
): Promise<AwsConfig | undefined> {
  if (region === undefined) {
    return undefined;
  }
  // the first load has already read stdin and reported warnings
  const localFlags = { ...flags, region, passwordStdin: undefined, dbPasswordStdin: undefined };
  return (await loadCommandSettings(localFlags, ['aws'] as const, { ...io, warn() {} })).aws;
}
