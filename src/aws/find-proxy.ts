import { BlockList, isIP } from 'node:net';
import { makeError } from '../errors/user-error.js';

/**
 * Finds the proxy for a URL in HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, also in lower case. NO_PROXY excludes hosts as it does for the AWS CLI
 * and curl: `amazonaws.com` and `.amazonaws.com` include all hosts below, `host:port` only that port, `10.0.0.0/8` a network. The loopback
 * interface never goes through a proxy, because it is another machine there.
 *
 * @throws UserError E-SME-461 without the value, which may contain a password
 */
export function findProxy(url: URL): URL | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isLoopback(host) || isExcluded(host, url.port === '' ? defaultPorts[url.protocol] : url.port)) {
    return undefined;
  }
  const text = readVariable(`${url.protocol.slice(0, -1)}_proxy`) || readVariable('all_proxy');
  return text === '' ? undefined : parseProxy(text.includes('://') ? text : `http://${text}`, url);
}

/** Shows a proxy without its login. */
export function showProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** Reads a variable as other tools do: lower case first, and empty as if it was not set. */
const readVariable = (name: string) => process.env[name] || process.env[name.toUpperCase()] || '';

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };
const addressFamilies = { 4: 'ipv4', 6: 'ipv6' } as const;
const readFamily = (host: string) => addressFamilies[isIP(host) as 4 | 6];

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

function isExcluded(host: string, port: string | undefined): boolean {
  return readVariable('no_proxy')
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => excludes(entry.toLowerCase(), host.toLowerCase(), port));
}

function excludes(entry: string, host: string, port: string | undefined): boolean {
  if (entry === '*') {
    return true;
  }
  if (entry.includes('/')) {
    return isInNetwork(entry, host);
  }
  const [, name = entry, entryPort] = isIP(entry) === 6 ? [] : (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []);
  if (entryPort !== undefined && entryPort !== port) {
    return false;
  }
  const suffix = name.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

function isInNetwork(entry: string, host: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const [networkFamily, hostFamily] = [readFamily(network), readFamily(host)];
  if (networkFamily === undefined || hostFamily === undefined || !/^\d{1,3}$/.test(bits)) {
    return false;
  }
  const maxBits = networkFamily === 'ipv4' ? 32 : 128;
  if (Number(bits) > maxBits) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(network, Number(bits), networkFamily);
  return list.check(host, hostFamily);
}

function parseProxy(text: string, { host, protocol }: URL): URL {
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  const problem = findProblem(proxy);
  if (proxy === undefined || problem !== undefined) {
    const variables = protocol === 'https:' ? 'HTTPS_PROXY or ALL_PROXY' : 'HTTP_PROXY or ALL_PROXY';
    throw makeError('E-SME-461', { host, variables, problem: problem ?? '' });
  }
  return proxy;
}

function findProblem(proxy: URL | undefined): string | undefined {
  if (proxy === undefined || proxy.hostname === '') {
    return 'it is not a URL';
  }
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') {
    return `its protocol '${proxy.protocol}' is not supported`;
  }
  try {
    decodeURIComponent(proxy.username + proxy.password);
    return undefined;
  } catch {
    return 'its login is not percent-encoded';
  }
}
