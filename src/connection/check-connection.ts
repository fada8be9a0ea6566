import { z } from 'zod';
import { callJsonUdf } from '../deploy/call-json-udf.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';

const failureRule = z.object({
  operation: z.string(),
  /** See describe_failure in templates/python/sme/aws_client.py. */
  kind: z.string(),
  code: z.string(),
  message: z.string(),
});

/** A failed call of AWS, as the UDF tells it. */
export type CallFailure = z.infer<typeof failureRule>;

const quotaRule = z.object({ name: z.string(), value: z.number() });
const endpointRule = z.object({
  name: z.string(),
  status: z.string(),
  /** UTC, `YYYY-MM-DD HH:MM:SS`. */
  created: z.string(),
  age_seconds: z.number(),
  /** UTC, ISO 8601; null where it was made without an end. */
  expires: z.string().nullish(),
  schema: z.string().nullable(),
  database: z.string().nullable(),
  user: z.string().nullable(),
});

const answerRule = z.object({
  problems: z.array(z.string()).default([]),
  failures: z.array(failureRule).default([]),
  address: z.string().nullish(),
  region: z.string().nullish(),
  bucket: z.string().nullish(),
  key_id_end: z.string().optional(),
  /** Behind the secret, for Exasol's uploads; an earlier version does not answer them. */
  options: z.record(z.string(), z.string()).optional(),
  identity: z.object({ arn: z.string(), account: z.string() }).optional(),
  role: z.object({ arn: z.string(), trusted: z.boolean() }).optional(),
  /** The decision is null where IAM would not simulate. */
  pass_role: z.object({ principal: z.string(), decision: z.string().nullable() }).optional(),
  bucket_write: z.object({ key: z.string(), done: z.array(z.string()), left: z.boolean() }).optional(),
  quotas: z.array(quotaRule).optional(),
  endpoints: z.array(endpointRule).optional(),
  endpoints_unread: z.number().optional(),
});

/** What was found behind a connection; see templates/python/sme/connection_check.py. */
export type ConnectionAnswer = z.infer<typeof answerRule>;

/** What can be asked. */
export type ConnectionQuestion =
  | 'identity'
  | 'bucket'
  /** The only one that changes something: an object put and deleted. */
  | 'bucket_write'
  | 'role'
  | 'pass_role'
  | 'quotas'
  | 'endpoints';

export interface ConnectionRequest {
  /** Exact name of the connection. */
  readonly connection: string;
  readonly ask: readonly ConnectionQuestion[];
  /** Undefined: the one that the connection's address names. */
  readonly region: string | undefined;
  /** For the two questions about it. */
  readonly role?: string | undefined;
  /** In the bucket, for the question `bucket_write`. */
  readonly path?: string | undefined;
}

/** Asks AWS through a connection, from inside the database. @throws as `callJsonUdf` */
export function checkConnection(
  session: Session,
  schema: string,
  request: ConnectionRequest,
): Promise<ConnectionAnswer> {
  return callJsonUdf(session, { schema, udf: names.connectionCheckUdf }, { ...request }, answerRule);
}

const longestMessage = 300;

/** A failed call in one sentence, with the service's own words. Some answers that nobody understands come with all their bytes. */
export function wordFailure({ operation, kind, code, message }: CallFailure): string {
  const [first = ''] = message.split('\n');
  const text = first.length > longestMessage ? `${first.slice(0, longestMessage)}…` : first;
  return kind === 'unreachable' ? `${operation} did not reach AWS: ${text}` : `${operation}: ${code}: ${text}`;
}
