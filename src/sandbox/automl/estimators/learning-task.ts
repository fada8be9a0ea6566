import type { Feature } from '../encode-columns.js';
import type { Pacer } from '../pacer.js';
import type { Random } from '../random.js';

/** The input of every trainer: the training rows as numbers. */
export interface LearningTask {
  readonly rows: number;
  readonly features: readonly Feature[];
  /** Number of classes; 0 for regression. */
  readonly classes: number;
  /** Per row: the class, or the standardized target. */
  readonly target: Float64Array;
  /** Per row; positive, with a mean of 1. */
  readonly weight: Float64Array;
  readonly random: Random;
  readonly pacer: Pacer;
}
