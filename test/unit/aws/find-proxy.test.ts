import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findProxy, showProxy } from '../../../src/aws/find-proxy.js';

const variables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];

beforeEach(() => {
  for (const name of variables.flatMap((variable) => [variable, variable.toLowerCase()])) {
    vi.stubEnv(name, undefined);
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const find = (url: string) => findProxy(new URL(url))?.href;
const s3 = 'https://bucket.s3.eu-central-1.amazonaws.com';

describe('the proxy of a URL', () => {
  test('comes from the variable of its protocol, or from ALL_PROXY', () => {
    expect(find(s3)).toBeUndefined();
    vi.stubEnv('ALL_PROXY', 'http://all:1');
    expect(find(s3)).toBe('http://all:1/');
    vi.stubEnv('HTTPS_PROXY', 'http://secure:2');
    vi.stubEnv('HTTP_PROXY', 'http://plain:3');
    expect(find(s3)).toBe('http://secure:2/');
    expect(find('http://vpce.example.com')).toBe('http://plain:3/');
  });

  test('prefers the variable in lower case, and ignores an empty one', () => {
    vi.stubEnv('HTTPS_PROXY', 'http://upper:1');
    vi.stubEnv('https_proxy', 'http://lower:1');
    expect(find(s3)).toBe('http://lower:1/');
    vi.stubEnv('https_proxy', '');
    expect(find(s3)).toBe('http://upper:1/');
  });

  test('may be given without a protocol', () => {
    vi.stubEnv('HTTPS_PROXY', 'proxy.corp:3128');
    expect(find(s3)).toBe('http://proxy.corp:3128/');
  });

  test.each(['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1', 'https://x.localhost'])(
    'is not used for the loopback interface: %s',
    (url) => {
      vi.stubEnv('ALL_PROXY', 'http://all:1');
      expect(find(url)).toBeUndefined();
    },
  );

  test.each([
    { list: '*', url: s3, isExcluded: true },
    { list: 'amazonaws.com', url: s3, isExcluded: true },
    { list: '.amazonaws.com', url: s3, isExcluded: true },
    { list: '*.amazonaws.com', url: s3, isExcluded: true },
    { list: 'x.com, AMAZONAWS.com', url: s3, isExcluded: true },
    { list: 'zonaws.com', url: s3, isExcluded: false },
    { list: 'amazonaws.com:443', url: s3, isExcluded: true },
    { list: 'amazonaws.com:8443', url: s3, isExcluded: false },
    { list: 'amazonaws.com:8443', url: `${s3}:8443`, isExcluded: true },
    { list: '10.0.0.0/8', url: 'https://10.1.2.3', isExcluded: true },
    { list: '10.0.0.0/8', url: 'https://11.1.2.3', isExcluded: false },
    { list: '10.0.0.0/33', url: 'https://10.1.2.3', isExcluded: false },
    { list: 'fd00::/8', url: 'https://[fd00::1]', isExcluded: true },
    { list: 'fd00::1', url: 'https://[fd00::1]', isExcluded: true },
    { list: '10.1.2.3', url: 'https://10.1.2.3', isExcluded: true },
    { list: ', ,.,', url: s3, isExcluded: false },
  ])("NO_PROXY='$list' for $url: excluded is $isExcluded", ({ list, url, isExcluded }) => {
    vi.stubEnv('HTTPS_PROXY', 'http://proxy:1');
    vi.stubEnv('NO_PROXY', list);
    expect(find(url)).toBe(isExcluded ? undefined : 'http://proxy:1/');
  });

  test.each([
    { value: 'http://user:canary@', problem: 'it is not a URL' },
    { value: 'socks5://user:canary@proxy:1', problem: "its protocol 'socks5:' is not supported" },
    { value: 'http://user:canary%zz@proxy:1', problem: 'its login is not percent-encoded' },
  ])('is refused without its password: $problem', ({ value, problem }) => {
    vi.stubEnv('HTTPS_PROXY', value);
    expect(() => find(s3)).toThrow(expect.objectContaining({ code: 'E-SME-461', exitCode: 2 }));
    expect(() => find(s3)).toThrow(problem);
    expect(() => find(s3)).not.toThrow('canary');
  });

  test('is shown without its login', () => {
    expect(showProxy(new URL('http://user:canary@proxy:3128'))).toBe('http://proxy:3128');
  });
});
