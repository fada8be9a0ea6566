import { describeUdfs } from '../../deploy/describe-plan.js';
import { runSmokeTest } from '../../deploy/smoke-test.js';
import { readStatus, type StatusReport } from '../../deploy/status.js';
import type { UdfSettings } from '../../deploy/types.js';
import { chooseUdfSettings } from '../../deploy/udf-settings.js';
import { identifier } from '../../exasol/quote.js';
import { fail, ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

const queryTimeoutMs = 20_000;
/** The first call of a UDF may have to unpack the script language container. */
const udfTimeoutMs = 60_000;
/** The first version of botocore with CreateAutoMLJobV2. */
const minVersionForV2 = '1.29.98';

/** Are the scripts installed, up to date and able to run? */
export const scriptChecks: readonly Check[] = [
  { id: 'language', title: 'language alias', needs: ['login'], timeoutMs: queryTimeoutMs, run: checkLanguage },
  { id: 'scripts', title: 'script versions', needs: ['login'], timeoutMs: queryTimeoutMs, run: checkScripts },
  {
    id: 'boto3',
    title: 'boto3 in the UDF',
    needs: ['scripts', 'language'],
    timeoutMs: udfTimeoutMs,
    run: checkRuntime,
  },
];

async function checkLanguage({ deployment, readInstalled }: DoctorContext): Promise<Outcome> {
  const { database, scripts } = await readInstalled();
  const { scriptLanguages } = database;
  const alias = chooseUdfSettings(deployment, scripts).languageAlias.toUpperCase();
  const entries = scriptLanguages.split(/\s+/).filter((entry) => entry !== '');
  const entry = entries.find((text) => text.split('=')[0]?.toUpperCase() === alias);
  if (entry !== undefined) {
    return ok(`${alias} is ${shorten(entry.slice(alias.length + 1))}`);
  }
  const known = entries.map((text) => text.split('=')[0]).join(', ');
  return fail(
    `SCRIPT_LANGUAGES does not contain ${alias}, only ${known}`,
    `Use one of these with --language-alias, or ask an administrator to run: ALTER SYSTEM SET SCRIPT_LANGUAGES='${scriptLanguages} ${alias}=<url of a Python 3 container>';`,
  );
}

/** Shortens the URL of a container, whose start is the most telling part. */
const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

async function checkScripts({ deployment, withSession, readSchema }: DoctorContext): Promise<Outcome> {
  const name = await readSchema();
  const target = { ...deployment, schema: { candidates: [name], whenNew: name } };
  const report = await withSession((session) => readStatus(session, target));
  const different = report.objects.filter(({ state }) => state !== 'current' && state !== 'obsolete');
  const list = different.map(({ name, state }) => `${name} ${state}`);
  const where = `in schema ${report.schema}`;
  const versions = new Set(report.objects.flatMap(({ installedVersion }) => installedVersion ?? []));
  const others = [...versions].filter((version) => version !== report.version).sort();
  switch (report.state) {
    case 'current':
      return ok(`version ${report.version} ${where}${describeEnvironment(report.udfs)}`);
    case 'drifted':
      return warn(
        `${different.length} of ${report.objects.length} objects ${where} differ${others.length === 0 ? '' : `, some with version ${others.join(', ')} instead of ${report.version}`}: ${cut(list)}`,
        'Run: sme deploy',
      );
    default:
      return fail(`${report.database.user} sees no scripts of sme ${where}`, suggestScriptsFix(report));
  }
}

/** Names the environment variables of the UDFs, which explain how the UDFs reach AWS. */
function describeEnvironment(udfs: UdfSettings): string {
  const variables = Object.entries(describeUdfs(udfs).udf_environment).map(([name, value]) => `${name}=${value}`);
  return variables.length === 0 ? '' : `; environment of the UDFs: ${variables.join(', ')}`;
}

/** Suggests fixes for both possible causes, because Exasol hides scripts that the user may not run. */
function suggestScriptsFix({ schema, database }: StatusReport): string {
  return `Run: sme deploy\nIf they exist but are hidden: GRANT EXECUTE ON SCHEMA ${identifier(schema)} TO ${identifier(database.user)};`;
}

const maxListed = 3;

function cut(list: readonly string[]): string {
  const more = list.length - maxListed;
  return `${list.slice(0, maxListed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

async function checkRuntime({ deployment, withSession, readInstalled, readSchema }: DoctorContext): Promise<Outcome> {
  const schema = await readSchema();
  const { languageAlias } = chooseUdfSettings(deployment, (await readInstalled()).scripts);
  const { runtime, warnings } = await withSession((session) => runSmokeTest(session, schema, languageAlias));
  if (runtime === undefined) {
    return fail(warnings.join(' '), 'Run "sme deploy", which also tests the UDFs.');
  }
  const versions = `Python ${runtime.python}, boto3 ${runtime.boto3 ?? '(missing)'}, botocore ${runtime.botocore ?? '(missing)'}`;
  if (runtime.boto3 === undefined) {
    return fail(versions, warnings.join(' '));
  }
  return runtime.knowsV2
    ? ok(`${versions}; supports CreateAutoMLJobV2`)
    : warn(`${versions}; CreateAutoMLJobV2 needs botocore ${minVersionForV2}`, warnings.join(' '));
}
