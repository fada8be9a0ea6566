/** A trained model as plain JSON: what the emulator keeps as an S3 object between training and inference. Checked when it is read back. */
import { z } from 'zod';

const numbers = z.array(z.number());

/** Parallel arrays, a node an index, root 0. A row goes left where its value is at most the threshold. A leaf has feature -1. */
const treeSchema = z.object({
  feature: numbers,
  threshold: numbers,
  left: numbers,
  right: numbers,
  /** One row a node, one number an output. */
  value: z.array(numbers),
});

const constantSchema = z.object({ kind: z.literal('constant'), outputs: numbers });

/** Weights per output, the intercept last; features are standardised with means and scales first. */
const linearSchema = z.object({
  kind: z.literal('linear'),
  link: z.enum(['identity', 'softmax']),
  means: numbers,
  scales: numbers,
  weights: z.array(numbers),
});

const forestSchema = z.object({ kind: z.literal('forest'), trees: z.array(treeSchema) });

/** Sum of the rounds on top of `base`, then the link. `logistic` has one score for two classes. */
const boostingSchema = z.object({
  kind: z.literal('boosting'),
  link: z.enum(['identity', 'logistic', 'softmax']),
  base: numbers,
  rounds: z.array(z.array(treeSchema)),
});

const singleSchema = z.discriminatedUnion('kind', [constantSchema, linearSchema, forestSchema, boostingSchema]);

const averageSchema = z.object({ kind: z.literal('average'), members: z.array(singleSchema).min(1) });

const estimatorSchema = z.union([singleSchema, averageSchema]);

/** How one column's text becomes numbers; one variant a column kind. */
const encoderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('empty') }),
  z.object({ kind: z.literal('numeric'), median: z.number(), missingIndicator: z.boolean() }),
  z.object({ kind: z.literal('oneHot'), levels: z.array(z.string()) }),
  z.object({
    kind: z.literal('targetMean'),
    levels: z.array(z.string()),
    /** One row a level, one number an output. */
    means: z.array(numbers),
    unseen: numbers,
  }),
  z.object({ kind: z.literal('text'), buckets: z.number().int().positive() }),
  z.object({ kind: z.literal('datetime'), median: z.number() }),
]);

export const serializedModelSchema = z.object({
  format: z.literal('sandbox-automl-1'),
  problemType: z.enum(['Regression', 'BinaryClassification', 'MulticlassClassification']),
  /** The columns that a request must carry, in order: the training header without the target. */
  inputColumns: z.array(z.object({ name: z.string(), encoder: encoderSchema })),
  /** Class labels as spelt in the data, in the order of the probabilities; empty for regression. */
  labels: z.array(z.string()),
  /** Regression is learned on (target - center) / scale. */
  targetCenter: z.number(),
  targetScale: z.number(),
  estimator: estimatorSchema,
});

export type SerializedModel = z.infer<typeof serializedModelSchema>;
export type Estimator = z.infer<typeof estimatorSchema>;
export type SingleEstimator = z.infer<typeof singleSchema>;
export type Tree = z.infer<typeof treeSchema>;
export type ColumnEncoder = z.infer<typeof encoderSchema>;
