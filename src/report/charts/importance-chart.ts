import type { Spec } from 'vega';
import { formatShare } from '../numbers.js';
import type { Feature } from '../types.js';
import { type ChartWidth, chartWidths, type Drawing } from './draw.js';

/** A feature whose share is known. */
export type SharedFeature = Feature & { readonly share: number };

const barHeight = 26;
/** Letters of a name that fit beside the bars. */
const mostLetters: Readonly<Record<ChartWidth, number>> = { wide: 28, narrow: 13 };

/** Shares of the features as bars, in the order given. */
export function planImportanceChart(features: readonly SharedFeature[]): Drawing {
  const plan = (width: ChartWidth): Spec => {
    const names = features.map(({ name }) => shortenName(name, mostLetters[width]));
    const left = 18 + 7.4 * Math.max(3, ...names.map((name) => name.length));
    const padding = { left, right: 62, top: 4, bottom: 44 };
    return {
      width: chartWidths[width] - padding.left - padding.right,
      height: features.length * barHeight,
      padding,
      autosize: 'none',
      data: [
        {
          name: 'bars-rows',
          values: features.map(({ name, share }, index) => ({
            index,
            percent: share * 100,
            name: names[index],
            label: `${name}: ${formatShare(share)}`,
            text: formatShare(share),
          })),
        },
      ],
      scales: [
        {
          name: 'x',
          type: 'linear',
          domain: { data: 'bars-rows', field: 'percent' },
          range: 'width',
          zero: true,
          nice: true,
        },
        { name: 'y', type: 'band', domain: { data: 'bars-rows', field: 'index' }, range: 'height', padding: 0.28 },
      ],
      axes: [
        {
          orient: 'bottom',
          scale: 'x',
          grid: true,
          domain: false,
          ticks: false,
          tickCount: width === 'wide' ? 8 : 4,
          title: 'Share of the importance of all columns (%)',
        },
      ],
      marks: [
        {
          type: 'rect',
          name: 'bars',
          from: { data: 'bars-rows' },
          encode: {
            enter: {
              x: { scale: 'x', value: 0 },
              x2: { scale: 'x', field: 'percent' },
              y: { scale: 'y', field: 'index' },
              height: { scale: 'y', band: 1 },
              cornerRadiusTopRight: { value: 2 },
              cornerRadiusBottomRight: { value: 2 },
              fill: { value: 'var(--accent)' },
              description: { field: 'label' },
            },
          },
        },
        writeTexts('values', { x: { scale: 'x', field: 'percent', offset: 6 }, text: { field: 'text' } }),
        writeTexts('names', { x: { value: -10 }, text: { field: 'name' }, align: { value: 'right' } }),
      ],
    };
  };
  const [first] = features;
  return {
    id: 'importance-chart',
    title: 'Feature importance',
    description: `Shares of ${features.length} columns${first === undefined ? '' : `; the most important is ${first.name} with ${formatShare(first.share)}`}.`,
    plan,
  };
}

function writeTexts(name: string, channels: object) {
  return {
    type: 'text',
    name,
    from: { data: 'bars-rows' },
    interactive: false,
    encode: {
      enter: {
        y: { scale: 'y', field: 'index', band: 0.5 },
        baseline: { value: 'middle' },
        fontSize: { value: 12 },
        fill: { value: 'currentColor' },
        ...channels,
      },
    },
  } as const;
}

function shortenName(name: string, most: number): string {
  const letters = [...name];
  return letters.length <= most ? name : `${letters.slice(0, most - 1).join('')}…`;
}
