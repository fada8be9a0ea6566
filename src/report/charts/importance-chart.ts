import { scaleBand, scaleLinear } from 'd3-scale';
import { html } from '../markup.js';
import { formatShare } from '../numbers.js';
import type { Feature } from '../types.js';
import { drawBottomAxis } from './axes.js';
import { type ChartBody, type ChartWidth, type Drawing, drawBar, drawText, group, plotWidth } from './draw.js';
import { shortenNames } from './shorten-names.js';

/** A feature whose share is known. */
export type SharedFeature = Feature & { readonly share: number };

const rowHeight = 26;
/** Letters of a name that fit next to the bars. */
const maxLetters: Readonly<Record<ChartWidth, number>> = { wide: 28, narrow: 13 };

/** The share of each feature as a bar, in the order given. */
export function planImportanceChart(features: readonly SharedFeature[]): Drawing {
  const [first] = features;
  return {
    id: 'importance-chart',
    title: 'Feature importance',
    description: `Shares of ${features.length} columns${first === undefined ? '' : `; the most important is ${first.name} with ${formatShare(first.share)}`}.`,
    draw: (width) => drawBars(features, width),
  };
}

function drawBars(features: readonly SharedFeature[], width: ChartWidth): ChartBody {
  const names = shortenNames(
    features.map(({ name }) => name),
    maxLetters[width],
  );
  const left = 18 + 7.4 * Math.max(3, ...names.map((name) => name.length));
  const padding = { left, right: 62, top: 4, bottom: 44 };
  const plot = { width: plotWidth(width, padding), height: features.length * rowHeight };
  const x = scaleLinear()
    .domain([0, 100 * Math.max(0, ...features.map(({ share }) => share))])
    .nice()
    .range([0, plot.width]);
  const y = scaleBand<number>()
    .domain(features.map((_feature, index) => index))
    .range([0, plot.height])
    .padding(0.28);
  const rows = features.map(({ name, share }, index) => ({
    end: x(share * 100),
    top: y(index) ?? 0,
    center: (y(index) ?? 0) + y.bandwidth() / 2,
    label: `${name}: ${formatShare(share)}`,
    share: formatShare(share),
    shortName: names[index] ?? '',
  }));
  const axis = drawBottomAxis(x, plot.height, {
    grid: plot.height,
    tickCount: width === 'wide' ? 8 : 4,
    title: 'Share of the importance of all columns (%)',
  });
  const bars = rows.map(({ end, top, label }) =>
    drawBar({ x: 0, y: top, width: end, height: y.bandwidth(), fill: 'var(--accent)', label }),
  );
  const values = rows.map(({ end, center, share }) => drawText(end + 6, center, share));
  const labels = rows.map(({ center, shortName }) => drawText(-10, center, shortName, { anchor: 'end' }));
  return {
    plot,
    padding,
    content: html`${axis}${group('bars', bars)}${group('values', values)}${group('names', labels)}`,
  };
}
