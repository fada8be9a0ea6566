import { deployInSession } from '../../deploy/deploy.js';
import { identifier, literal } from '../../exasol/quote.js';
import { type Session, withSession } from '../../exasol/session.js';
import type { CommandIo } from '../../terminal/io.js';
import type { SandboxAccess, SandboxContent } from '../../terminal/sandbox-access.js';
import { toConnectionConfig } from './running.js';

const content: SandboxContent = { schema: 'SME', connectionName: 'AWS_SAGEMAKER' };

/**
 * Deploys the scripts and creates a CONNECTION, so that `sme train --sandbox` works immediately. Leaves a schema or a connection that a
 * data folder contains unchanged.
 * @returns the names of the schema and the connection
 */
export async function prepareSandbox(access: SandboxAccess, io: CommandIo): Promise<SandboxContent> {
  const options = { autocommit: false, signal: io.signal, logger: io.logger };
  return await withSession(
    toConnectionConfig(access),
    async (session) => {
      if (!(await exists(session, 'SCHEMA', content.schema))) {
        const target = {
          schema: { candidates: [content.schema], whenNew: content.schema },
          languageAlias: 'PYTHON3',
        };
        const { warnings } = await deployInSession(session, { target, createSchema: true, logger: io.logger });
        warnings.forEach((text) => {
          io.warn(text);
        });
      }
      if (!(await exists(session, 'CONNECTION', content.connectionName))) {
        await session.query(writeConnection(content.connectionName, access.aws));
      }
      await session.query('COMMIT');
      return content;
    },
    options,
  );
}

/** Writes the statement that creates a CONNECTION to the bucket of the sandbox. */
export function writeConnection(name: string, aws: SandboxAccess['aws']): string {
  const url = `https://${aws.bucket}.s3.${aws.region}.amazonaws.com`;
  return (
    `CREATE CONNECTION ${identifier(name)} TO ${literal(url)} ` +
    `USER ${literal(aws.accessKeyId)} IDENTIFIED BY ${literal(aws.secretAccessKey)}`
  );
}

async function exists(session: Session, kind: 'SCHEMA' | 'CONNECTION', name: string): Promise<boolean> {
  const { rows } = await session.query(`SELECT 1 FROM SYS.EXA_ALL_${kind}S WHERE ${kind}_NAME = ${literal(name)}`);
  return rows.length > 0;
}
