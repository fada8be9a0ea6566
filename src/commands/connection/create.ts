import type { SmeCommand } from '../../cli/command.js';
import { loadCommandSettings } from '../../cli/load-settings.js';
import { openSession } from '../../cli/script-session.js';
import { formatExpiry } from '../../connection/aws-keys.js';
import type { EncryptionFlags } from '../../connection/encryption-options.js';
import type { RoleFlags } from '../../connection/role-flags.js';
import type { ConnectionPlan, ConnectionSummary } from '../../connection/types.js';
import { makeError } from '../../errors/user-error.js';
import { askYesNo, type ConfirmFlags, confirm, isConfirmed } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { formatHint, printResult } from '../../terminal/output.js';
import { formatMoment } from '../../text/format-values.js';

interface ConnectionCreateFlags extends ConfirmFlags, EncryptionFlags, RoleFlags {
  readonly dryRun?: boolean | undefined;
}

const settingParts = ['connection', 'deployment', 'aws', 'bucket', 'connectionName'] as const;

/** `sme connection create [NAME]` */
export function addConnectionCreate(connection: SmeCommand): void {
  connection
    .command('create')
    .argument('[name]', 'CONNECTION name; upper-cased as in SQL unless in double quotes (SME_CONNECTION)')
    .description(
      'Create a CONNECTION with your AWS keys, also of SSO, or alter an existing one, which keeps its grants (asks first)',
    )
    .settingOption('bucket')
    .settingOption('awsRegion', 'AWS Region of the bucket and the jobs')
    .settingOption('awsProfile', 'AWS CLI profile with the keys')
    .option('--assume-role <arn>', 'IAM role that UDFs assume with the keys, for S3 and SageMaker')
    .option('--external-id <id>', 'external ID that the trust policy of that role requires')
    .option('--sse-type <type>', 'encryption of uploads: none, AES256 or aws:kms; default: as in the connection')
    .option('--sse-kms-key-id <key>', 'AWS KMS key for --sse-type aws:kms')
    .option('--dry-run', 'print the SQL without the secret, change nothing')
    .confirmOptions()
    .connectionOptions()
    .examples(
      'sme connection create AWS --bucket my-bucket --region eu-central-1 --aws-profile training',
      'sme connection create AWS --assume-role arn:aws:iam::123456789012:role/Training --external-id tenant-7',
      'sme connection create AWS --dry-run',
    )
    .runs(runConnectionCreate);
}

async function runConnectionCreate(
  name: string | undefined,
  flags: ConnectionCreateFlags,
  io: CommandIo,
): Promise<void> {
  const [
    { checkRole, loadKeys },
    { assertKeyRegion, readEncryptionFlags },
    { readRoleFlags },
    { planConnection },
    { applyConnection, writeConnectionSql },
  ] = await Promise.all([
    import('../../connection/load-keys.js'),
    import('../../connection/encryption-options.js'),
    import('../../connection/role-flags.js'),
    import('../../connection/plan-connection.js'),
    import('../../connection/apply-connection.js'),
  ]);
  const options = readEncryptionFlags(flags);
  const role = readRoleFlags(flags);
  const settings = await loadCommandSettings(flags, settingParts, io, name);
  assertKeyRegion(options, settings.aws.region);
  const keys = await loadKeys(settings.aws, io);
  await checkRole(settings.aws, keys, role, io);
  const { connectionName, bucket, aws, deployment } = settings;
  const request = { name: connectionName, bucket, region: aws.region, keys, role, options, schema: deployment.schema };

  await openSession(settings.connection, io, async (session) => {
    const plan = await planConnection(session, request, (connection, reason) =>
      confirmWithoutOptions(connection, reason, flags, io),
    );
    for (const warning of plan.warnings) {
      io.warn(warning);
    }
    const sql = writeConnectionSql(plan);
    if (flags.dryRun === true) {
      io.logger.info('Nothing was changed. sme connection create would run:');
      printPlan(io, plan, true, () => `${sql};\n\n${formatGrants(plan)}`);
      return;
    }
    await confirm(io, flags, describePlan(plan));
    const { rows } = await session.query('SELECT CURRENT_USER AS USER_NAME');
    await applyConnection(session, plan, String(rows[0]?.[0]));
    const message =
      plan.action === 'create'
        ? `Created connection ${plan.name}.`
        : `Altered connection ${plan.name} and kept its grants.`;
    printPlan(
      io,
      plan,
      false,
      () =>
        `${message}\n${describeExpiry(plan)}\n${formatGrants(plan)}\n${formatHint(io, `Test it with: sme connection test ${plan.name}`)}`,
    );
  });
}

