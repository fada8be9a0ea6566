import { makeError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { Secret } from '../secret.js';
import { writePassword } from './password-form.js';
import type { ConnectionPlan } from './types.js';

/** Writes the statement of a plan for printing, with `***` as the secret and the session token. */
export function writeConnectionSql(plan: ConnectionPlan): string {
  const { sessionToken } = plan.keys;
  const hidden = new Secret('***');
  const keys = { ...plan.keys, secretAccessKey: hidden, sessionToken: sessionToken && hidden };
  return writeStatement({ ...plan, keys }, `…${plan.after.keyIdEnd}`);
}

/**
 * Creates or alters the connection.
 * @param session with autocommit on
 * @throws UserError E-SME-212; E-SME-213 if the user lacks a privilege
 */
export async function applyConnection(session: Session, plan: ConnectionPlan, user: string): Promise<void> {
  const { accessKeyId, secretAccessKey, sessionToken } = plan.keys;
  try {
    await session.query(writeStatement(plan, accessKeyId));
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) {
      throw thrown;
    }
    // Without a cause, because Exasol's error may quote the statement with the secret.
    const values = {
      name: plan.name,
      text: maskSecrets(thrown.text, [secretAccessKey, sessionToken]),
      sqlCode: thrown.sqlCode,
    };
    const privilege = plan.action === 'create' ? 'CREATE CONNECTION' : 'ALTER ANY CONNECTION';
    throw thrown.isPrivilegeProblem
      ? makeError('E-SME-213', { ...values, privilege, user: identifier(user) })
      : makeError('E-SME-212', values);
  }
}

function writeStatement({ name, action, after, keys, role, options }: ConnectionPlan, user: string): string {
  const verb = action === 'create' ? 'CREATE' : 'ALTER';
  const password = writePassword({ ...keys, ...role, options });
  return `${verb} CONNECTION ${identifier(name)} TO ${literal(after.address)} USER ${literal(user)} IDENTIFIED BY ${literal(password)}`;
}

/** Masks secrets in plain text, and escaped as in the statement or in its JSON. */
function maskSecrets(text: string, secrets: readonly (Secret | undefined)[]): string {
  let masked = text;
  for (const secret of secrets) {
    if (secret !== undefined) {
      const plain = secret.reveal();
      const inJson = JSON.stringify(plain).slice(1, -1);
      for (const form of [literal(inJson).slice(1, -1), literal(plain).slice(1, -1), inJson, plain]) {
        masked = masked.replaceAll(form, '***');
      }
    }
  }
  return masked;
}
