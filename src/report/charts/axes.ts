import type { ScaleContinuousNumeric } from 'd3-scale';
import { html, type Markup } from '../markup.js';
import { drawText, group, round } from './draw.js';

/** A scale from values to CSS pixels that knows its ticks. */
export type ValueScale = ScaleContinuousNumeric<number, number>;

interface AxisOptions {
  /** Length of the grid lines in CSS pixels; without it the axis has a base line and ticks instead. */
  readonly grid?: number;
  readonly tickCount: number;
  readonly title: string;
  /** Only whole numbers get a tick. */
  readonly wholeNumbers?: boolean;
}

/** An axis below a plot of `height` CSS pixels. */
export function drawBottomAxis(scale: ValueScale, height: number, options: AxisOptions): Markup {
  const [left = 0, right = 0] = scale.range();
  const marks = listTicks(scale, options).flatMap(({ position, label }) => [
    options.grid === undefined
      ? drawLine({ x1: position, x2: position, y1: height, y2: height + 4 }, 0.5)
      : drawLine({ x1: position, x2: position, y1: height - options.grid, y2: height }, 0.13),
    drawText(position, height + 15, label, { anchor: 'middle' }),
  ]);
  const baseline = options.grid === undefined ? [drawLine({ x1: left, x2: right, y1: height, y2: height }, 0.5)] : [];
  const title = drawText((left + right) / 2, height + 36, options.title, { anchor: 'middle' });
  return group('axis', [...baseline, ...marks, title]);
}

/** An axis to the left of a plot, with grid lines and its title above it. `padding` is the space to the left, in CSS pixels. */
export function drawLeftAxis(scale: ValueScale, padding: number, options: AxisOptions): Markup {
  const marks = listTicks(scale, options).flatMap(({ position, label }) => [
    drawLine({ x1: 0, x2: options.grid ?? 0, y1: position, y2: position }, 0.13),
    drawText(-6, position, label, { anchor: 'end' }),
  ]);
  return group('axis', [...marks, drawText(-padding, -20, options.title)]);
}

function listTicks(scale: ValueScale, { tickCount, wholeNumbers = false }: AxisOptions) {
  const format = scale.tickFormat(tickCount);
  return scale
    .ticks(tickCount)
    .filter((value) => !wholeNumbers || Number.isInteger(value))
    .map((value) => ({ position: scale(value), label: format(value) }));
}

interface Line {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

function drawLine({ x1, x2, y1, y2 }: Line, opacity: number): Markup {
  return html`<line x1="${round(x1)}" x2="${round(x2)}" y1="${round(y1)}" y2="${round(y2)}" stroke="currentColor" stroke-opacity="${opacity}"/>`;
}
