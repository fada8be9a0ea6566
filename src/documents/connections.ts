import { z } from 'zod';
import { check, formerNameOf, moment } from './parts.js';

const keyState = z.strictObject({
  address: z.string(),
  key_id_end: z.string().describe('Last characters of the access key ID'),
});

const connection = {
  connection_name: z.string(),
  name: formerNameOf('connection_name', z.string()),
  ...keyState.shape,
  role_arn: z.string().nullable().describe('Role that the UDFs assume'),
  options: z.record(z.string(), z.string()).describe('How S3 encrypts the uploads of Exasol'),
  is_temporary: z.boolean(),
  expires_at: moment.nullable().describe('When temporary keys expire; null if unknown'),
};

export const connectionChange = z.strictObject({
  ...connection,
  action: z.enum(['create', 'alter']),
  dry_run: z.boolean(),
  external_id: z.string().nullable(),
  before: keyState.nullable().describe('Null for a new connection'),
  grants: z.array(z.string()).describe('GRANT statements for the users of the connection'),
});

export const connectionRefresh = z.strictObject({
  ...connection,
  before: z.strictObject({ key_id_end: z.string(), expires_at: z.string().nullable() }),
});

export const connectionTest = z.strictObject({
  connection_name: z.string(),
  name: formerNameOf('connection_name', z.string()),
  failed: z.number().int(),
  skipped: z.number().int(),
  checks: z.array(check),
});

export const diagnosis = z.strictObject({ failed: z.number().int(), checks: z.array(check) });
