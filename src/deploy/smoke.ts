import { identifier } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { names } from '../scripts/names.js';

/** What the Python behind the language alias is made of, as the UDF told. */
export interface RuntimeInfo {
  readonly python: string;
  /** Undefined where boto3 cannot be imported. */
  readonly boto3: string | undefined;
  readonly botocore: string | undefined;
  /** True where botocore knows CreateAutoMLJobV2 (since 1.29.98). */
  readonly knowsV2: boolean;
}

export interface SmokeResult {
  readonly runtime: RuntimeInfo | undefined;
  readonly warnings: readonly string[];
}

/**
 * Makes one call of a UDF that was deployed: CREATE SCRIPT looks neither at the Python code nor for boto3, so only a call shows
 * that the scripts can run. What is amiss becomes a warning: the scripts are in place all the same.
 */
export async function runSmokeCall(session: Session, schema: string, languageAlias: string): Promise<SmokeResult> {
  try {
    const call = `${identifier(schema)}.${identifier(names.runtimeInfoUdf)}()`;
    const result = await session.query(`SELECT ${call} AS RUNTIME_INFO`);
    const runtime = parseRuntimeInfo(String(result.rows[0]?.[0] ?? ''));
    return runtime === undefined
      ? { runtime, warnings: [`The test call answered '${String(result.rows[0]?.[0])}', which is not understood.`] }
      : { runtime, warnings: judgeRuntime(runtime, languageAlias) };
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) {
      throw thrown;
    }
    const advice =
      `Check that the alias ${languageAlias} in SCRIPT_LANGUAGES points to an installed Python 3 container, ` +
      'or give another with --language-alias.';
    return {
      runtime: undefined,
      warnings: [`The scripts are in place, but the Python UDFs cannot run: ${thrown.text} ${advice}`],
    };
  }
}

function parseRuntimeInfo(json: string): RuntimeInfo | undefined {
  try {
    const info: unknown = JSON.parse(json);
    if (typeof info !== 'object' || info === null || !('python' in info)) {
      return undefined;
    }
    const read = (value: unknown) => (typeof value === 'string' ? value : undefined);
    return {
      python: String(info.python),
      boto3: 'boto3' in info ? read(info.boto3) : undefined,
      botocore: 'botocore' in info ? read(info.botocore) : undefined,
      knowsV2: 'auto_ml_job_v2' in info && info.auto_ml_job_v2 === true,
    };
  } catch {
    return undefined;
  }
}

function judgeRuntime(runtime: RuntimeInfo, languageAlias: string): readonly string[] {
  if (runtime.boto3 === undefined) {
    return [
      `The container behind ${languageAlias} has no boto3, so nothing can reach AWS. Exasol's standard container has it: ` +
        'update the container, or name another alias with --language-alias.',
    ];
  }
  if (!runtime.knowsV2) {
    return [
      `The container behind ${languageAlias} has boto3 ${runtime.boto3}, which does not know CreateAutoMLJobV2. ` +
        'The older call is made instead; update the container for what only the newer one can do.',
    ];
  }
  return [];
}
