import { z } from 'zod';
import { moment, statement } from './parts.js';

const requestedEndpoint = z.strictObject({
  dry_run: z.literal(false),
  endpoint_name: z.string(),
  endpoint_status: z.string(),
  prediction_udf: z.string().nullable().describe('Prediction function, quoted and with its schema'),
  prediction_view: z.string().nullable(),
  predict_sql: z.string().nullable().describe('Query that predicts for the training data'),
  model_name: z.string().nullable().describe('Name of the model in SageMaker'),
  endpoint_config_name: z.string().nullable(),
  job_name: z.string().nullable(),
  version: z.number().int().nullable().describe('Version of the model that the endpoint serves; null without --model'),
  candidate_name: z.string().nullable(),
  aws_region: z.string().nullable(),
  expires_at: moment.nullable(),
  remark: z.string().nullable(),
});

export const endpointRequest = z.union([requestedEndpoint, statement]);

export const endpointList = z.strictObject({
  endpoints: z.array(
    z.strictObject({
      endpoint_name: z.string(),
      aws_region: z.string(),
      endpoint_status: z.string(),
      status_source: z.enum(['aws', 'table']),
      is_in_table: z.boolean().describe('False for an endpoint with the tags of this schema whose row is missing'),
      age_in_seconds: z.number().int().nullable(),
      expires_at: moment.nullable(),
      is_expired: z.boolean(),
      instance_type: z.string().nullable(),
      instance_count: z.number().int().nullable(),
      serverless_memory_mb: z.number().int().nullable(),
      serverless_max_concurrency: z.number().int().nullable(),
      prediction_udf: z.string().nullable(),
      job_name: z.string().nullable(),
      candidate_name: z.string().nullable(),
      model_name: z.string().nullable(),
      endpoint_config_name: z.string().nullable(),
      aws_credentials_connection_name: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
  other_endpoints: z.number().int().describe('Endpoints in SageMaker that this extension did not create'),
  is_complete: z.boolean().describe('Whether AWS could be called in every Region'),
});

const deletedEndpoint = z.strictObject({
  dry_run: z.literal(false),
  endpoint_name: z.string(),
  aws_region: z.string().nullable(),
  was_there: z.boolean(),
  objects: z.array(z.strictObject({ object: z.string(), name: z.string(), result: z.string() })),
});

export const endpointDeletion = z.union([deletedEndpoint, statement]);
