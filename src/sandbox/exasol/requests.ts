import { z } from 'zod';
import { ProtocolError } from './exception.js';

/** Requests of the WebSocket API. Source of the fields: docs/commands/*.md. As in Exasol, other fields are ignored. */

const handle = z.number().int();

const parameterCell = z.union([z.null(), z.boolean(), z.number(), z.string()]);

/** Attributes that a client may set. Read-only and unknown ones are ignored, because drivers send some of them at login. */
const settableAttributes = z.object({
  autocommit: z.boolean().optional(),
  currentSchema: z.string().optional(),
  feedbackInterval: z.number().positive().optional(),
  numericCharacters: z.string().optional(),
  queryTimeout: z.number().nonnegative().optional(),
  resultSetMaxRows: z.number().int().nonnegative().optional(),
  snapshotTransactionsEnabled: z.boolean().optional(),
  timestampUtcEnabled: z.boolean().optional(),
});

export type SettableAttributes = z.infer<typeof settableAttributes>;

/** Clients without attributes send `attributes: null`. */
const attributes = settableAttributes.nullish();

export const envelope = z.object({ command: z.string(), attributes });

export const loginRequest = z.object({ command: z.string(), protocolVersion: z.number().int().positive().default(1) });

/** Only for system tables, so other types do not fail a login. */
const clientText = z.string().optional().catch(undefined);

export const credentials = z.object({
  username: z.string().optional(),
  password: z.string().optional(),
  accessToken: z.string().optional(),
  refreshToken: z.string().optional(),
  useCompression: z.boolean().nullish(),
  clientName: clientText,
  clientVersion: clientText,
  driverName: clientText,
  clientOs: clientText,
  clientOsUsername: clientText,
  attributes,
});

export type Credentials = z.infer<typeof credentials>;

export const executeRequest = z.object({ sqlText: z.string() });
export const executeBatchRequest = z.object({ sqlTexts: z.array(z.string()) });
export const statementRequest = z.object({ statementHandle: handle });
export const resultSetRequest = z.object({ resultSetHandle: handle });
export const resultSetsRequest = z.object({ resultSetHandles: z.array(handle) });

export const fetchRequest = z.object({
  resultSetHandle: handle,
  startPosition: z.number().int().nonnegative(),
  numBytes: z.number().int().positive(),
});

export const executePreparedRequest = z.object({
  statementHandle: handle,
  numColumns: z.number().int().nonnegative(),
  numRows: z.number().int().nonnegative(),
  data: z.array(z.array(parameterCell)).nullish(),
});

export const setAttributesRequest = z.object({ attributes: settableAttributes });

export const getHostsRequest = z.object({ hostIp: z.string().nullish() });

/**
 * Validates a request.
 *
 * @throws ProtocolError that lists every invalid field
 */
export function parseRequest<T>(shape: z.ZodType<T>, request: unknown, what: string): T {
  const parsed = shape.safeParse(request);
  if (parsed.success) {
    return parsed.data;
  }
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'request'}: ${issue.message}`);
  throw new ProtocolError(`Invalid request '${what}': ${problems.join('; ')}`);
}
