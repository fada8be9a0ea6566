import type { Feature } from '../encode-columns.js';
import type { Pacer } from '../pacer.js';

/** Features cut into at most 64 ranges each, so that a tree tries 63 thresholds instead of every value. */
export interface BinnedFeatures {
  /** Per feature, per row: the position of the range. */
  readonly bins: readonly Uint8Array[];
  /** Per feature: range i holds the values above edge i - 1 and up to edge i. */
  readonly edges: readonly (readonly number[])[];
}

const mostBins = 64;
const sampledValues = 4096;

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

/** Midpoints between neighbouring values at equal steps through the sorted sample. */
function findEdges(feature: Feature): number[] {
  const stride = Math.max(1, Math.floor(feature.length / sampledValues));
  const sample = feature.filter((_, row) => row % stride === 0).sort();
  const distinct = sample.filter((value, index) => index === 0 || value !== sample[index - 1]);
  const from = distinct.length <= mostBins ? distinct : sample;
  const cuts = Math.min(mostBins, from.length) - 1;
  const edges = new Set<number>();
  for (let cut = 1; cut <= cuts; cut += 1) {
    const place = Math.floor((cut * from.length) / (cuts + 1));
    const [left, right] = [from[place - 1] ?? 0, from[place] ?? 0];
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
