/** Converts scores to probabilities in place, without overflow. */
export function toSoftmax(scores: Float64Array): void {
  let maximum = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > maximum) maximum = score;
  let total = 0;
  for (let index = 0; index < scores.length; index += 1) {
    const power = Math.exp((scores[index] as number) - maximum);
    scores[index] = power;
    total += power;
  }
  for (let index = 0; index < scores.length; index += 1) scores[index] = (scores[index] as number) / total;
}

export function toLogistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
