/** A trained model as JSON, stored as an S3 object between training and inference, and validated when it is loaded. */
import { z } from 'zod';

const numbers = z.array(z.number());

/** Parallel arrays with one entry per node; the root is node 0. A row goes left if its value is at most the threshold. A leaf has feature -1. */
const treeSchema = z.object({
  feature: numbers,
  threshold: numbers,
  left: numbers,
  right: numbers,
  value: numbers,
});

/** Weights per output, the intercept last, for features standardized with `means` and `scales`. */
const linearSchema = z.object({
  kind: z.literal('linear'),
  link: z.enum(['identity', 'softmax']),
  means: numbers,
  scales: numbers,
  weights: z.array(numbers),
});

/** The sum of `base` and all rounds, then the link. `logistic` has one score for two classes. */
const boostingSchema = z.object({
  kind: z.literal('boosting'),
  link: z.enum(['identity', 'logistic', 'softmax']),
  base: numbers,
  rounds: z.array(z.array(treeSchema)),
});

const singleSchema = z.discriminatedUnion('kind', [linearSchema, boostingSchema]);

const averageSchema = z.object({ kind: z.literal('average'), members: z.array(singleSchema).min(1) });

const estimatorSchema = z.union([singleSchema, averageSchema]);

/** How the text of a column is converted to numbers. */
const encoderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('numeric'), median: z.number(), missingIndicator: z.boolean() }),
  z.object({ kind: z.literal('oneHot'), levels: z.array(z.string()) }),
  z.object({
    kind: z.literal('targetMean'),
    levels: z.array(z.string()),
    /** One row per level, one number per output. */
    means: z.array(numbers),
    unseen: numbers,
  }),
  z.object({ kind: z.literal('text'), buckets: z.number().int().positive() }),
  z.object({ kind: z.literal('datetime'), median: z.number() }),
]);

export const serializedModelSchema = z.object({
  format: z.literal('sandbox-automl-2'),
  problemType: z.enum(['Regression', 'BinaryClassification', 'MulticlassClassification']),
  /** The columns of a request in order: the training header without the target. */
  inputColumns: z.array(z.object({ name: z.string(), encoder: encoderSchema })),
  /** Class labels as written in the data, in the order of the probabilities; empty for regression. */
  labels: z.array(z.string()),
  /** Regression models predict (target - center) / scale. */
  targetCenter: z.number(),
  targetScale: z.number(),
  estimator: estimatorSchema,
});

export type SerializedModel = z.infer<typeof serializedModelSchema>;
export type Estimator = z.infer<typeof estimatorSchema>;
export type SingleEstimator = z.infer<typeof singleSchema>;
export type Tree = z.infer<typeof treeSchema>;
export type ColumnEncoder = z.infer<typeof encoderSchema>;
