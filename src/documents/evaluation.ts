import { z } from 'zod';

const labelMetrics = z.strictObject({
  label: z.string(),
  precision: z.number(),
  recall: z.number(),
  f1: z.number(),
  support: z.number().int().describe('Rows whose actual label it is'),
});

const thresholdMetrics = z
  .strictObject({
    threshold: z.number(),
    true_positives: z.number().int(),
    false_positives: z.number().int(),
    false_negatives: z.number().int(),
    true_negatives: z.number().int(),
    precision: z.number(),
    recall: z.number(),
    false_positive_rate: z.number(),
    f1: z.number(),
  })
  .describe('What a classifier does that counts rows from this probability on as positive');

export const evaluation = z.strictObject({
  metrics: z
    .record(z.string(), z.number().nullable())
    .describe('By name; null if a metric is not defined for the rows'),
  positive_label: z.string().nullable().describe('The label that ROC AUC, PR AUC and thresholds are about'),
  labels: z.array(labelMetrics),
  confusion: z.array(z.strictObject({ actual: z.string(), predicted: z.string(), rows: z.number().int() })),
  thresholds: z.array(thresholdMetrics),
  residual_quantiles: z.array(z.strictObject({ quantile: z.number(), residual: z.number() })),
});
