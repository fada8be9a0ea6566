import { requireConnectionGrant } from '../../../catalog/connection-privileges.js';
import { ExasolError } from '../../../types/exasol-error.js';
import type { StatementContext } from '../../statement-context.js';
import { refuseGap } from '../row-count.js';
import type { StatementCursor } from '../statement-cursor.js';

/** One `AT … FILE … [FILE …]` group as written. */
export interface FileGroup {
  readonly at: { readonly connection: string } | { readonly address: string };
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly files: readonly string[];
}

/** A file with where it lies and who may touch it; credentials undefined = anonymous. */
export interface FileTarget {
  readonly address: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly file: string;
}

/** Targets and sources that the sandbox does not have, by the word that stands after INTO or FROM. */
const GAPS = ['FBV', 'LOCAL', 'SCRIPT', 'JDBC', 'EXA', 'ORA', 'PARQUET'];

/** `CSV AT … FILE … [AT … FILE …]`. */
export function expectFileGroups(cursor: StatementCursor, verb: 'EXPORT' | 'IMPORT'): readonly FileGroup[] {
  const gap = cursor.acceptAnyWord(...GAPS);
  if (gap !== undefined) refuseGap(`${verb} ${verb === 'EXPORT' ? 'INTO' : 'FROM'} ${gap}`);
  cursor.expectWord('CSV');
  const groups: FileGroup[] = [];
  cursor.expectWord('AT');
  do groups.push(expectFileGroup(cursor));
  while (cursor.acceptWord('AT'));
  return groups;
}

function expectFileGroup(cursor: StatementCursor): FileGroup {
  if (cursor.isWord('CLOUD')) refuseGap('AT CLOUD');
  const at = cursor.peek()?.kind === 'string' ? { address: cursor.string() } : { connection: cursor.name() };
  const user = cursor.acceptWord('USER') ? cursor.string() : undefined;
  let password: string | undefined;
  if (cursor.acceptWord('IDENTIFIED')) {
    cursor.expectWord('BY');
    password = cursor.string();
  }
  skipCertificateClauses(cursor);
  const files: string[] = [];
  cursor.expectWord('FILE');
  do files.push(cursor.string());
  while (cursor.acceptWord('FILE'));
  return { at, user, password, files };
}

/** Between the sandbox and its own S3 there is no TLS, so there is no certificate that could be verified or ignored. */
function skipCertificateClauses(cursor: StatementCursor): void {
  if (!cursor.acceptWord('IGNORE', 'CERTIFICATE')) cursor.acceptWord('VERIFY', 'CERTIFICATE');
  for (const clause of ['PUBLIC KEY', 'SESSION TOKEN']) {
    if (cursor.isWord(...clause.split(' '))) refuseGap(`AT … ${clause}`);
  }
}

/** Looks the connections up and checks that the user may use them; USER and IDENTIFIED BY of the statement win over the connection's. */
export async function resolveFileTargets(
  context: StatementContext,
  groups: readonly FileGroup[],
): Promise<readonly FileTarget[]> {
  const targets: FileTarget[] = [];
  for (const group of groups) {
    const { address, user, password } = await resolveAddress(context, group.at);
    for (const file of group.files) {
      targets.push({ address, user: group.user ?? user, password: group.password ?? password, file });
    }
  }
  return targets;
}

async function resolveAddress(context: StatementContext, at: FileGroup['at']): Promise<Omit<FileTarget, 'file'>> {
  if ('address' in at) return { address: at.address, user: undefined, password: undefined };
  const connection = await context.objects.findConnection(at.connection);
  if (connection === undefined) throw new ExasolError('42000', `connection ${at.connection} does not exist`);
  await requireConnectionGrant(context.catalog, context.session.user, connection.name);
  return connection;
}
