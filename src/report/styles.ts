/**
 * The style sheet of the report. It uses one color for results, one for the best result and one for failures. Blue and orange are
 * distinguishable with color blindness, no information depends on color alone, and every contrast is at least 4.5.
 */
export const styles = `
:root {
  color-scheme: light dark;
  --page: #f6f7f8; --card: #ffffff; --ink: #1a2028; --muted: #56616e; --line: #dde2e7; --soft: #eef1f4;
  --accent: #1f63b5; --best: #b24a00; --bad: #b3261e; --good: #1b6e3f; --warn: #8a5a00;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161b; --card: #1a2027; --ink: #e6eaef; --muted: #a3afbc; --line: #323b46; --soft: #232b34;
    --accent: #79b3f7; --best: #f5a25d; --bad: #ff8f85; --good: #74cf9b; --warn: #e6b450;
  }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --card: #ffffff; --ink: #111111; --muted: #4a525b; --line: #cfd5db; --soft: #f1f3f5;
    --accent: #1f63b5; --best: #b24a00; --bad: #b3261e; --good: #1b6e3f; --warn: #8a5a00;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 var(--sans); font-variant-numeric: tabular-nums; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem 0; }
h1, h2, h3, p, dl, dd, ol, figure { margin: 0; }
h1 { font-size: clamp(1.45rem, 4.5vw, 2.1rem); line-height: 1.2; letter-spacing: -0.015em; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.005em; margin-bottom: 0.9rem; }
h3 { font-size: 1rem; line-height: 1.3; font-weight: 600; margin: 1.5rem 0 0.6rem; }
small { font-size: 0.8125rem; color: var(--muted); font-weight: 400; }
code { font-family: var(--mono); font-size: 0.875em; overflow-wrap: anywhere; white-space: pre-wrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }

header { padding-bottom: 0.5rem; }
.kind { color: var(--muted); font-size: 0.875rem; margin-bottom: 0.25rem; }
.state { display: flex; flex-wrap: wrap; gap: 0.35rem 0.75rem; align-items: center; margin-top: 0.75rem; font-size: 0.875rem; }
.phase, .made { color: var(--muted); overflow-wrap: anywhere; }
.lead { margin-top: 1rem; font-size: 1.0625rem; max-width: 46rem; overflow-wrap: anywhere; }
td .status { white-space: nowrap; }
.status { display: inline-block; overflow-wrap: anywhere; font-weight: 600; font-size: 0.8125rem; color: var(--accent); }
.state .status { border: 1px solid currentColor; border-radius: 999px; padding: 0.1rem 0.65rem; }
.status.good { color: var(--good); }
.status.bad { color: var(--bad); }
.status.calm { color: var(--muted); }
.figures { display: grid; grid-template-columns: repeat(4, 1fr); margin-top: 1.75rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.figures > div { padding: 1rem 1.15rem; border-left: 1px solid var(--line); min-width: 0; }
.figures > div:first-child { border-left: 0; }
.figures dt { color: var(--muted); font-size: 0.8125rem; overflow-wrap: anywhere; }
.figures dd { font-size: 1.5rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; overflow-wrap: anywhere; }
.figures small { display: block; letter-spacing: 0; margin-top: 0.15rem; line-height: 1.35; }
.note { margin-top: 1.25rem; padding: 0.85rem 1.1rem; border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 6px; background: var(--card); }
.note h2 { font-size: 0.9375rem; margin: 0 0 0.25rem; }
.note.bad { border-left-color: var(--bad); }
.note.bad h2 { color: var(--bad); }
.note.warn { border-left-color: var(--warn); }
.note.warn h2 { color: var(--warn); }
.verbatim { white-space: pre-wrap; overflow-wrap: anywhere; }

section { margin-top: 1.5rem; padding: 1.5rem 1.5rem 1.6rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.absent, .note-line { color: var(--muted); overflow-wrap: anywhere; }
.note-line { margin-bottom: 0.75rem; font-size: 0.9375rem; }
section p + p, section p + figure, section figure + figure, section figure + details, section .scroll + details, section dl + details, section dl + figure { margin-top: 0.9rem; }
details { margin-top: 0.9rem; }
summary { cursor: pointer; color: var(--accent); font-size: 0.9375rem; width: fit-content; }
details[open] > summary { margin-bottom: 0.5rem; }

.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 0.85rem 1.75rem; }
.facts > div { min-width: 0; }
.facts dt, .reasons dt { color: var(--muted); font-size: 0.8125rem; }
.facts dd { overflow-wrap: anywhere; line-height: 1.45; }
.reasons > div + div { margin-top: 0.75rem; }
.reasons dt { overflow-wrap: anywhere; }

.scroll { overflow: auto; margin: 0 -0.25rem; padding: 0 0.25rem; }
.scroll.long { max-height: 36rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; }
th, td { text-align: left; padding: 0.42rem 0.75rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th:first-child, td:first-child { padding-left: 0.25rem; }
th:last-child, td:last-child { padding-right: 0.25rem; }
thead th { color: var(--muted); font-weight: 500; font-size: 0.8125rem; vertical-align: bottom; background: var(--card); }
.scroll.long thead { position: sticky; top: 0; z-index: 1; }
tbody th { font-weight: 500; }
tbody tr:last-child > * { border-bottom: 0; }
th small, td small { display: block; }
.number { text-align: right; white-space: nowrap; }
.none { color: var(--muted); }
th.set { text-align: center; border-bottom: 1px solid var(--line); border-left: 1px solid var(--line); }
tr.best > *, tr.target > * { background: color-mix(in srgb, var(--best) 9%, transparent); }
tr.best > th, tr.best > td:first-child { font-weight: 650; }
.leaderboard .name { min-width: calc(var(--letters, 0) * 1.13ch + 1.5rem); overflow-wrap: anywhere; position: sticky; left: -0.25rem; background: var(--card); }
.leaderboard .best .name { background: color-mix(in srgb, var(--best) 9%, var(--card)); }
.leaderboard .set { white-space: nowrap; text-align: left; }
.metrics .number { vertical-align: top; }
.metrics em { font-style: normal; font-weight: 400; font-size: 0.8125rem; color: var(--best); margin-left: 0.35rem; white-space: nowrap; }
.columns .type { white-space: nowrap; }
.columns .type code { white-space: nowrap; overflow-wrap: normal; }
.columns .number, .features .number:first-child { width: 3rem; }
.confusion { width: auto; min-width: 50%; }
.confusion .cell { background: color-mix(in srgb, var(--best) calc(var(--share) * 42%), transparent); border: 1px solid var(--card); min-width: 4rem; padding: 0.6rem 0.75rem; }
.confusion .hit { background: color-mix(in srgb, var(--accent) calc(var(--share) * 42%), transparent); font-weight: 600; }
.confusion tbody th { white-space: nowrap; }
.confusion.dense .cell { min-width: 2.5rem; padding: 0.45rem 0.4rem; }
.confusion.dense thead tr + tr th { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; padding: 0.4rem 0.2rem; }

figure.chart { color: var(--ink); }
svg.chart { display: block; width: 100%; height: auto; }
svg.chart text { font-family: var(--sans); font-variant-numeric: tabular-nums; }
svg.wide { max-width: 880px; }
svg.narrow { display: none; max-width: 440px; }
figcaption { color: var(--muted); font-size: 0.875rem; margin-top: 0.5rem; }
.key { white-space: nowrap; }
.key.accent { color: var(--accent); }
.key.best { color: var(--best); }
.key.bad { color: var(--bad); }

.timeline { list-style: none; padding: 0; margin-bottom: 1.4rem; }
.timeline li { display: grid; grid-template-columns: 16rem 1fr auto; gap: 0 1rem; padding: 0.3rem 0 0.3rem 1.25rem; position: relative; }
.timeline li::before { content: ""; position: absolute; left: 0.1rem; top: 0.82rem; width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--accent); }
.timeline li::after { content: ""; position: absolute; left: 0.32rem; top: 1.5rem; bottom: -0.7rem; width: 1px; background: var(--line); }
.timeline li:last-child::after { display: none; }
.timeline .when, .timeline .after { color: var(--muted); font-size: 0.875rem; line-height: 1.75; }
.timeline .after { white-space: nowrap; text-align: right; }
.timeline .what { overflow-wrap: anywhere; }

.sql + .sql { margin-top: 1.1rem; }
.sql figcaption { margin: 0 0 0.35rem; }
pre { margin: 0; padding: 0.85rem 1rem; background: var(--soft); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.875rem; line-height: 1.5; }
pre.long { max-height: 24rem; overflow: auto; }
pre code { font-size: 0.9em; user-select: all; -webkit-user-select: all; }
footer { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1.5rem 3rem; color: var(--muted); font-size: 0.8125rem; overflow-wrap: anywhere; }

@media (max-width: 640px) {
  main { padding: 1.5rem 1rem 0; }
  section { padding: 1.15rem 1rem 1.25rem; margin-top: 1rem; }
  .figures { grid-template-columns: 1fr 1fr; }
  .figures > div { padding: 0.8rem 0.9rem; }
  .figures dd { font-size: 1.25rem; }
  .figures > div:nth-child(odd) { border-left: 0; }
  .figures > div:nth-child(n + 3) { border-top: 1px solid var(--line); }
  .timeline li { grid-template-columns: 1fr auto; }
  .timeline .what { grid-column: 1 / -1; order: -1; }
  .leaderboard .name { min-width: 9rem; position: static; }
  svg.wide { display: none; }
  svg.narrow { display: block; }
  footer { padding: 1.25rem 1rem 2rem; }
}

@page { size: A4; margin: 15mm 14mm; }
@page across { size: A4 landscape; margin: 12mm; }
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  footer { max-width: none; padding: 1rem 0 0; }
  .screen { display: none; }
  .leaderboard { font-size: 7.5pt; }
  .leaderboard th, .leaderboard td { padding: 0.22rem 0.35rem; }
  .leaderboard thead th, .leaderboard .status, .leaderboard small { font-size: 7pt; }
  .leaderboard .name { min-width: 40mm; position: static; }
  .leaderboard .number { white-space: normal; }
  .figures dd { font-size: 15pt; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 1rem 0 0; margin-top: 1.2rem; }
  h2, h3, .note-line, summary, thead { break-after: avoid; }
  figure, .note, .figures, tr, .timeline li, .facts > div { break-inside: avoid; }
  thead { display: table-header-group; }
  .figures { grid-template-columns: repeat(4, 1fr); }
  .scroll, .scroll.long { overflow: visible; max-height: none; margin: 0; padding: 0; }
  pre.long { overflow: visible; max-height: none; }
  .scroll.long thead { position: static; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  svg.wide { display: block; max-width: 100%; }
  svg.narrow { display: none; }
  section:has(.across) { page: across; border-top: 0; padding-top: 0; margin-top: 0; }
}
`;
