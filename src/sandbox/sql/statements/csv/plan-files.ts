import { parseS3Address, type S3Location } from '../../../s3/address.js';
import { parseS3Credentials, type S3Credentials } from '../../../s3/credentials.js';
import type { CertificateCheck, ClientFile } from '../../../types/client-files.js';
import { sandboxGap } from '../../../types/exasol-error.js';
import type { StatementContext } from '../../statement-context.js';
import type { CsvOptions } from './csv-options.js';
import type { FileTarget } from './file-target.js';

export interface S3File {
  readonly kind: 's3';
  readonly file: string;
  readonly location: S3Location;
  readonly credentials: S3Credentials | undefined;
}

export interface PlannedClientFile {
  readonly kind: 'client';
  readonly file: string;
  readonly target: ClientFile;
}

export type PlannedFile = S3File | PlannedClientFile;

/** The location of each file. For Exasol, all other hosts are HTTP or FTP servers; here they are a gap. */
export function planFiles(
  context: StatementContext,
  targets: readonly FileTarget[],
  options: CsvOptions,
): readonly PlannedFile[] {
  return targets.map((target) => {
    const { address, user, password, sessionToken, certificate, file } = target;
    const url = parseClientUrl(address, file);
    if (url !== undefined && context.services.clientFiles.isTunnel(url)) {
      const check = certificate ?? options.certificate ?? defaultCertificateCheck(context.database.version);
      const login = user === undefined || user === '' ? undefined : `${user}:${password ?? ''}`;
      return { kind: 'client', file, target: { url, certificate: check, login } };
    }
    const location = parseS3Address(address, file);
    if (location === undefined) {
      throw sandboxGap(`files at '${hideUserInfo(address)}' (only Amazon S3 and tunnels of clients)`);
    }
    return { kind: 's3', file, location, credentials: parseS3Credentials(user, password, sessionToken) };
  });
}

/** An address may end in parameters such as `;MaxConcurrentReads=1`. */
function parseClientUrl(address: string, file: string): URL | undefined {
  const [base = ''] = address.split(';', 1);
  const url = `${base.replace(/\/+$/, '')}/${file.replace(/^\/+/, '')}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}

/** Since 2025.1, Exasol checks certificates of file servers unless the statement says otherwise. */
function defaultCertificateCheck(version: string): CertificateCheck {
  return Number(/^\d+/.exec(version)?.[0]) >= 2025 ? 'verify' : 'ignore';
}

/** Removes `name:password@` from an address. */
function hideUserInfo(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//');
}
