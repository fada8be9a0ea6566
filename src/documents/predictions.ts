import { z } from 'zod';
import { results } from '../scripts/results.js';
import { cell, describeRow, moment, statement } from './parts.js';

const page = z
  .strictObject({
    columns: z.array(z.string()),
    rows: z
      .array(z.array(cell))
      .describe('A DECIMAL that a JSON number cannot represent exactly is a string; dates and times are strings'),
  })
  .describe('One document for each page of rows');

const batchStart = z
  .strictObject({
    dry_run: z.literal(false),
    batch_name: z.string(),
    status: z.string().nullable(),
    rows_exported: z.number().int().nullable(),
    files_exported: z.number().int().nullable(),
    line_breaks_replaced: z.number().int(),
    target_table: z.string().nullable(),
  })
  .describe('With --batch --no-wait');

export const batchEnd = z
  .strictObject({
    batch_name: z.string(),
    status: z.string(),
    rows_exported: z.number().int().nullable(),
    rows_predicted: z.number().int().nullable(),
    rows_failed: z.number().int().nullable(),
    target_table: z.string(),
    failure_reason: z.string().nullable(),
  })
  .describe('State of the batch');

export const prediction = z.union([page, statement, batchStart, batchEnd]);

const { creation_time_utc: _column, ...batch } = describeRow(results.batchListResult);

export const batchList = z.strictObject({
  batches: z.array(z.strictObject({ ...batch, created_at: moment.nullable().describe('Start of the transform job') })),
});

export const batchStop = z.strictObject({ batch_name: z.string(), status: z.string() });
