import { requireConnectionGrant } from '../../../catalog/connection-privileges.js';
import type { TokenStream } from '../../../tokens/token-stream.js';
import type { CertificateCheck } from '../../../types/client-files.js';
import { ExasolError, sandboxGap } from '../../../types/exasol-error.js';
import type { ConnectionObject } from '../../../types/stored-objects.js';
import type { StatementContext } from '../../statement-context.js';
import { type ColumnSpec, readColumnSpecs } from './csv-options.js';

/** One `AT … FILE … [FILE …]` group as written. */
export interface FileGroup {
  readonly at: { readonly connection: string } | { readonly address: string };
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly sessionToken: string | undefined;
  /** undefined = the default of the database. */
  readonly certificate: CertificateCheck | undefined;
  readonly files: readonly string[];
}

/** A file with its location and credentials; undefined credentials = anonymous access. */
export interface FileTarget {
  readonly address: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly sessionToken: string | undefined;
  readonly certificate: CertificateCheck | undefined;
  readonly file: string;
}

/** Targets and sources that are gaps, by the word after INTO or FROM. */
const GAPS = ['FBV', 'LOCAL', 'SCRIPT', 'JDBC', 'EXA', 'ORA', 'PARQUET'];

export interface FileClause {
  readonly groups: readonly FileGroup[];
  readonly specs: readonly ColumnSpec[] | undefined;
}

/** `CSV AT … FILE … [(columns)] [AT … FILE … [(columns)]]`. */
export function expectFileClause(tokens: TokenStream, verb: 'EXPORT' | 'IMPORT'): FileClause {
  const gap = tokens.acceptAnyWord(...GAPS);
  if (gap !== undefined) {
    // Drivers that can transfer local files replace LOCAL by the address of their tunnel.
    const reason = gap === 'LOCAL' ? ' by a client that opens no tunnel for its files' : '';
    throw sandboxGap(`${verb} ${verb === 'EXPORT' ? 'INTO' : 'FROM'} ${gap}${reason}`);
  }
  tokens.expectWord('CSV');
  const groups: FileGroup[] = [];
  const specs: (readonly ColumnSpec[] | undefined)[] = [];
  tokens.expectWord('AT');
  do {
    groups.push(expectFileGroup(tokens));
    specs.push(readColumnSpecs(tokens));
  } while (tokens.acceptWord('AT'));
  return { groups, specs: mergeColumnSpecs(specs) };
}

/** The list after the last file applies to all; clients that transfer in parallel repeat it after each file. */
function mergeColumnSpecs(lists: readonly (readonly ColumnSpec[] | undefined)[]): readonly ColumnSpec[] | undefined {
  const last = lists.at(-1);
  const others = lists.filter((list) => list !== undefined && JSON.stringify(list) !== JSON.stringify(last));
  if (others.length > 0) throw sandboxGap('different lists of columns for the files of a statement');
  return last;
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
  const certificate = readCertificateClause(tokens);
  const sessionToken = tokens.acceptWord('SESSION', 'TOKEN') ? tokens.string() : undefined;
  const files: string[] = [];
  tokens.expectWord('FILE');
  do files.push(tokens.string());
  while (tokens.acceptWord('FILE'));
  return { at, user, password, sessionToken, certificate, files };
}

/** Applies to files of clients. The sandbox connects to its S3 without TLS. */
function readCertificateClause(tokens: TokenStream): CertificateCheck | undefined {
  if (tokens.acceptWord('IGNORE', 'CERTIFICATE')) return 'ignore';
  if (tokens.acceptWord('VERIFY', 'CERTIFICATE')) return 'verify';
  return tokens.acceptWord('PUBLIC', 'KEY') ? { publicKey: tokens.string() } : undefined;
}

/** Finds the connections and checks that the user may use them. Clauses of the statement override the connection's. */
export async function resolveFileTargets(
  context: StatementContext,
  groups: readonly FileGroup[],
): Promise<readonly FileTarget[]> {
  const targets: FileTarget[] = [];
  for (const group of groups) {
    const { address, user, password, sessionToken } = await resolveAddress(context, group.at);
    // A token belongs to its key.
    const token = group.user === undefined ? (group.sessionToken ?? sessionToken) : group.sessionToken;
    for (const file of group.files) {
      const login = { user: group.user ?? user, password: group.password ?? password, sessionToken: token };
      targets.push({ address, ...login, certificate: group.certificate, file });
    }
  }
  return targets;
}

async function resolveAddress(context: StatementContext, at: FileGroup['at']): Promise<Omit<ConnectionObject, 'name'>> {
  if ('address' in at) return { address: at.address, user: undefined, password: undefined };
  const connection = await context.objects.findConnection(at.connection);
  if (connection === undefined) throw new ExasolError('42000', `connection ${at.connection} does not exist`);
  await requireConnectionGrant(context.catalog, context.session.user, connection.name);
  return connection;
}
