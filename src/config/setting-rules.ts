import { isIP } from 'node:net';
import type { ObjectName } from '../exasol/object-name.js';
import { parseObjectName } from '../exasol/object-name.js';
import { patterns } from '../scripts/facts.js';
import { durationHint, parseDurationMs, parseSpanMs } from '../text/duration.js';
import { quoteValue } from '../text/quote-value.js';
import { isHostList, type ListedHost, parseHostList } from './host-list.js';

/** The value of a setting, or why its text is invalid. A problem quotes the text only if it cannot be a secret. */
export type ParsedSetting<Value> = { readonly value: Value } | { readonly problem: string };

/** Checks the text of one setting and converts it. */
export type SettingRule<Value> = (text: string) => ParsedSetting<Value>;

const rejectText = (text: string, expected: string) => ({ problem: `'${quoteValue(text)}' is not ${expected}` });

/** Makes a rule for text that matches a pattern. @param expected describes such a text, with an article: 'a language alias' */
const makePatternRule =
  (pattern: RegExp, expected: string): SettingRule<string> =>
  (text) =>
    pattern.test(text) ? { value: text } : rejectText(text, expected);

/** Accepts any text, because only the server can check a user name or token. */
export const parseText = (text: string): ParsedSetting<string> =>
  text === '' ? { problem: 'the value is empty' } : { value: text };

function parseHost(text: string): ParsedSetting<string> {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || /^(?!.*\.\.)[\p{L}\p{N}_]([\p{L}\p{N}_.-]*[\p{L}\p{N}_])?\.?$/u.test(host)) {
    return { value: host };
  }
  const hint = /^(\w+:\/\/|[^:]+:\d+$)/.test(host) ? '; use --dsn for an address with a port or "://"' : '';
  return rejectText(host, `a host name or IP address${hint}`);
}

/** Accepts one host, or a list of hosts as Exasol's drivers do. */
export function parseHosts(text: string): ParsedSetting<readonly ListedHost[]> {
  if (!isHostList(text)) {
    const parsed = parseHost(text);
    return 'problem' in parsed ? parsed : { value: [{ host: parsed.value, port: undefined, check: undefined }] };
  }
  const hosts = parseHostList(text);
  if (hosts === undefined) {
    return rejectText(text, 'a list of hosts such as exa1..3:8563 or exa1,exa2');
  }
  for (const { host, port } of hosts) {
    const parsed = [parseHost(host), ...(port === undefined ? [] : [parsePort(port)])];
    for (const each of parsed) {
      if ('problem' in each) return each;
    }
  }
  return { value: hosts };
}

export function parsePort(text: string): ParsedSetting<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? { value: port } : rejectText(text, 'a port number from 1 to 65535');
}

/** @returns 64 upper-case hex digits */
export function parseFingerprint(text: string): ParsedSetting<string> {
  const digits = text.replaceAll(/[:\s]/g, '').toUpperCase();
  return /^[0-9A-F]{64}$/.test(digits)
    ? { value: digits }
    : { problem: 'expected the SHA-256 of the certificate: 64 hex digits, with or without colons' };
}

export const parseLanguageAlias = makePatternRule(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a language alias such as PYTHON3');

const trueTexts: readonly string[] = ['1', 'true', 'yes', 'on'];
const falseTexts: readonly string[] = ['0', 'false', 'no', 'off'];

export function parseBoolean(text: string): ParsedSetting<boolean> {
  const folded = text.toLowerCase();
  return trueTexts.includes(folded) || falseTexts.includes(folded)
    ? { value: trueTexts.includes(folded) }
    : { problem: 'expected true or false' };
}

export function parseTimeoutMs(text: string): ParsedSetting<number> {
  const milliseconds = parseDurationMs(text);
  return milliseconds === undefined
    ? { problem: `'${quoteValue(text)}' is not a duration. ${durationHint}` }
    : { value: milliseconds };
}

/** A duration in whole seconds, rounded up, as the parameters of the scripts are. */
export function parseSpanSeconds(text: string): ParsedSetting<number> {
  const milliseconds = parseSpanMs(text);
  return milliseconds === undefined
    ? { problem: `'${quoteValue(text)}' is not a duration. ${durationHint}` }
    : { value: Math.ceil(milliseconds / 1000) };
}

export const parseSchema = (text: string): ParsedSetting<ObjectName> => parseName(text, 'schema');
export const parseConnectionName = (text: string): ParsedSetting<ObjectName> => parseName(text, 'connection');

function parseName(text: string, kind: string): ParsedSetting<ObjectName> {
  const parsed = parseObjectName(text, kind);
  return 'problem' in parsed ? parsed : { value: parsed };
}

export const parseRegion = makePatternRule(new RegExp(patterns.region.regex), 'an AWS Region such as eu-central-1');

export function parseHttpUrl(text: string): ParsedSetting<string> {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
    ? { value: text.trim() }
    : rejectText(text, 'an http or https URL');
}

/** Does not quote the text, which could be the secret key in the wrong place. */
export function parseAccessKeyId(text: string): ParsedSetting<string> {
  return /^\w{3,128}$/.test(text) ? { value: text } : { problem: 'expected an access key ID' };
}

export const parseBucket = makePatternRule(
  new RegExp(patterns.bucket.regex),
  'an S3 bucket name (3 to 63 characters: a-z, 0-9, "-" and ".")',
);

/** Accepts roles of any partition of AWS. */
export const parseRoleArn = makePatternRule(
  new RegExp(patterns.role.regex),
  'a role ARN such as arn:aws:iam::123456789012:role/SageMaker',
);

/** Accepts a path in the bucket or an S3 URI. */
/** Accepts IDs with commas between them. */
const makeIdListRule =
  (pattern: RegExp, expected: string): SettingRule<readonly string[]> =>
  (text) => {
    const ids = text.split(',').map((id) => id.trim());
    const wrong = ids.find((id) => !pattern.test(id));
    return wrong === undefined ? { value: ids } : rejectText(wrong, expected);
  };

export const parseSubnets = makeIdListRule(
  new RegExp(patterns.subnet.regex),
  'the ID of a subnet such as subnet-0a1b2c3d',
);
export const parseSecurityGroups = makeIdListRule(
  new RegExp(patterns.securityGroup.regex),
  'the ID of a security group such as sg-0a1b2c3d',
);
export const parseKmsKey = makePatternRule(new RegExp(patterns.kmsKeyId.regex), 'the ID or the ARN of a KMS key');

export const parseOutputPath = (text: string): ParsedSetting<string> =>
  /\p{Cc}/u.test(text) ? { problem: 'the value contains a control character' } : parseText(text);
