export interface CurvePoint {
  /** From 0 to 1. */
  readonly x: number;
  /** From 0 to 1. */
  readonly y: number;
}

export interface CurveLayout {
  readonly columns: number;
  readonly lines: number;
  readonly xLabel: string;
  readonly yLabel: string;
}

const axisWidth = 4;

/** Draws a curve through points between 0 and 1, with the diagonal for comparison. The points are in the order of x. */
export function drawCurve(points: readonly CurvePoint[], { columns, lines, xLabel, yLabel }: CurveLayout): string {
  const cells = Array.from({ length: lines }, () => Array.from({ length: columns }, () => ' '));
  const toLine = (y: number) => lines - 1 - Math.round(Math.min(1, Math.max(0, y)) * (lines - 1));
  for (let column = 0; column < columns; column += 1) {
    const x = column / (columns - 1);
    mark(cells, toLine(x), column, '·');
    const half = 0.5 / (columns - 1);
    const touched = [...points.filter((point) => Math.abs(point.x - x) <= half).map(({ y }) => y), readY(points, x)];
    const [top, bottom] = [toLine(Math.max(...touched)), toLine(Math.min(...touched))];
    for (let line = top; line <= bottom; line += 1) {
      mark(cells, line, column, '•');
    }
  }
  const axis = (line: number) => (line === 0 ? '1.0 ' : line === lines - 1 ? '0.0 ' : ' '.repeat(axisWidth));
  const body = cells.map((line, index) => `${axis(index)}│${line.join('').trimEnd()}`);
  const scale = `0.0${xLabel.padStart(Math.floor((columns + xLabel.length) / 2) - 3).padEnd(columns - 6)}1.0`;
  return [yLabel, ...body, `${' '.repeat(axisWidth)}└${'─'.repeat(columns)}`, `${' '.repeat(axisWidth + 1)}${scale}`]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function mark(cells: string[][], line: number, column: number, character: string): void {
  const row = cells[line];
  if (row !== undefined) {
    row[column] = character;
  }
}

/** The height of the curve, between the points on both sides. */
function readY(points: readonly CurvePoint[], x: number): number {
  const right = points.find((point) => point.x >= x) ?? points.at(-1) ?? { x: 1, y: 1 };
  const left = points.findLast((point) => point.x <= x) ?? points[0] ?? { x: 0, y: 0 };
  return right.x === left.x
    ? Math.max(left.y, right.y)
    : left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x);
}
