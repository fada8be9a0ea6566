import type { SecuritySettings } from '../config/types.js';
import { makeError } from '../errors/user-error.js';
import { omitMissing, parseColumn, parseSeconds, parseTags } from './flag-values.js';
import { makeSecurity } from './security-parameters.js';

/** The flags of `sme endpoint create` as the user typed them. */
export interface EndpointFlags {
  readonly model?: string | undefined;
  readonly version?: string | undefined;
  readonly onlyIfBetter?: boolean | undefined;
  readonly replaceFunction?: boolean | undefined;
  readonly candidate?: string | undefined;
  readonly name?: string | undefined;
  readonly predictionSchema?: string | undefined;
  readonly instanceType?: string | undefined;
  readonly instanceCount?: string | undefined;
  readonly serverless?: boolean | undefined;
  readonly memoryMb?: string | undefined;
  readonly maxConcurrency?: string | undefined;
  readonly keyColumns?: string | undefined;
  readonly parallelRequests?: string | undefined;
  readonly onError?: string | undefined;
  readonly maxErrors?: string | undefined;
  readonly view?: string | undefined;
  readonly viewSql?: string | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly ttl?: string | undefined;
}

/** Parameters of the script that creates an endpoint, by key. The script checks everything that depends on the job and the database. */
export type EndpointParameters = Readonly<Record<string, unknown>>;

/** What the endpoint serves: a job, or with `--model` a version of a model. */
export interface ServedModel {
  readonly job?: string | undefined;
  readonly connection: string | undefined;
  readonly region: string | undefined;
}

/** Turns flags into parameters of the script. @throws UserError E-SME-243 with all problems */
export function makeEndpointParameters(
  flags: EndpointFlags,
  reference: ServedModel,
  security: SecuritySettings,
): EndpointParameters {
  const problems = [...findModelProblems(flags), ...findHostingProblems(flags)];
  const parameters = omitMissing({
    job_name: reference.job,
    model_name: flags.model,
    version: flags.version,
    only_if_better: flags.onlyIfBetter,
    replace_function: flags.replaceFunction,
    candidate_name: flags.candidate,
    endpoint_name: flags.name,
    prediction_schema: parseColumn(flags.predictionSchema),
    instance_type: flags.instanceType,
    instance_count: flags.instanceCount,
    serverless:
      flags.serverless === true
        ? omitMissing({ memory_mb: flags.memoryMb, max_concurrency: flags.maxConcurrency })
        : undefined,
    key_columns: parseKeyColumns(flags.keyColumns, problems),
    parallel_requests: flags.parallelRequests,
    on_error: flags.onError,
    max_errors: flags.maxErrors,
    view_name: flags.view,
    view_query: flags.viewSql,
    tags: parseTags(flags.tag, problems),
    security: makeSecurity('endpoint', security),
    time_to_live_in_seconds: parseSeconds('--ttl', flags.ttl, problems),
    aws_credentials_connection_name: reference.connection,
    aws_region: reference.region,
  });
  if (problems.length > 0) {
    throw makeError('E-SME-243', { problems: problems.map((problem) => `  - ${problem}`).join('\n') });
  }
  return parameters;
}

function findModelProblems({ model, version, onlyIfBetter, replaceFunction }: EndpointFlags): string[] {
  const flags = { '--version': version, '--only-if-better': onlyIfBetter, '--replace-function': replaceFunction };
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  return model === undefined ? given.map(([flag]) => `${flag} requires --model`) : [];
}

function findHostingProblems(flags: EndpointFlags): string[] {
  const hasInstances = flags.instanceType !== undefined || flags.instanceCount !== undefined;
  const hasLimits = flags.memoryMb !== undefined || flags.maxConcurrency !== undefined;
  if (flags.serverless === true) {
    return hasInstances ? ['--serverless cannot be combined with --instance-type or --instance-count'] : [];
  }
  return [
    ...(hasLimits ? ['--memory-mb and --max-concurrency require --serverless'] : []),
    // an endpoint of the model that exists keeps its instances
    ...(flags.instanceType === undefined && flags.model === undefined
      ? ['add --instance-type TYPE, such as ml.m5.large, or --serverless']
      : []),
  ];
}

/** `ID,"my key":VARCHAR(20)` → names, or name and type, in the form that the script expects. */
function parseKeyColumns(text: string | undefined, problems: string[]): readonly unknown[] | undefined {
  const parts = text?.match(/(?:"(?:[^"]|"")+"|\([^)]*\)|[^,])+/g);
  return parts?.map((part) => {
    const [, name = '', type] = /^\s*("(?:[^"]|"")+"|[^":]+?)\s*(?::\s*(.+?))?\s*$/.exec(part) ?? [];
    if (name === '') {
      problems.push(`--key-columns '${part.trim()}' is not a column such as ID or ID:DECIMAL(18,0)`);
    }
    return type === undefined ? parseColumn(name) : { name: parseColumn(name), type };
  });
}
