import { isIP } from 'node:net';
import { z } from 'zod';
import { durationHint, parseDurationMs } from '../text/duration.js';
import { quoteValue } from './mask-setting.js';
import { parseSchemaName } from './schema-name.js';
import type { SchemaName } from './types.js';

export const hostRule = z
  .string()
  .transform((text) => text.replace(/^\[(.*)\]$/, '$1'))
  .refine(isHost, { error: (issue) => explainHost(String(issue.input)) });
export const portRule = z
  .string()
  .regex(/^\d{1,5}$/, { error: (issue) => `'${quoteValue(issue.input)}' is no port number` })
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, { error: 'a port lies between 1 and 65535' });
export const fingerprintRule = z
  .string()
  .transform((text) => text.replaceAll(/[:\s]/g, '').toUpperCase())
  .refine((text) => /^[0-9A-F]{64}$/.test(text), {
    error: 'it must be the SHA-256 of the certificate: 64 hex digits, colons or not',
  });
export const aliasRule = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error: (issue) => `'${quoteValue(issue.input)}' is no language alias such as PYTHON3`,
});
export const yesOrNoRule = z
  .string()
  .transform((text) => text.toLowerCase())
  .pipe(z.enum(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off'], { error: 'it must be true or false' }))
  .transform((text) => ['1', 'true', 'yes', 'on'].includes(text));
export const timeoutRule = z.string().transform((text, context) => {
  const milliseconds = parseDurationMs(text);
  if (milliseconds === undefined) {
    context.addIssue({ code: 'custom', message: `'${quoteValue(text)}' is not a duration. ${durationHint}` });
    return z.NEVER;
  }
  return milliseconds;
});
export const schemaRule = z.string().transform((text, context): SchemaName => {
  const parsed = parseSchemaName(text);
  if ('problem' in parsed) {
    context.addIssue({ code: 'custom', message: parsed.problem });
    return z.NEVER;
  }
  return parsed;
});

function explainHost(text: string): string {
  const place = /^(\w+:\/\/|[^:]+:\d+$)/.test(text) ? '; what has a port or "://" in it is given with --dsn' : '';
  return `'${quoteValue(text)}' is no host name or address${place}`;
}

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^(?!.*\.\.)[\p{L}\p{N}_]([\p{L}\p{N}_.-]*[\p{L}\p{N}_])?\.?$/u.test(text);
}
