import type { SettingName } from './settings-table.js';

/** What a DSN says, and what in it cannot be understood. The text itself is never quoted: it may hold a password. */
export interface ParsedDsn {
  readonly settings: Readonly<Partial<Record<SettingName, string>>>;
  readonly problems: readonly string[];
}

const shapes = '"exasol://user:password@host:port/schema?fingerprint=…" or "host:port" or "host/FINGERPRINT:port"';

const encoding =
  'in user and password "@", ":", "/", "?", "#" and "%" are written %40, %3A, %2F, %3F, %23 and %25, or they stand in --user and --password-file';

/**
 * Reads a DSN in either shape that Exasol's tools use: the URL of exapump, and `host:port` of pyexasol and the Python
 * extensions, there with an optional fingerprint or `nocertcheck` between the two.
 */
export function parseDsn(dsn: string): ParsedDsn {
  return dsn.includes('://') ? parseUrl(dsn.trim()) : parseAddress(dsn.trim());
}

function refuse(reason: string): ParsedDsn {
  return { settings: {}, problems: [`the DSN (not shown here) ${reason}`] };
}

/** A fingerprint may have colons, as openssl prints it. */
const addressShape =
  /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:/,]+)(?:\/(?<check>(?:[0-9a-fA-F]{2}:){31}[0-9a-fA-F]{2}|[^\s:/]+))?(?::(?<port>[^\s:/]+))?$/;

function parseAddress(dsn: string): ParsedDsn {
  if (dsn.includes('@')) {
    return refuse('has an "@": with user and password it is a URL, exasol://user:password@host:port');
  }
  if (dsn.includes(',') || dsn.includes('..')) {
    return refuse('names several hosts: give one of them');
  }
  if (/^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f.]*$/i.test(dsn)) {
    return refuse('has an IPv6 address, which stands in brackets: [::1]:8563');
  }
  const match = addressShape.exec(dsn);
  if (match?.groups === undefined) {
    return refuse(`must look like ${shapes}`);
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

/** Parameters of the URL shape; the value says which setting each one is. */
const parameters: Readonly<Record<string, SettingName>> = {
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
    return refuse(`must look like ${shapes}${dsn.includes('@') ? `; ${encoding}` : ''}`);
  }
  if (isCutShort(url)) {
    return refuse(`is cut short by a character of the password: ${encoding}`);
  }
  const problems: string[] = [];
  if (!['exasol:', 'exa:'].includes(url.protocol)) {
    problems.push(`a DSN begins with "exasol://", not with "${url.protocol}//"`);
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
    const name = parameters[key.toLowerCase()];
    if (name !== undefined) {
      set(name, value);
    } else if (key.toLowerCase() !== 'tls') {
      problems.push(`"${key}" in the DSN is not known; known are ${Object.keys(parameters).join(', ')}`);
    } else if (!isYes(value)) {
      problems.push('"tls" in the DSN cannot be switched off: Exasol takes encrypted connections only');
    }
  }
  return { settings, problems };
}

/** The URL, or undefined where it is none or has a "%" that begins no code. */
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

/** After a bare "/", "?" or "#" in a password its "@" and what follows stand where no "@" can be; the host would be the user's name. */
function isCutShort({ pathname, search, hash }: URL): boolean {
  return hash !== '' || `${pathname}${search}`.includes('@');
}

function isYes(value: string): boolean {
  return ['1', 'true', 'yes', 'on'].includes(value.toLowerCase());
}
