import { qualify } from '../exasol/quote.js';
import type { Session } from '../exasol/session.js';
import { SqlError } from '../exasol/sql-error.js';
import { names } from '../scripts/names.js';

/** Versions of the Python runtime behind the language alias. */
export interface RuntimeInfo {
  readonly python: string;
  /** Undefined if boto3 cannot be imported. */
  readonly boto3: string | undefined;
  readonly botocore: string | undefined;
  /** Whether botocore supports CreateAutoMLJobV2, as it does since 1.29.98. */
  readonly knowsV2: boolean;
}

export interface SmokeTestResult {
  readonly runtime: RuntimeInfo | undefined;
  readonly warnings: readonly string[];
}

/**
 * Calls one deployed UDF. CREATE SCRIPT checks neither the Python code nor whether boto3 is installed, so only a call shows whether the
 * scripts work. Problems are warnings, because the deployment itself succeeded.
 */
export async function runSmokeTest(session: Session, schema: string, languageAlias: string): Promise<SmokeTestResult> {
  try {
    const call = `${qualify(schema, names.runtimeInfoUdf)}()`;
    const result = await session.query(`SELECT ${call} AS RUNTIME_INFO`);
    const runtime = parseRuntimeInfo(String(result.rows[0]?.[0] ?? ''));
    return runtime === undefined
      ? { runtime, warnings: [`The test call returned an unexpected value: '${String(result.rows[0]?.[0])}'.`] }
      : { runtime, warnings: listRuntimeWarnings(runtime, languageAlias) };
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) {
      throw thrown;
    }
    const mitigation =
      `Check that the alias ${languageAlias} in SCRIPT_LANGUAGES points to an installed Python 3 container, ` +
      'or set another alias with --language-alias.';
    return {
      runtime: undefined,
      warnings: [`The scripts are deployed, but the Python UDFs cannot run: ${thrown.text} ${mitigation}`],
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

function listRuntimeWarnings(runtime: RuntimeInfo, languageAlias: string): readonly string[] {
  if (runtime.boto3 === undefined) {
    return [
      `The container behind ${languageAlias} has no boto3, so the scripts cannot call AWS. Exasol's standard container has it: ` +
        'update the container, or set another alias with --language-alias.',
    ];
  }
  if (!runtime.knowsV2) {
    return [
      `The container behind ${languageAlias} has boto3 ${runtime.boto3}, which does not support CreateAutoMLJobV2. ` +
        'sme uses the older API instead; update the container to use features of the newer one.',
    ];
  }
  return [];
}
