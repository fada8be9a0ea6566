import type { Spec } from 'vega';
import { type Direction, findDirection, listScores, type NumberedCandidate, trackBest } from '../candidate-order.js';
import { chooseFormat } from '../numbers.js';
import { type ChartWidth, chartWidths, type Drawing } from './draw.js';

/** Largest and smallest value so far apart that a linear axis shows one of them only. */
const logarithmicFrom = 100;
/** More points than this are drawn smaller, for they would cover each other. */
const manyPoints = 60;

/** The objective of each candidate in the order in which they ended, and the best so far. */
export function planObjectiveChart(candidates: readonly NumberedCandidate[], objective: string): Drawing {
  const scores = listScores(candidates);
  const direction = findDirection(candidates);
  const format = chooseFormat(scores);
  const isLogarithmic =
    Math.min(...scores) > 0 && Math.max(...scores) / Math.min(...scores) > logarithmicFrom && direction === 'lower';
  const title = `${objective} of each candidate${isLogarithmic ? ', logarithmic' : ''}`;
  const best = candidates.find(({ rank }) => rank === 1);
  const missing = candidates.filter(({ rank }) => rank === undefined);
  const size = candidates.length > manyPoints ? 22 : 64;
  const points = candidates.flatMap((candidate) => {
    const { number, name, rank, value, status } = candidate;
    const isBest = candidate === best;
    return rank === undefined || value === undefined
      ? []
      : [
          {
            number,
            value,
            label: `${number}. ${name}: ${objective} ${format(value)}${isBest ? ', the best' : ''} (${status})`,
            shape: isBest ? 'diamond' : 'circle',
            color: isBest ? 'var(--best)' : 'var(--accent)',
            size: isBest ? 170 : size,
            text: isBest ? format(value) : '',
          },
        ];
  });
  const plan = (width: ChartWidth): Spec => {
    const height = width === 'wide' ? 300 : 240;
    const left = 14 + 7.2 * Math.max(4, ...scores.map((value) => format(value).length));
    const padding = { left, right: 18, top: 34, bottom: 44 };
    return {
      width: chartWidths[width] - padding.left - padding.right,
      height: height - padding.top - padding.bottom,
      padding,
      autosize: 'none',
      data: [
        { name: 'points-rows', values: points },
        { name: 'track-rows', values: [...trackBest(candidates, direction)] },
        {
          name: 'missing-rows',
          values: missing.map(({ number, name, status }) => ({ number, label: `${number}. ${name}: ${status}` })),
        },
      ],
      scales: [
        { name: 'x', type: 'linear', domain: [0.5, candidates.length + 0.5], range: 'width', zero: false },
        {
          name: 'y',
          type: isLogarithmic ? 'log' : 'linear',
          domain: chooseDomain(scores, direction, isLogarithmic),
          range: 'height',
          nice: true,
          zero: false,
        },
      ],
      axes: [
        {
          orient: 'left',
          scale: 'y',
          grid: true,
          domain: false,
          ticks: false,
          tickCount: 5,
          ...axisTitle(title, left),
        },
        {
          orient: 'bottom',
          scale: 'x',
          format: 'd',
          tickMinStep: 1,
          tickCount: 8,
          title: 'Candidate, in order of completion',
        },
      ],
      marks: [
        {
          type: 'line',
          name: 'track',
          from: { data: 'track-rows' },
          encode: {
            enter: {
              x: { scale: 'x', field: 'number' },
              y: { scale: 'y', field: 'value' },
              interpolate: { value: 'step-after' },
              stroke: { value: 'var(--best)' },
              strokeWidth: { value: 2 },
            },
          },
        },
        {
          type: 'symbol',
          name: 'points',
          from: { data: 'points-rows' },
          encode: {
            enter: {
              x: { scale: 'x', field: 'number' },
              y: { scale: 'y', field: 'value' },
              shape: { field: 'shape' },
              size: { field: 'size' },
              fill: { field: 'color' },
              stroke: { value: 'var(--card)' },
              strokeWidth: { value: 1 },
              description: { field: 'label' },
            },
          },
        },
        {
          type: 'symbol',
          name: 'missing',
          from: { data: 'missing-rows' },
          encode: {
            enter: {
              x: { scale: 'x', field: 'number' },
              y: { signal: 'height' },
              shape: { value: 'M-1,-1L1,1M1,-1L-1,1' },
              size: { value: 60 },
              fill: { value: 'none' },
              stroke: { value: 'var(--bad)' },
              strokeWidth: { value: 1.6 },
              description: { field: 'label' },
            },
          },
        },
        {
          type: 'text',
          name: 'best',
          from: { data: 'points-rows' },
          interactive: false,
          encode: {
            enter: {
              x: { scale: 'x', field: 'number' },
              y: { scale: 'y', field: 'value' },
              dy: { value: direction === 'lower' ? 20 : -12 },
              align: { value: 'center' },
              fontSize: { value: 13 },
              fontWeight: { value: 600 },
              fill: { value: 'var(--best)' },
              text: { field: 'text' },
            },
          },
        },
      ],
    };
  };
  return {
    id: 'objective-chart',
    title: `${objective} over the candidates`,
    description: [
      `${points.length} candidates with a result`,
      missing.length === 0 ? '' : `, ${missing.length} without one`,
      best?.value === undefined ? '' : `; the best has ${objective} ${format(best.value)}`,
      '. The leaderboard below has all values.',
    ].join(''),
    plan,
  };
}

/** Room above and below, more where the best one's value stands; and for a single value, which spans nothing. */
function chooseDomain(scores: readonly number[], direction: Direction | undefined, isLogarithmic: boolean): number[] {
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  if (isLogarithmic) {
    return [low / 3, high];
  }
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const bottom = low - span * (direction === 'lower' ? 0.22 : 0.1);
  return [low > 0 && bottom <= 0 ? 0 : bottom, high + span * (direction === 'lower' ? 0.05 : 0.14)];
}

/** A title above the axis, in reading direction. */
function axisTitle(title: string, left: number) {
  return {
    title,
    titleAngle: 0,
    titleAlign: 'left',
    titleAnchor: 'end',
    titleX: -left,
    titleY: -14,
    titleBaseline: 'bottom',
  } as const;
}
