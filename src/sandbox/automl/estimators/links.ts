/** Scores → probabilities, in place, safe against overflow. */
export function toSoftmax(scores: Float64Array): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest) highest = score;
  let total = 0;
  for (let index = 0; index < scores.length; index += 1) {
    const power = Math.exp((scores[index] as number) - highest);
    scores[index] = power;
    total += power;
  }
  for (let index = 0; index < scores.length; index += 1) scores[index] = (scores[index] as number) / total;
}

export function toLogistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}
