import type { Feature } from '../encode-columns.js';
import type { Pacer } from '../pacer.js';
import type { Random } from '../random.js';

/** What every learner gets: the training rows as numbers. */
export interface LearningTask {
  readonly rows: number;
  readonly features: readonly Feature[];
  /** Number of classes, 0 for regression. */
  readonly classes: number;
  /** Per row: the class, or the standardised target. */
  readonly target: Float64Array;
  /** Per row, positive, 1 on average. */
  readonly weight: Float64Array;
  readonly random: Random;
  readonly pacer: Pacer;
}
