import { z } from 'zod';
import { callJsonUdf } from '../deploy/call-json-udf.js';
import type { Session } from '../exasol/session.js';
import { names } from '../scripts/names.js';
import type { Place } from './types.js';

const targetRule = z.object({
  service: z.string(),
  host: z.string(),
  port: z.number(),
  via: z.string().nullable(),
  steps: z.array(z.object({ step: z.enum(['dns', 'connect', 'tls', 'answer']), ok: z.boolean(), text: z.string() })),
  skew_seconds: z.number().nullable(),
});

const answerRule = z.object({
  targets: z.array(targetRule).default([]),
  variables: z.array(z.string()).default([]),
  failures: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});

/** A service as seen from a UDF; see templates/python/sme/network_check.py. */
export type NetworkTarget = z.infer<typeof targetRule>;
export type NetworkAnswer = z.infer<typeof answerRule>;

/** Checks from inside the database whether services of AWS are reachable. Services have their boto3 names. @throws as `callJsonUdf` */
export function checkNetworkFromUdf(
  session: Session,
  schema: string,
  request: Partial<Place> & { readonly services: readonly string[] },
): Promise<NetworkAnswer> {
  return callJsonUdf(session, { schema, udf: names.networkCheckUdf }, { ...request }, answerRule);
}
