import { scaleQuantile } from 'd3-scale';
import type { Direction } from '../candidate-order.js';

/** With fewer values, none of them is an outlier. */
const minValues = 5;
/** Distance from the middle half of the values, in multiples of its width. */
const maxDistance = 3;

/**
 * Chooses the range of values that a chart shows in full. Values far from all others would flatten the differences between them, so they
 * are outside. The best value is always inside.
 */
export function chooseVisibleRange(
  values: readonly number[],
  direction: Direction | undefined,
): readonly [number, number] {
  const sorted = [...values].sort((left, right) => left - right);
  const [low = 0, high = 0] = [sorted[0], sorted.at(-1)];
  const [lowerQuartile = low, , upperQuartile = high] = scaleQuantile<number>()
    .domain(sorted)
    .range([1, 2, 3, 4])
    .quantiles();
  const distance = maxDistance * (upperQuartile - lowerQuartile);
  if (values.length < minValues || distance === 0) {
    return [low, high];
  }
  const inside = sorted.filter((value) => value >= lowerQuartile - distance && value <= upperQuartile + distance);
  const [insideLow = low, insideHigh = high] = [inside[0], inside.at(-1)];
  return [direction === 'lower' ? low : insideLow, direction === 'lower' ? insideHigh : high];
}
