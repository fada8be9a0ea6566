import { UserError } from '../errors/user-error.js';
import { identifier, literal } from '../exasol/quote.js';
import { writePredictionCall } from '../render/prediction-statement.js';
import { names } from '../scripts/names.js';
import type { Endpoint, ReportData, TrainingSource } from './types.js';

/** Statements with which a reader goes on. */
export interface NextStatements {
  readonly createEndpoint: string;
  readonly predict: string;
  readonly deleteEndpoint: string;
}

/** The instance type of AWS's own samples; enough for most tabular models. */
const instanceType = 'ml.m5.large';

/**
 * Statements about a job: serve it, ask it, end the bill. With an endpoint that there is, they are about that one.
 * @returns undefined where a name of the job's row is none that Exasol has
 */
export function writeNextStatements(report: ReportData): NextStatements | undefined {
  return unlessNameIsWrong(() => writeStatements(report));
}

/** How the truth is counted against the predictions, by a function that lets the target pass through. @returns as above */
export function writeConfusionQuery(report: ReportData): string | undefined {
  return unlessNameIsWrong(() => writeCount(report));
}

function unlessNameIsWrong<Text>(write: () => Text): Text | undefined {
  try {
    return write();
  } catch (thrown) {
    if (thrown instanceof UserError) {
      return undefined;
    }
    throw thrown;
  }
}

function writeStatements(report: ReportData): NextStatements {
  const { job, places, training } = report;
  const { schema } = places;
  const endpoint = findEndpoint(report) ?? suggestEndpoint(report);
  const parameters = {
    job_name: job,
    endpoint_name: endpoint.name,
    prediction_schema: endpoint.schema,
    instance_type: instanceType,
    wait: true,
  };
  return {
    createEndpoint: `EXECUTE SCRIPT ${qualify(schema, names.createEndpoint)}(${literal(JSON.stringify(parameters, undefined, 2))});`,
    predict: `SELECT ${writePrediction(report, endpoint)}\nFROM ${writeSource(training.source)};`,
    deleteEndpoint: `EXECUTE SCRIPT ${qualify(schema, names.deleteEndpoint)}(${[endpoint.name, places.connection, places.region].map(literal).join(', ')});`,
  };
}

function writeCount(report: ReportData): string | undefined {
  const { target, source } = report.training;
  if (target === undefined) {
    return undefined;
  }
  const truth = identifier(target);
  const passing = listEndpoints(report).find(({ keyColumns }) => keyColumns.includes(target));
  const endpoint = passing ?? { ...suggestEndpoint(report), keyColumns: [target] };
  return [
    `SELECT ${truth} AS ACTUAL, PREDICTIONS AS PREDICTED, COUNT(*) AS NUMBER_OF_ROWS`,
    `FROM (SELECT ${writePrediction(report, endpoint)}\n      FROM ${writeSource(source)})`,
    `GROUP BY ${truth}, PREDICTIONS\nORDER BY ${truth}, PREDICTIONS;`,
  ].join('\n');
}

/** Whether an endpoint's function answers the truth beside its prediction already. */
export function hasTruth(report: ReportData): boolean {
  const { target } = report.training;
  return target !== undefined && listEndpoints(report).some(({ keyColumns }) => keyColumns.includes(target));
}

type ServedBy = Pick<Endpoint, 'name' | 'schema' | 'udf' | 'keyColumns'>;

function listEndpoints({ endpoints }: ReportData): readonly Endpoint[] {
  return endpoints.kind === 'known' ? endpoints.value : [];
}

function findEndpoint(report: ReportData): ServedBy | undefined {
  return listEndpoints(report)[0];
}

/** An endpoint is named like its job, and its function like the endpoint, in SQL's spelling. */
function suggestEndpoint({ job, training, places }: ReportData): ServedBy {
  const name = job.toLowerCase().replaceAll('_', '-');
  return {
    name,
    schema: training.source?.kind === 'table' ? training.source.schema : places.schema,
    udf: name.toUpperCase().replaceAll('-', '_'),
    keyColumns: [],
  };
}

function writePrediction({ training }: ReportData, { schema, udf, keyColumns }: ServedBy): string {
  const withoutPlace = [training.target, training.sampleWeightColumn];
  const learned = (training.columns ?? []).filter(({ name }) => !withoutPlace.includes(name));
  const keys = keyColumns.map((name) => ({ name, type: undefined }));
  return writePredictionCall(qualify(schema, udf), [...keys, ...learned]);
}

/** A query of more letters hides the statement around it. */
const mostLetters = 1000;

/** Where rows come from: those of the training, for the reader to put others in their place. */
function writeSource(source: TrainingSource | undefined): string {
  if (source?.kind === 'table') {
    return qualify(source.schema, source.table);
  }
  return source === undefined || source.sql.length > mostLetters ? 'YOUR_TABLE' : `(${source.sql})`;
}

function qualify(schema: string, name: string): string {
  return `${identifier(schema)}.${identifier(name)}`;
}
