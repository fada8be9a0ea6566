import type { SmeCommand } from '../../cli/command.js';
import { loadCommandSettings } from '../../cli/load-settings.js';
import { openSession } from '../../cli/script-session.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { formatMoment } from '../../text/format-values.js';

const settingParts = ['connection', 'deployment', 'aws', 'connectionName'] as const;

/** `sme connection refresh [NAME]` */
export function addConnectionRefresh(connection: SmeCommand): void {
  connection
    .command('refresh')
    .argument('[name]', 'CONNECTION name (SME_CONNECTION)')
    .description('Renew the AWS keys in a CONNECTION from this machine; keeps its address, role, encryption and grants')
    .settingOption('awsRegion', 'AWS Region for signing in')
    .settingOption('awsProfile', 'AWS CLI profile with the keys, such as one of SSO')
    .connectionOptions()
    .examples('sme connection refresh AWS --aws-profile dev', 'sme connection refresh AWS --json')
    .runs(runConnectionRefresh);
}

/** Does not ask, so that a scheduler can run it: it replaces only keys, and only if this machine may alter the connection. */
async function runConnectionRefresh(name: string | undefined, flags: object, io: CommandIo): Promise<void> {
  const [
    { checkRole, loadKeys },
    { formatExpiry },
    { planRefresh, readStoredConnection },
    { applyConnection },
    { connection, deployment, aws, connectionName },
  ] = await Promise.all([
    import('../../connection/load-keys.js'),
    import('../../connection/aws-keys.js'),
    import('../../connection/refresh-connection.js'),
    import('../../connection/apply-connection.js'),
    loadCommandSettings(flags, settingParts, io, name),
  ]);
  const keys = await loadKeys(aws, io);
  await openSession(connection, io, async (session) => {
    const stored = await readStoredConnection(session, connectionName, deployment.schema);
    await checkRole(aws, keys, stored.role, io);
    const plan = planRefresh(stored, keys);
    const { rows } = await session.query('SELECT CURRENT_USER AS USER_NAME');
    await applyConnection(session, plan, String(rows[0]?.[0]));
    const data = {
      connection_name: plan.name,
      name: plan.name,
      address: plan.after.address,
      key_id_end: plan.after.keyIdEnd,
      role_arn: stored.role?.roleArn ?? null,
      options: stored.options,
      is_temporary: keys.sessionToken !== undefined,
      expires_at: keys.expiresAt === undefined ? null : formatMoment(keys.expiresAt),
      before: { key_id_end: stored.keyIdEnd, expires_at: stored.expiresAt ?? null },
    };
    printResult<'connection.refresh'>(io, data, () => {
      const end = keys.expiresAt === undefined ? 'at a time that AWS did not report' : formatExpiry(keys.expiresAt);
      const expiry =
        keys.sessionToken === undefined ? 'The new key is not temporary.' : `The new keys expire at ${end}.`;
      return `Renewed the keys of ${plan.name}: …${plan.after.keyIdEnd} (was …${stored.keyIdEnd}). ${expiry}\n`;
    });
  });
}
