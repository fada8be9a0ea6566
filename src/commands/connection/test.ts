import { openSession } from '../../cli/script-session.js';
import type { AwsConfig } from '../../config/types.js';
import { showChecks } from '../../terminal/check-list.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { type AwsFlags, loadAwsSettings } from '../aws-settings.js';

/**
 * `sme connection test`: what the database sees through a connection, and what this machine sees of the same bucket. Exit 3 where
 * something fails or could not be checked.
 */
export async function runConnectionTest(name: string | undefined, flags: AwsFlags, io: CommandIo): Promise<void> {
  const parts = ['connection', 'deployment', 'awsDefaults', 'connectionName'] as const;
  const { connection, deployment, awsDefaults, connectionName } = await loadAwsSettings(flags, parts, io, name);
  const [{ requireConnection }, { requireSchema }, { testFromDatabase, testFromThisMachine }, report] =
    await Promise.all([
      import('../../connection/find-connection.js'),
      import('../../exasol/find-schema.js'),
      import('../../connection/test-connection.js'),
      import('../../doctor/report.js'),
    ]);
  const { found, view } = await openSession(connection, io, async (session) => {
    const exact = await requireConnection(session, connectionName);
    const schema = await requireSchema(session, deployment.schema);
    const where = { schema, connection: exact, region: awsDefaults.region };
    return { found: exact, view: await testFromDatabase(session, where) };
  });
  const lines = [
    ...view.lines,
    await testFromThisMachine(view.bucket, await loadOwnAccess(flags, view.region, io), io.signal),
  ];
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
  printResult(
    io,
    { name: found, failed, skipped, checks: report.describeChecks(lines) },
    () =>
      `${showChecks(report.formatChecks(lines), io)}\nThe connection ${found} ${verdict}: ${report.summarize(lines)}.\n`,
    works ? 0 : 3,
  );
}

/** How this machine calls AWS, in the Region of the connection. */
async function loadOwnAccess(
  flags: AwsFlags,
  region: string | undefined,
  io: CommandIo,
): Promise<AwsConfig | undefined> {
  if (region === undefined) {
    return undefined;
  }
  // stdin was read and warnings were told when the settings were loaded
  const again = { ...flags, region, passwordStdin: undefined, dbPasswordStdin: undefined };
  return (await loadAwsSettings(again, ['aws'] as const, { ...io, warn() {} })).aws;
}
