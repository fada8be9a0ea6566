import { openSession } from '../../cli/script-session.js';
import { assertLongTermCredentials } from '../../connection/aws-keys.js';
import { type EncryptionFlags, readEncryptionFlags } from '../../connection/encryption-options.js';
import type { ConnectionPlan } from '../../connection/types.js';
import { makeError } from '../../errors/user-error.js';
import { ask, type ConfirmFlags, confirm } from '../../terminal/confirm.js';
import type { CommandIo } from '../../terminal/io.js';
import { printResult } from '../../terminal/output.js';
import { type AwsFlags, loadAwsSettings } from '../aws-settings.js';

export interface ConnectionCreateFlags extends AwsFlags, ConfirmFlags, EncryptionFlags {
  readonly dryRun?: boolean | undefined;
}

/** `sme connection create`: the user's own AWS keys into a CONNECTION of Exasol, made or altered. */
export async function runConnectionCreate(
  name: string | undefined,
  flags: ConnectionCreateFlags,
  io: CommandIo,
): Promise<void> {
  const options = readEncryptionFlags(flags);
  const settings = await loadAwsSettings(
    flags,
    ['connection', 'deployment', 'aws', 'bucket', 'connectionName'] as const,
    io,
    name,
  );
  const [{ findOwnCredentials }, { planConnection }, { applyConnection, writeConnectionSql }] = await Promise.all([
    import('../../aws/own-credentials.js'),
    import('../../connection/plan-connection.js'),
    import('../../connection/apply-connection.js'),
  ]);
  const keys = await findOwnCredentials(settings.aws);
  assertLongTermCredentials(keys);
  const { connectionName, bucket, aws, deployment } = settings;
  const wish = { name: connectionName, bucket, region: aws.region, keys, options, schema: deployment.schema };

  await openSession(settings.connection, io, async (session) => {
    const plan = await planConnection(session, wish, (connection, reason) =>
      confirmWithoutOptions(connection, reason, flags, io),
    );
    for (const warning of plan.warnings) {
      io.warn(warning);
    }
    const sql = writeConnectionSql(plan);
    if (flags.dryRun === true) {
      io.logger.info('Nothing is changed: this is what sme connection create would run.');
      print(io, plan, true, () => `${sql};\n\n${formatGrants(plan)}`);
      return;
    }
    await confirm(io, flags, describePlan(plan));
    const { rows } = await session.query('SELECT CURRENT_USER AS USER_NAME');
    await applyConnection(session, plan, String(rows[0]?.[0]));
    const done = plan.action === 'create' ? 'is created' : 'is altered; its grants stay';
    print(io, plan, false, () => `The connection ${plan.name} ${done}.\n\n${formatGrants(plan)}\n${nextStep(plan)}`);
  });
}

/** @throws UserError E-SME-303 where nobody can be asked, E-SME-23 where the answer is no */
async function confirmWithoutOptions(name: string, reason: string, flags: ConnectionCreateFlags, io: CommandIo) {
  const isSure = flags.yes === true || flags.autoApprove === true;
  const error = makeError('E-SME-303', { name, reason });
  if (isSure || flags.dryRun === true || !io.interactive) {
    throw error;
  }
  if (!(await ask(io, error.message, { question: 'Continue without encryption options?' }))) {
    throw makeError('E-SME-23');
  }
}

function print(io: CommandIo, plan: ConnectionPlan, dryRun: boolean, text: () => string): void {
  const { name, action, after, before, grants, options } = plan;
  const describe = (face: ConnectionPlan['before']) =>
    face === undefined ? null : { address: face.address, key_id_end: face.keyIdEnd };
  const data = { name, action, dry_run: dryRun, ...describe(after), before: describe(before), options, grants };
  printResult(io, data, text);
}

/** What will happen, in lines. */
function describePlan({ name, action, before, after, options }: ConnectionPlan): string {
  const was = (text: string | undefined, now: string) => (text === undefined || text === now ? '' : ` (was ${text})`);
  const verb = action === 'create' ? 'create' : 'alter';
  const encryption = Object.entries(options).map(([option, value]) => `${option}=${value}`);
  return [
    `This will ${verb} the connection ${name}${action === 'alter' ? '; its grants stay' : ''}:`,
    `  address     ${after.address}${was(before?.address, after.address)}`,
    `  access key  …${after.keyIdEnd}${was(before?.keyIdEnd, after.keyIdEnd)}`,
    `  encryption  ${encryption.length === 0 ? 'as the bucket says' : encryption.join(', ')}`,
    '  secret      not shown; whoever may read the connection in a UDF of his own can read it',
  ].join('\n');
}

function formatGrants({ grants }: ConnectionPlan): string {
  return `-- Its users need (fill in the names):\n${grants.map((grant) => `${grant};\n`).join('')}`;
}

const nextStep = ({ name }: ConnectionPlan) => `Try it: sme connection test ${name}\n`;
