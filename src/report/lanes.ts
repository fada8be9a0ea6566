/** An interval, in any unit. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Distributes spans over the minimum number of lanes without overlaps; returns the lane of each span, from 0. */
export function packLanes(spans: readonly Span[]): readonly number[] {
  const lanes: number[] = [];
  const order = [...spans.keys()].sort((a, b) => (spans[a]?.start ?? 0) - (spans[b]?.start ?? 0));
  const laneOf = new Map<number, number>();
  for (const index of order) {
    const { start, end } = spans[index] ?? { start: 0, end: 0 };
    const free = lanes.findIndex((until) => until <= start);
    const lane = free === -1 ? lanes.length : free;
    lanes[lane] = end;
    laneOf.set(index, lane);
  }
  return spans.map((_span, index) => laneOf.get(index) ?? 0);
}
