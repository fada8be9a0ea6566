import { checkNetworkFromUdf, type NetworkCheckResult, type NetworkTarget } from '../network.js';
import { CheckSkipped, fail, ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Three services with five steps each, and up to five seconds per step. */
const networkTimeoutMs = 75_000;
/** AWS rejects requests with a larger clock skew. */
const maxSkewSeconds = 300;
const notableSkewSeconds = 30;

/** Can UDFs reach AWS? Is their clock right? Do they have the proxy and CA variables of this machine? */
export const networkChecks: readonly Check[] = [
  { id: 'network', title: 'UDF network', needs: ['boto3'], timeoutMs: networkTimeoutMs, run: checkNetwork },
  { id: 'clock', title: 'clock of the UDFs', needs: ['boto3'], timeoutMs: networkTimeoutMs, run: checkClock },
  { id: 'proxy', title: 'proxy and CA variables', needs: ['boto3'], timeoutMs: networkTimeoutMs, run: checkProxy },
];

/** Checks services in the Region of the settings or of the connection's address, and the host of the bucket if one is set. */
async function checkServices(context: DoctorContext, services: readonly string[]): Promise<NetworkCheckResult> {
  const schema = await context.readSchema();
  const { region, bucket } = await context.readAwsLocation();
  if (region === undefined) {
    throw new CheckSkipped(
      'no Region is set',
      'Set --region or AWS_REGION, or use a --connection with a Region in its address.',
    );
  }
  return await context.withSession((session) => checkNetworkFromUdf(session, schema, { region, bucket, services }));
}

async function checkNetwork(context: DoctorContext): Promise<Outcome> {
  const { targets, failures } = await checkServices(context, ['s3', 'sagemaker', 'sagemaker-runtime']);
  const [failure] = failures;
  if (failure !== undefined) {
    return fail(`${failure.code}: ${failure.message}`, 'The UDFs need boto3.');
  }
  const lines = targets.map(describeTarget).join('\n');
  const broken = targets.find((target) => findFailedStep(target) !== undefined);
  return broken === undefined ? ok(lines) : fail(lines, suggestFix(broken));
}

const findFailedStep = ({ steps }: NetworkTarget) => steps.find((step) => !step.ok);

function describeTarget(target: NetworkTarget): string {
  const failed = findFailedStep(target);
  const through = target.via === null ? '' : ` through ${target.via}`;
  const done = target.steps.filter((step) => step.ok).map(({ step }) => `${step} ok`);
  const end = failed === undefined ? [] : [`${failed.step} fails: ${failed.text}`];
  return `${target.service} at ${target.host}:${target.port}${through}: ${[...done, ...end].join(', ')}`;
}

function suggestFix(target: NetworkTarget): string {
  const host = target.via ?? target.host;
  switch (findFailedStep(target)?.step) {
    case 'dns':
      return `The database nodes cannot resolve ${host}. Configure a name server, or a VPC endpoint in a network without internet access.`;
    case 'connect':
      return `The database nodes cannot connect to ${host} port ${target.port}. Check firewall, routes and proxy, or use a VPC endpoint.`;
    case 'proxy':
      return `The proxy ${host} does not connect to ${target.host}. Check the login in HTTPS_PROXY (HTTP 407), ask its administrator to allow the host (HTTP 403), or exclude it with NO_PROXY: sme deploy --udf-env NAME=VALUE.`;
    case 'tls':
      return `A proxy answers for ${target.host} with a certificate that boto3 does not trust. Exclude the host from TLS inspection, or set the file of its CA with: sme deploy --udf-env AWS_CA_BUNDLE=<file>`;
    default:
      return `${target.host} accepts the connection, but does not answer. Check the proxy or firewall in between.`;
  }
}

async function checkClock(context: DoctorContext): Promise<Outcome> {
  const { targets } = await checkServices(context, ['s3']);
  const skew = targets[0]?.skew_seconds ?? undefined;
  if (skew === undefined) {
    return skip('the response of AWS contains no time');
  }
  const text = skew === 0 ? 'the same time as AWS' : `${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} AWS`;
  const mitigation = 'Synchronize the clocks of the database nodes with NTP (chrony).';
  if (Math.abs(skew) > maxSkewSeconds) {
    return fail(`${text}; AWS rejects signatures that are more than ${maxSkewSeconds} s off`, mitigation);
  }
  return Math.abs(skew) > notableSkewSeconds ? warn(text, mitigation) : ok(text);
}

/** Variables of this machine, with their counterparts in UDFs, which templates/python/sme/network_check.py reports. */
const counterparts: Readonly<Record<string, string>> = {
  HTTP_PROXY: 'HTTP_PROXY',
  HTTPS_PROXY: 'HTTPS_PROXY',
  ALL_PROXY: 'HTTPS_PROXY',
  NO_PROXY: 'NO_PROXY',
  AWS_CA_BUNDLE: 'AWS_CA_BUNDLE',
  REQUESTS_CA_BUNDLE: 'REQUESTS_CA_BUNDLE',
  NODE_EXTRA_CA_CERTS: 'AWS_CA_BUNDLE',
};

/** Compares the variables, because UDFs do not inherit those of this machine or of an administrator's shell. */
async function checkProxy(context: DoctorContext): Promise<Outcome> {
  const schema = await context.readSchema();
  const { variables } = await context.withSession((session) => checkNetworkFromUdf(session, schema, { services: [] }));
  const local = await describeLocalRoutes(context);
  const missing = Object.entries(counterparts).filter(
    ([name, inUdf]) => isSet(context.environment, name) && !variables.includes(inUdf),
  );
  if (missing.length > 0) {
    const list = missing.map(([name, inUdf]) => (name === inUdf ? name : `${name} (${inUdf} in UDFs)`)).join(', ');
    return warn(
      [`set on this machine, but not in the UDFs: ${list}`, ...local].join('\n'),
      'If the database reaches AWS without them, nothing needs to be done. Otherwise set them with: sme deploy --udf-env NAME=VALUE',
    );
  }
  const inUdfs =
    variables.length === 0
      ? 'no variable is set on this machine or in the UDFs'
      : `the UDFs have ${variables.join(', ')}`;
  return ok([inUdfs, ...local].join('\n'));
}

/** The proxy of each service that sme calls from this machine; nothing if no proxy is set. */
async function describeLocalRoutes({ environment, awsAccess, readAwsLocation }: DoctorContext): Promise<string[]> {
  if (!['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].some((name) => isSet(environment, name))) {
    return [];
  }
  const { region, bucket } = await readAwsLocation();
  if (region === undefined) {
    return [];
  }
  const [{ findServiceUrls }, { findProxy, showProxy }] = await Promise.all([
    import('../../aws/service-urls.js'),
    import('../../aws/find-proxy.js'),
  ]);
  const urls = await findServiceUrls({ ...awsAccess, region }, bucket);
  return Object.entries(urls).map(([service, url]) => {
    const proxy = findProxy(url);
    return `this machine calls ${service} at ${url.host} ${proxy === undefined ? 'directly' : `through ${showProxy(proxy)}`}`;
  });
}

const isSet = (environment: DoctorContext['environment'], name: string) =>
  [name, name.toLowerCase()].some((variable) => (environment[variable] ?? '') !== '');
