import { isHostList, parseHostList } from './host-list.js';
import type { SettingName } from './settings-table.js';

/** The settings in a DSN, and its problems. A problem never quotes the DSN, which may contain a password. */
export interface ParsedDsn {
  readonly settings: Readonly<Partial<Record<SettingName, string>>>;
  readonly problems: readonly string[];
}

const expectedForms =
  '"exasol://user:password@host:port/schema?fingerprint=…" or "host:port" or "host/FINGERPRINT:port"';

const encodingHint =
  'in user and password, write "@", ":", "/", "?", "#" and "%" as %40, %3A, %2F, %3F, %23 and %25, or use --user and --password-file';

/**
 * Parses a DSN in either form that Exasol's tools use: a URL, as for exapump, or `host:port`, as for pyexasol and the Python extensions,
 * with an optional fingerprint or `nocertcheck` between host and port.
 */
export function parseDsn(dsn: string): ParsedDsn {
  const tool = findForeignTool(dsn);
  if (tool !== undefined) {
    return reject(`is one for ${tool}: write exasol://host:port/schema, and set EXASOL_USER and EXASOL_PASSWORD`);
  }
  return dsn.includes('://') ? parseUrl(dsn.trim()) : parseAddress(dsn.trim());
}

/** The tool whose connection strings look like this; sme does not read them, because their parameters have other names and meanings. */
function findForeignTool(dsn: string): string | undefined {
  if (/^\s*jdbc:/i.test(dsn)) {
    return 'JDBC';
  }
  if (/^\s*exa\+\w+:\/\//i.test(dsn)) {
    return 'SQLAlchemy';
  }
  if (dsn.includes('://')) {
    return undefined;
  }
  if (/(^|;)\s*(EXAHOST|EXAUID|EXAPWD|DRIVER|DSN)\s*=/i.test(dsn)) {
    return 'ODBC';
  }
  return dsn.includes(';') ? 'JDBC, Go or ADO.NET' : undefined;
}

function reject(reason: string): ParsedDsn {
  return { settings: {}, problems: [`the DSN (not shown) ${reason}`] };
}

/** The fingerprint may contain colons, as openssl prints it. */
const addressPattern =
  /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:/,]+)(?:\/(?<check>(?:[0-9a-fA-F]{2}:){31}[0-9a-fA-F]{2}|[^\s:/]+))?(?::(?<port>[^\s:/]+))?$/;

function parseAddress(dsn: string): ParsedDsn {
  if (dsn.includes('@')) {
    return reject('contains "@": with user and password, write a URL such as exasol://user:password@host:port');
  }
  if (isHostList(dsn)) {
    return parseHostList(dsn) === undefined
      ? reject('must list hosts such as exa1..3:8563 or exa1,exa2/FINGERPRINT:8563')
      : { settings: { host: dsn }, problems: [] };
  }
  if (/^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f.]*$/i.test(dsn)) {
    return reject('contains an IPv6 address without brackets: write [::1]:8563');
  }
  const match = addressPattern.exec(dsn);
  if (match?.groups === undefined) {
    return reject(`must look like ${expectedForms}`);
  }
  const { host, check, port } = match.groups;
  return {
    settings: {
      host: (host ?? '').replaceAll(/[[\]]/g, ''),
      ...(port === undefined ? {} : { port }),
      ...readCertificateCheck(check),
    },
    problems: [],
  };
}

function readCertificateCheck(check: string | undefined): Partial<Record<SettingName, string>> {
  if (check === undefined) {
    return {};
  }
  return check.toLowerCase() === 'nocertcheck' ? { verifyCertificate: 'false' } : { fingerprint: check };
}

/** Parameters of the URL form, with the setting for each. */
const urlParameters: Readonly<Record<string, SettingName>> = {
  schema: 'schema',
  fingerprint: 'fingerprint',
  certificatefingerprint: 'fingerprint',
  certificate_fingerprint: 'fingerprint',
  validateservercertificate: 'verifyCertificate',
  timeout: 'timeout',
};

function parseUrl(dsn: string): ParsedDsn {
  const url = readUrl(dsn);
  if (url === undefined) {
    return reject(`must look like ${expectedForms}${dsn.includes('@') ? `; ${encodingHint}` : ''}`);
  }
  if (isTruncated(url)) {
    return reject(`is truncated by a character of the password: ${encodingHint}`);
  }
  const problems: string[] = [];
  if (!['exasol:', 'exa:'].includes(url.protocol)) {
    problems.push(`a DSN starts with "exasol://", not with "${url.protocol}//"`);
  }
  const settings: Partial<Record<SettingName, string>> = {};
  const set = (name: SettingName, value: string) => {
    if (value !== '') {
      settings[name] = value;
    }
  };
  set('host', decodeURIComponent(url.hostname).replaceAll(/[[\]]/g, ''));
  set('port', url.port);
  set('user', decodeURIComponent(url.username));
  set('password', decodeURIComponent(url.password));
  set('schema', decodeURIComponent(url.pathname.replace(/^\//, '')));
  for (const [key, value] of url.searchParams) {
    const name = urlParameters[key.toLowerCase()];
    if (name !== undefined) {
      set(name, value);
    } else if (key.toLowerCase() !== 'tls') {
      problems.push(
        `unknown parameter "${key}" in the DSN; known parameters: ${Object.keys(urlParameters).join(', ')}`,
      );
    } else if (!isOn(value)) {
      problems.push('"tls" in the DSN must not be off: Exasol accepts encrypted connections only');
    }
  }
  return { settings, problems };
}

/** Undefined if the text is not a URL or contains a "%" that does not start an escape. */
function readUrl(dsn: string): URL | undefined {
  try {
    const url = new URL(dsn);
    for (const part of [url.username, url.password, url.pathname]) {
      decodeURIComponent(part);
    }
    return url;
  } catch {
    return undefined;
  }
}

/** True if an unescaped "/", "?" or "#" in the password ended the authority before its "@": the user would be taken for the host. */
function isTruncated({ pathname, search, hash }: URL): boolean {
  return hash !== '' || `${pathname}${search}`.includes('@');
}

function isOn(value: string): boolean {
  return ['1', 'true', 'yes', 'on'].includes(value.toLowerCase());
}
