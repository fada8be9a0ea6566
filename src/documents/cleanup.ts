import { z } from 'zod';
import { formerNameOf, moment } from './parts.js';

const resource = {
  kind: z.enum(['data', 'batch', 'endpoint', 'endpoint-row', 'endpoint-config', 'model']),
  name: z.string(),
  aws_region: z.string(),
  region: formerNameOf('aws_region', z.string()),
  files: z.number().int().nullable().describe('Files of training data; null for other resources'),
  bytes: z.number().int().nullable(),
};

const outcome = z.strictObject({ ...resource, reason: z.string().nullable().describe('Null if it was deleted') });
const note = z.strictObject({ what: z.string(), reason: z.string() });

export const cleanup = z.strictObject({
  dry_run: z.boolean(),
  found: z.array(
    z.strictObject({
      ...resource,
      why: z.string(),
      since: moment.describe('Since when it is unused, as far as it is known'),
      age_in_seconds: z.number().int(),
      job_name: z.string().nullable(),
      job_status: z.string().nullable(),
      uploads: z.number().int().nullable().describe('Unfinished uploads of training data'),
      instances: z.string().nullable().describe('Instances of an endpoint'),
      is_in_table: z.boolean().nullable().describe('Whether the table has the endpoint; null for other resources'),
      in_endpoint_table: formerNameOf('is_in_table', z.boolean().nullable()),
    }),
  ),
  not_looked_at: z.array(note).describe('What could not be checked'),
  left_alone: z.array(note).describe('What looks unused and is left for you to decide'),
  deleted: z.array(outcome),
  failed: z.array(outcome),
  kept: z.array(outcome).describe('In use again since the list was made'),
});