/** @throws UserError E-SME-303 if sme cannot prompt, E-SME-23 if the user declines */
async function confirmWithoutOptions(name: string, reason: string, flags: ConnectionCreateFlags, io: CommandIo) {
  const error = makeError('E-SME-303', { name, reason });
  if (isConfirmed(flags) || flags.dryRun === true || !io.interactive) {
    throw error;
  }
  if (!(await askYesNo(io, error.message, { question: 'Continue without encryption options?' }))) {
    throw makeError('E-SME-23');
  }
}

function printPlan(io: CommandIo, plan: ConnectionPlan, dryRun: boolean, text: () => string): void {
  const { name, action, after, before, grants, options, role, keys } = plan;
  const summarize = ({ address, keyIdEnd }: ConnectionSummary) => ({ address, key_id_end: keyIdEnd });
  const data = {
    connection_name: name,
    name,
    action,
    dry_run: dryRun,
    ...summarize(after),
    before: before === undefined ? null : summarize(before),
    options,
    role_arn: role?.roleArn ?? null,
    external_id: role?.externalId ?? null,
    is_temporary: keys.sessionToken !== undefined,
    expires_at: keys.expiresAt === undefined ? null : formatMoment(keys.expiresAt),
    grants,
  };
  printResult<'connection.create'>(io, data, text);
}

function describePlan(plan: ConnectionPlan): string {
  const { name, action, before, after, options, role } = plan;
  const was = (old: string | undefined, current: string) =>
    old === undefined || old === current ? '' : ` (was ${old})`;
  const encryption = Object.entries(options).map(([option, value]) => `${option}=${value}`);
  return [
    `This will ${action} the connection ${name}${action === 'alter' ? ' and keep its grants' : ''}:`,
    `  address     ${after.address}${was(before?.address, after.address)}`,
    `  access key  …${after.keyIdEnd}${was(before?.keyIdEnd, after.keyIdEnd)}`,
    ...(role === undefined ? [] : [`  role        ${role.roleArn}${describeExternalId(role.externalId)}`]),
    ...listTokenLines(plan),
    `  encryption  ${encryption.length === 0 ? 'default of the bucket' : encryption.join(', ')}`,
    '  secret      not shown; users who may access the connection in their own UDFs can read it',
  ].join('\n');
}

const describeExternalId = (id: string | undefined) => (id === undefined ? '' : `, external ID ${id}`);

function listTokenLines({ keys: { sessionToken, expiresAt } }: ConnectionPlan): readonly string[] {
  if (sessionToken === undefined) {
    return [];
  }
  return [`  temporary   ${expiresAt === undefined ? 'expiry unknown' : `until ${formatExpiry(expiresAt)}`}`];
}

/** Tells how long temporary keys work, as a line. */
function describeExpiry({ name, keys: { sessionToken, expiresAt } }: ConnectionPlan): string {
  if (sessionToken === undefined) {
    return '';
  }
  const end =
    expiresAt === undefined ? 'expire at a time that AWS did not report' : `expire at ${formatExpiry(expiresAt)}`;
  return `Its keys are temporary and ${end}. Renew them with: sme connection refresh ${name}\n`;
}

function formatGrants({ grants }: ConnectionPlan): string {
  return `-- Grants for its users (fill in the names):\n${grants.map((grant) => `${grant};\n`).join('')}`;
}
