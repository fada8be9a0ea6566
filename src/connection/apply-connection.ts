import { makeError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import type { Secret } from '../secret.js';
import type { ConnectionPlan } from './types.js';

/** Writes the statement of a plan for printing, with `***` as the secret. */
export function writeConnectionSql(plan: ConnectionPlan): string {
  return writeStatement(plan, `…${plan.after.keyIdEnd}`, '***');
}

/**
 * Creates or alters the connection.
 * @param session with autocommit on
 * @throws UserError E-SME-212; E-SME-213 if the user lacks a privilege
 */
export async function applyConnection(session: Session, plan: ConnectionPlan, user: string): Promise<void> {
  const { accessKeyId, secretAccessKey } = plan.keys;
  try {
    await session.query(writeStatement(plan, accessKeyId, secretAccessKey.reveal()));
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) {
      throw thrown;
    }
    // Without a cause, because Exasol's error may quote the statement with the secret.
    const values = { name: plan.name, text: maskSecret(thrown.text, secretAccessKey), sqlCode: thrown.sqlCode };
    const privilege = plan.action === 'create' ? 'CREATE CONNECTION' : 'ALTER ANY CONNECTION';
    throw thrown.isPrivilegeProblem
      ? makeError('E-SME-213', { ...values, privilege, user: identifier(user) })
      : makeError('E-SME-212', values);
  }
}

function writeStatement({ name, action, after, options }: ConnectionPlan, user: string, password: string): string {
  const verb = action === 'create' ? 'CREATE' : 'ALTER';
  const suffix = Object.entries(options).map(([option, value]) => `;${option}=${value}`);
  const keys = `USER ${literal(user)} IDENTIFIED BY ${literal([password, ...suffix].join(''))}`;
  return `${verb} CONNECTION ${identifier(name)} TO ${literal(after.address)} ${keys}`;
}

/** Masks the secret, both in plain text and escaped as in the statement. */
function maskSecret(text: string, secret: Secret): string {
  return text.replaceAll(literal(secret.reveal()).slice(1, -1), '***').replaceAll(secret.reveal(), '***');
}
