/**
 * Signature Version 4: parse and verify, from the header or from the query (presigned).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * Each service converts the problems found here to its own errors.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from './http.js';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface SignatureScope {
  readonly accessKeyId: string;
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export interface ParsedSignature extends SignatureScope {
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** YYYYMMDDTHHMMSSZ */
  readonly timestamp: string;
  /** Lifetime of a presigned URL in seconds; absent for a signed header. */
  readonly expires?: number;
  /** Token of temporary keys. */
  readonly sessionToken?: string;
}

export type SignatureProblem =
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknownKey'; readonly accessKeyId: string }
  /** The token does not belong to the key. */
  | { readonly kind: 'invalidToken' }
  | { readonly kind: 'expiredToken' }
  | { readonly kind: 'skewed'; readonly timestamp: string }
  | { readonly kind: 'expired' }
  | {
      readonly kind: 'mismatch';
      readonly accessKeyId: string;
      readonly stringToSign: string;
      readonly signature: string;
    };

/** Also has the key that verifies the chunks of an upload. */
export interface VerifiedSignature extends ParsedSignature {
  readonly signingKey: Buffer;
}

/** AWS accepts a clock difference of 15 minutes. */
const allowedSkew = 15 * 60 * 1000;

export function parseSignature(request: HttpRequest): ParsedSignature | undefined | 'malformed' {
  const header = request.headers['authorization'];
  if (header !== undefined) {
    const match = /^AWS4-HMAC-SHA256\s+(.*)$/.exec(header);
    const fields = new Map(match?.[1]?.split(',').map((field) => splitOnce(field.trim(), '=')) ?? []);
    return assembleSignature({
      credential: fields.get('Credential'),
      signedHeaders: fields.get('SignedHeaders'),
      signature: fields.get('Signature'),
      timestamp: request.headers['x-amz-date'],
      sessionToken: request.headers['x-amz-security-token'],
    });
  }
  if (request.query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return undefined;
  const parsed = assembleSignature({
    credential: request.query.get('X-Amz-Credential') ?? undefined,
    signedHeaders: request.query.get('X-Amz-SignedHeaders') ?? undefined,
    signature: request.query.get('X-Amz-Signature') ?? undefined,
    timestamp: request.query.get('X-Amz-Date') ?? undefined,
    sessionToken: request.query.get('X-Amz-Security-Token') ?? undefined,
  });
  return parsed === 'malformed' ? parsed : { ...parsed, expires: Number(request.query.get('X-Amz-Expires')) };
}

function assembleSignature(fields: {
  credential: string | undefined;
  signedHeaders: string | undefined;
  signature: string | undefined;
  timestamp: string | undefined;
  sessionToken: string | undefined;
}): ParsedSignature | 'malformed' {
  // The scope is parsed from its end, because access keys in third-party tests may contain a slash.
  const scope = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(fields.credential ?? '');
  const [, accessKeyId, date, region, service] = scope ?? [];
  if (!accessKeyId || !date || !region || !service) return 'malformed';
  if (!fields.signedHeaders || !fields.signature || !/^\d{8}T\d{6}Z$/.test(fields.timestamp ?? '')) return 'malformed';
  return {
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: fields.signedHeaders.split(';'),
    signature: fields.signature,
    timestamp: fields.timestamp ?? '',
    ...(fields.sessionToken !== undefined && { sessionToken: fields.sessionToken }),
  };
}

/**
 * @param payloadHash hex digest, or a placeholder (`UNSIGNED-PAYLOAD`, `STREAMING-…`)
 * @param now milliseconds of the real clock: clients sign with it, even if the sandbox uses another clock
 */
export function verifySignature(
  request: HttpRequest,
  parsed: ParsedSignature,
  credentials: Credentials,
  payloadHash: string,
  now = Date.now(),
): VerifiedSignature | SignatureProblem {
  const signedAt = readTimestamp(parsed.timestamp);
  if (parsed.expires !== undefined) {
    if (!(now < signedAt + parsed.expires * 1000)) return { kind: 'expired' };
  } else if (Math.abs(now - signedAt) > allowedSkew) {
    return { kind: 'skewed', timestamp: parsed.timestamp };
  }
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    parsed.timestamp,
    makeScope(parsed),
    sha256(makeCanonicalRequest(request, parsed, payloadHash)),
  ].join('\n');
  const signingKey = deriveSigningKey(credentials.secretAccessKey, parsed);
  const expected = createHmac('sha256', signingKey).update(stringToSign).digest('hex');
  if (!equalsInConstantTime(parsed.signature, expected)) {
    return { kind: 'mismatch', accessKeyId: parsed.accessKeyId, stringToSign, signature: parsed.signature };
  }
  return { ...parsed, signingKey };
}

export const makeScope = (scope: SignatureScope): string =>
  `${scope.date}/${scope.region}/${scope.service}/aws4_request`;

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

export function equalsInConstantTime(left: string, right: string): boolean {
  const [a, b] = [createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest()];
  return timingSafeEqual(a, b);
}

function deriveSigningKey(secret: string, scope: SignatureScope): Buffer {
  const steps = [scope.date, scope.region, scope.service, 'aws4_request'];
  return steps.reduce<Buffer>(
    (key, step) => createHmac('sha256', key).update(step).digest(),
    Buffer.from(`AWS4${secret}`),
  );
}

function makeCanonicalRequest(request: HttpRequest, parsed: ParsedSignature, payloadHash: string): string {
  const headers = parsed.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}\n`,
  );
  return [
    request.method,
    canonicalPath(request.rawPath, parsed.service),
    canonicalQuery(request.rawQuery),
    headers.join(''),
    parsed.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** S3 uses the path as sent; every other service encodes it once more. */
function canonicalPath(rawPath: string, service: string): string {
  const segments = rawPath.split('/').map((segment) => encodeStrictly(service === 's3' ? decode(segment) : segment));
  return segments.join('/') || '/';
}

function canonicalQuery(rawQuery: string): string {
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => splitOnce(pair, '='))
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encodeStrictly(decode(name)), encodeStrictly(decode(value))] as const)
    .sort((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Encodes all characters except the unreserved ones of RFC 3986. */
const encodeStrictly = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function readTimestamp(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
