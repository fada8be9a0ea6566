import { runSmokeTest } from '../../deploy/smoke-test.js';
import { readStatus, type StatusReport } from '../../deploy/status.js';
import { identifier } from '../../exasol/quote.js';
import { fail, ok, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

const queryLimitMs = 20_000;
/** The first call of a UDF may have to unpack its container. */
const udfLimitMs = 60_000;
/** Of botocore, the first with CreateAutoMLJobV2. */
const firstWithV2 = '1.29.98';

/** Are the scripts there, and do they run? */
export const scriptChecks: readonly Check[] = [
  { id: 'language', title: 'language alias', needs: ['login'], limitMs: queryLimitMs, run: checkLanguage },
  { id: 'scripts', title: 'script versions', needs: ['login'], limitMs: queryLimitMs, run: checkScripts },
  { id: 'boto3', title: 'boto3 in the UDF', needs: ['scripts', 'language'], limitMs: udfLimitMs, run: checkRuntime },
];

async function checkLanguage({ deployment, readInstalled }: DoctorContext): Promise<Outcome> {
  const { scriptLanguages } = (await readInstalled()).database;
  const alias = deployment.languageAlias.toUpperCase();
  const entries = scriptLanguages.split(/\s+/).filter((entry) => entry !== '');
  const entry = entries.find((text) => text.split('=')[0]?.toUpperCase() === alias);
  if (entry !== undefined) {
    return ok(`${alias} is ${shorten(entry.slice(alias.length + 1))}`);
  }
  const known = entries.map((text) => text.split('=')[0]).join(', ');
  return fail(
    `SCRIPT_LANGUAGES has no ${alias}; it has ${known}`,
    `Give one of these with --language-alias, or let an administrator run: ALTER SYSTEM SET SCRIPT_LANGUAGES='${scriptLanguages} ${alias}=<url of a Python 3 container>';`,
  );
}

/** Addresses of containers are long, and their end tells the least. */
const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

async function checkScripts({ deployment, withSession, readSchema }: DoctorContext): Promise<Outcome> {
  const name = await readSchema();
  const target = { ...deployment, schema: { candidates: [name], whenNew: name } };
  const report = await withSession((session) => readStatus(session, target));
  const wrong = report.objects.filter(({ state }) => state !== 'current' && state !== 'obsolete');
  const list = wrong.map(({ name, state }) => `${name} ${state}`);
  const where = `in schema ${report.schema}`;
  const versions = new Set(report.objects.flatMap(({ installedVersion }) => installedVersion ?? []));
  const others = [...versions].filter((version) => version !== report.version).sort();
  switch (report.state) {
    case 'current':
      return ok(`version ${report.version} ${where}`);
    case 'drifted':
      return warn(
        `${wrong.length} of ${report.objects.length} objects ${where} differ${others.length === 0 ? '' : `, some of version ${others.join(', ')} and not ${report.version}`}: ${cut(list)}`,
        'Run: sme deploy',
      );
    default:
      return fail(`${report.database.user} sees no script of sme ${where}`, adviseOnScripts(report));
  }
}

/** Scripts that one may not run are not to be seen. */
function adviseOnScripts({ schema, database }: StatusReport): string {
  return `Run: sme deploy\nWhere they are there and hidden: GRANT EXECUTE ON SCHEMA ${identifier(schema)} TO ${identifier(database.user)};`;
}

const mostListed = 3;

function cut(list: readonly string[]): string {
  const more = list.length - mostListed;
  return `${list.slice(0, mostListed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

async function checkRuntime({ deployment, withSession, readSchema }: DoctorContext): Promise<Outcome> {
  const schema = await readSchema();
  const { runtime, warnings } = await withSession((session) => runSmokeTest(session, schema, deployment.languageAlias));
  if (runtime === undefined) {
    return fail(warnings.join(' '), 'Run "sme deploy", which tries the UDFs out, too.');
  }
  const versions = `Python ${runtime.python}, boto3 ${runtime.boto3 ?? '(none)'}, botocore ${runtime.botocore ?? '(none)'}`;
  if (runtime.boto3 === undefined) {
    return fail(versions, `${warnings.join(' ')}`);
  }
  return runtime.knowsV2
    ? ok(`${versions}; it knows CreateAutoMLJobV2`)
    : warn(`${versions}; CreateAutoMLJobV2 came with botocore ${firstWithV2}`, warnings.join(' '));
}
