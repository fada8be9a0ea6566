import type { Feature } from '../encode-columns.js';
import type { Pacer } from '../pacer.js';

/** Features divided into at most 64 bins each, so that a tree tries at most 63 thresholds per feature. */
export interface BinnedFeatures {
  /** Per feature and row: the bin. */
  readonly bins: readonly Uint8Array[];
  /** Per feature: bin i contains the values above edge i - 1 and up to edge i. */
  readonly edges: readonly (readonly number[])[];
}

const maxBins = 64;
const maxSampledValues = 4096;

export async function binFeatures(features: readonly Feature[], pacer: Pacer): Promise<BinnedFeatures> {
  const bins: Uint8Array[] = [];
  const edges: number[][] = [];
  for (const feature of features) {
    if (pacer.isDue) await pacer.pause();
    const cuts = findEdges(feature);
    edges.push(cuts);
    bins.push(Uint8Array.from(feature, (value) => findBin(cuts, value)));
  }
  return { bins, edges };
}

/** Midpoints between neighboring values at equal steps through a sorted sample. */
function findEdges(feature: Feature): number[] {
  const stride = Math.max(1, Math.floor(feature.length / maxSampledValues));
  const sample = feature.filter((_, row) => row % stride === 0).sort();
  const distinct = sample.filter((value, index) => index === 0 || value !== sample[index - 1]);
  const from = distinct.length <= maxBins ? distinct : sample;
  const cuts = Math.min(maxBins, from.length) - 1;
  const edges = new Set<number>();
  for (let cut = 1; cut <= cuts; cut += 1) {
    const position = Math.floor((cut * from.length) / (cuts + 1));
    const [left, right] = [from[position - 1] ?? 0, from[position] ?? 0];
    if (left < right) edges.add(left + (right - left) / 2);
  }
  return [...edges];
}

function findBin(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (edges[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
