import { html, type Markup, trust } from './markup.js';
import { makeMoment } from './parts.js';
import { makeBestMetrics } from './sections/best-metrics.js';
import { makeConfusion } from './sections/confusion.js';
import { makeEvaluation } from './sections/evaluation.js';
import { makeImportance } from './sections/importance.js';
import { makeLeaderboard } from './sections/leaderboard.js';
import { makeObjective } from './sections/objective.js';
import { makeOpening } from './sections/opening.js';
import { makeBatches, makeEndpoints, makeNextSteps } from './sections/serving.js';
import { makeTimeline } from './sections/timeline.js';
import { makeTraining } from './sections/training.js';
import { makeVersions } from './sections/versions.js';
import { styles } from './styles.js';
import type { ReportData } from './types.js';

/** Forbids all external content and scripts, in case escaping has a bug. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * The report as one self-contained HTML document without scripts, fonts or network access.
 * @param generator program and version, such as `sme 0.2.0`
 */
export function makeReport(report: ReportData, generator: string): string {
  const sections = [
    ...(hasCandidates(report) ? makeResults(report) : [makeLeaderboard(report)]),
    makeTraining(report),
    makeTimeline(report),
    makeVersions(report),
    makeEndpoints(report),
    makeBatches(report),
    makeNextSteps(report),
  ];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trust(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${generator}">
<meta name="referrer" content="no-referrer">
<title>${report.job} – training report</title>
<style>${trust(styles)}</style>
</head>
<body>
<main>
${makeOpening(report)}${sections}</main>
${makeFooter(report, generator)}</body>
</html>
`;
  return page.text;
}

/** Whether there are results to show. */
function hasCandidates({ candidates, best }: ReportData): boolean {
  return best !== undefined || candidates.kind === 'absent' || candidates.value.length > 0;
}

function makeResults(report: ReportData): readonly (Markup | undefined)[] {
  return [
    makeObjective(report),
    makeLeaderboard(report),
    makeBestMetrics(report),
    makeEvaluation(report),
    makeImportance(report),
    makeConfusion(report),
  ];
}

function makeFooter({ job, times }: ReportData, generator: string): Markup {
  return html`<footer><p>Created by ${generator} with <code>sme report ${job}</code>, ${makeMoment(times.reported)}. Times from AWS are in UTC.</p></footer>
`;
}
