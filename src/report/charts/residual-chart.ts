import { scaleBand, scaleLinear } from 'd3-scale';
import type { Evaluation } from '../../jobs/evaluate-predictions.js';
import { html } from '../markup.js';
import { chooseFormat } from '../numbers.js';
import { drawBottomAxis } from './axes.js';
import { type ChartBody, type ChartWidth, type Drawing, drawBar, drawText, group, plotWidth } from './draw.js';

type Quantiles = Evaluation['residual_quantiles'];

const rowHeight = 26;

/** Quantiles of the residuals as bars from 0, the lowest first. */
export function planResidualChart(quantiles: Quantiles): Drawing {
  const format = chooseFormat(quantiles.map(({ residual }) => residual));
  const median = quantiles.find(({ quantile }) => quantile === 0.5);
  return {
    id: 'residual-chart',
    title: 'Quantiles of the residuals',
    description: `Predicted minus actual value for ${quantiles.length} quantiles${median === undefined ? '' : `; the median is ${format(median.residual)}`}.`,
    draw: (width) => drawBars(quantiles, width, format),
  };
}

function drawBars(quantiles: Quantiles, width: ChartWidth, format: (value: number) => string): ChartBody {
  const valueWidth = 14 + 7.2 * Math.max(1, ...quantiles.map(({ residual }) => format(residual).length));
  const padding = { left: 54 + valueWidth, right: valueWidth, top: 4, bottom: 44 };
  const plot = { width: plotWidth(width, padding), height: quantiles.length * rowHeight };
  const residuals = quantiles.map(({ residual }) => residual);
  const [low, high] = [Math.min(0, ...residuals), Math.max(0, ...residuals)];
  const x = scaleLinear()
    .domain(low === high ? [-1, 1] : [low, high])
    .range([0, plot.width]);
  const y = scaleBand<number>()
    .domain(quantiles.map((_each, index) => index))
    .range([0, plot.height])
    .padding(0.28);
  const rows = quantiles.map(({ quantile, residual }, index) => {
    const [start, end] = [x(Math.min(0, residual)), x(Math.max(0, residual))];
    const top = y(index) ?? 0;
    return { start, end, top, center: top + y.bandwidth() / 2, quantile, residual };
  });
  const axis = drawBottomAxis(x, plot.height, {
    grid: plot.height,
    tickCount: width === 'wide' ? 8 : 3,
    title: 'Predicted minus actual value',
  });
  const bars = rows.map(({ start, end, top, quantile, residual }) =>
    drawBar({
      x: start,
      y: top,
      width: end - start,
      height: y.bandwidth(),
      fill: 'var(--accent)',
      label: `${Math.round(quantile * 100)} %: ${format(residual)}`,
    }),
  );
  const values = rows.map(({ start, end, center, residual }) =>
    residual < 0
      ? drawText(start - 6, center, format(residual), { anchor: 'end' })
      : drawText(end + 6, center, format(residual)),
  );
  const labels = rows.map(({ center, quantile }) =>
    drawText(12 - padding.left + 34, center, `${Math.round(quantile * 100)} %`, { anchor: 'end' }),
  );
  return {
    plot,
    padding,
    content: html`${axis}${group('bars', bars)}${group('values', values)}${group('names', labels)}`,
  };
}
