import { z } from 'zod';
import { callJsonUdf } from '../deploy/call-json-udf.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';

const failureRule = z.object({
  operation: z.string(),
  /** See describe_failure in templates/python/sme/aws_client.py. */
  kind: z.string(),
  /** True if AWS responded. */
  is_answer: z.boolean().optional(),
  code: z.string(),
  message: z.string(),
});

/** A failed AWS call, as the UDF reports it. */
export type CallFailure = z.infer<typeof failureRule>;

const quotaRule = z.object({ name: z.string(), value: z.number() });
const endpointRule = z.object({
  name: z.string(),
  status: z.string(),
  /** UTC, `YYYY-MM-DD HH:MM:SS`. */
  created: z.string(),
  age_seconds: z.number(),
  /** UTC, ISO 8601; null for an endpoint without expiry. */
  expires: z.string().nullish(),
  schema: z.string().nullable(),
  database: z.string().nullable(),
  user: z.string().nullable(),
});

const resultRule = z.object({
  problems: z.array(z.string()).default([]),
  failures: z.array(failureRule).default([]),
  address: z.string().nullish(),
  region: z.string().nullish(),
  bucket: z.string().nullish(),
  key_id_end: z.string().optional(),
  /** Encryption options for Exasol's uploads. Scripts of earlier versions do not return them. */
  options: z.record(z.string(), z.string()).optional(),
  /** `json` if only UDFs can use the connection. */
  credentials_form: z.enum(['plain', 'json']).nullish(),
  has_session_token: z.boolean().optional(),
  role_arn: z.string().optional(),
  external_id: z.string().optional(),
  /** UTC, ISO 8601. */
  expires_at: z.string().optional(),
  identity: z.object({ arn: z.string(), account: z.string() }).optional(),
  role: z.object({ arn: z.string(), trusted: z.boolean() }).optional(),
  /** The decision is null if IAM refused to simulate. */
  pass_role: z.object({ principal: z.string(), decision: z.string().nullable() }).optional(),
  /** `resource` is that of the request; actions without an answer are missing. */
  permissions: z
    .object({
      principal: z.string(),
      decisions: z.array(
        z.object({
          resource: z.string(),
          action: z.string(),
          decision: z.string(),
          missing_context: z.array(z.string()),
        }),
      ),
    })
    .optional(),
  bucket_write: z.object({ key: z.string(), done: z.array(z.string()), left: z.boolean() }).optional(),
  quotas: z.array(quotaRule).optional(),
  endpoints: z.array(endpointRule).optional(),
  endpoints_unread: z.number().optional(),
});

/** The result of the UDF; see templates/python/sme/connection_check.py. */
export type ConnectionCheckResult = z.infer<typeof resultRule>;

/** A fact that the UDF can determine. */
export type ConnectionFact =
  | 'identity'
  | 'bucket'
  /** The only fact that takes a change: the UDF writes an object and deletes it. */
  | 'bucket_write'
  | 'role'
  | 'pass_role'
  | 'permissions'
  | 'quotas'
  | 'endpoints';

export interface ConnectionCheckRequest {
  /** Exact name of the connection. */
  readonly connection: string;
  readonly facts: readonly ConnectionFact[];
  /** If undefined, the UDF uses the Region in the connection's address. */
  readonly region: string | undefined;
  /** ARN, for the facts `role` and `pass_role`. */
  readonly role?: string | undefined;
  /** Path in the bucket, for the fact `bucket_write`. */
  readonly path?: string | undefined;
  /** For the fact `permissions`. */
  readonly simulations?: readonly Simulation[] | undefined;
}

/** Actions to simulate on a resource: an ARN with the slots `{partition}`, `{account}`, `{region}` and `{bucket}`. */
export interface Simulation {
  readonly resource: string;
  readonly actions: readonly string[];
}

/** Calls AWS from inside the database, with the keys of a connection. @throws as `callJsonUdf` */
export function checkConnection(
  session: Session,
  schema: string,
  { facts, ...request }: ConnectionCheckRequest,
): Promise<ConnectionCheckResult> {
  return callJsonUdf(session, { schema, udf: names.connectionCheckUdf }, { ...request, ask: facts }, resultRule);
}

const maxMessageLength = 300;

/** Describes a failed call in AWS's words. Cuts the message, because boto3 quotes a response that it cannot parse in full. */
export function describeFailure({ operation, kind, code, message }: CallFailure): string {
  const [first = ''] = message.split('\n');
  const text = first.length > maxMessageLength ? `${first.slice(0, maxMessageLength)}…` : first;
  return kind === 'unreachable' ? `${operation} did not reach AWS: ${text}` : `${operation}: ${code}: ${text}`;
}
