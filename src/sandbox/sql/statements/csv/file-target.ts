import { requireConnectionGrant } from '../../../catalog/connection-privileges.js';
import type { TokenStream } from '../../../tokens/token-stream.js';
import { ExasolError, sandboxGap } from '../../../types/exasol-error.js';
import type { StatementContext } from '../../statement-context.js';

/** One `AT … FILE … [FILE …]` group as written. */
export interface FileGroup {
  readonly at: { readonly connection: string } | { readonly address: string };
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly files: readonly string[];
}

/** A file with its location and credentials; undefined credentials = anonymous access. */
export interface FileTarget {
  readonly address: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly file: string;
}

/** Targets and sources that are gaps, by the word after INTO or FROM. */
const GAPS = ['FBV', 'LOCAL', 'SCRIPT', 'JDBC', 'EXA', 'ORA', 'PARQUET'];

/** `CSV AT … FILE … [AT … FILE …]`. */
export function expectFileGroups(tokens: TokenStream, verb: 'EXPORT' | 'IMPORT'): readonly FileGroup[] {
  const gap = tokens.acceptAnyWord(...GAPS);
  if (gap !== undefined) throw sandboxGap(`${verb} ${verb === 'EXPORT' ? 'INTO' : 'FROM'} ${gap}`);
  tokens.expectWord('CSV');
  const groups: FileGroup[] = [];
  tokens.expectWord('AT');
  do groups.push(expectFileGroup(tokens));
  while (tokens.acceptWord('AT'));
  return groups;
}

function expectFileGroup(tokens: TokenStream): FileGroup {
  if (tokens.isWord('CLOUD')) throw sandboxGap('AT CLOUD');
  const at = tokens.peek()?.kind === 'string' ? { address: tokens.string() } : { connection: tokens.name() };
  const user = tokens.acceptWord('USER') ? tokens.string() : undefined;
  let password: string | undefined;
  if (tokens.acceptWord('IDENTIFIED')) {
    tokens.expectWord('BY');
    password = tokens.string();
  }
  skipCertificateClauses(tokens);
  const files: string[] = [];
  tokens.expectWord('FILE');
  do files.push(tokens.string());
  while (tokens.acceptWord('FILE'));
  return { at, user, password, files };
}

/** The sandbox connects to its S3 without TLS, so it ignores clauses about certificates. */
function skipCertificateClauses(tokens: TokenStream): void {
  if (!tokens.acceptWord('IGNORE', 'CERTIFICATE')) tokens.acceptWord('VERIFY', 'CERTIFICATE');
  for (const clause of ['PUBLIC KEY', 'SESSION TOKEN']) {
    if (tokens.isWord(...clause.split(' '))) throw sandboxGap(`AT … ${clause}`);
  }
}

/** Finds the connections and checks that the user may use them. USER and IDENTIFIED BY of the statement override the connection's. */
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
