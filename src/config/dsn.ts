import type { SettingName } from './types.js';

/** What a DSN says, and what in it cannot be understood. The text itself is never quoted: it may hold a password. */
export interface ParsedDsn {
  readonly settings: Readonly<Partial<Record<SettingName, string>>>;
  readonly problems: readonly string[];
}

const shapes = '"exasol://user:password@host:port/schema?fingerprint=…" or "host:port" or "host/FINGERPRINT:port"';

/**
 * Reads a DSN in either shape that Exasol's tools use: the URL of exapump, and `host:port` of pyexasol and the Python
 * extensions, there with an optional fingerprint or `nocertcheck` between the two.
 */
export function parseDsn(dsn: string): ParsedDsn {
  return dsn.includes('://') ? parseUrl(dsn) : parseAddress(dsn.trim());
}

function parseAddress(dsn: string): ParsedDsn {
  const match = /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:/,]+)(?:\/(?<check>[^\s:/]+))?(?::(?<port>[^\s:/]+))?$/.exec(dsn);
  if (match?.groups === undefined) {
    return { settings: {}, problems: [`the DSN (not shown here) must look like ${shapes}, with one host`] };
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
  let url: URL;
  try {
    url = new URL(dsn.trim());
    for (const part of [url.username, url.password, url.pathname]) {
      decodeURIComponent(part);
    }
  } catch {
    return { settings: {}, problems: [`the DSN (not shown here) must look like ${shapes}`] };
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

function isYes(value: string): boolean {
  return ['1', 'true', 'yes', 'on'].includes(value.toLowerCase());
}
