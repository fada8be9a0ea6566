import { lookAtNetwork, type NetworkAnswer, type NetworkTarget } from '../network.js';
import { fail, NotChecked, ok, skip, warn } from '../outcomes.js';
import type { Check, DoctorContext, Outcome } from '../types.js';

/** Four steps of five seconds for each of three services, should none of them answer. */
const networkLimitMs = 75_000;
/** AWS refuses signatures whose time is further away than this. */
const largestSkewSeconds = 300;
const notableSkewSeconds = 30;

/** What the Python of the database reaches, and what time it has. */
export const networkChecks: readonly Check[] = [
  { id: 'network', title: 'UDF network', needs: ['boto3'], limitMs: networkLimitMs, run: checkNetwork },
  { id: 'clock', title: 'clock of the UDFs', needs: ['boto3'], limitMs: networkLimitMs, run: checkClock },
  { id: 'proxy', title: 'proxy and CA variables', needs: ['boto3'], limitMs: networkLimitMs, run: checkProxy },
];

/** Of the Region that is set, else of the connection's; with the host of the bucket where there is one. */
async function look(context: DoctorContext, services: readonly string[]): Promise<NetworkAnswer> {
  const schema = await context.readSchema();
  const { region, bucket } = await context.readPlace();
  if (region === undefined) {
    throw new NotChecked(
      'the Region is not known',
      'Give --region (or AWS_REGION), or a --connection whose address names it.',
    );
  }
  return await context.withSession((session) => lookAtNetwork(session, schema, { region, bucket, services }));
}

async function checkNetwork(context: DoctorContext): Promise<Outcome> {
  const { targets, failures } = await look(context, ['s3', 'sagemaker', 'sagemaker-runtime']);
  const [failure] = failures;
  if (failure !== undefined) {
    return fail(`${failure.code}: ${failure.message}`, 'The UDFs need boto3.');
  }
  const lines = targets.map(describeTarget).join('\n');
  const broken = targets.find((target) => findBreak(target) !== undefined);
  return broken === undefined ? ok(lines) : fail(lines, adviseOn(broken));
}

const findBreak = ({ steps }: NetworkTarget) => steps.find((step) => !step.ok);

function describeTarget(target: NetworkTarget): string {
  const broken = findBreak(target);
  const through = target.via === null ? '' : ` through ${target.via}`;
  const done = target.steps.filter((step) => step.ok).map(({ step }) => `${step} ok`);
  const end = broken === undefined ? [] : [`${broken.step} fails: ${broken.text}`];
  return `${target.service} at ${target.host}:${target.port}${through}: ${[...done, ...end].join(', ')}`;
}

function adviseOn(target: NetworkTarget): string {
  const near = target.via ?? target.host;
  switch (findBreak(target)?.step) {
    case 'dns':
      return `Let the nodes of the database resolve ${near}: a name server, or a VPC endpoint for a network without internet.`;
    case 'connect':
      return `Open the way from the nodes of the database to ${near} port ${target.port}: firewall, route, proxy, or a VPC endpoint.`;
    case 'tls':
      return `Something between answers for ${target.host} with a certificate that boto3 does not trust: let it pass unread, or name its CA with AWS_CA_BUNDLE (%env in the script language container).`;
    default:
      return `${target.host} takes the connection and does not answer: look at the proxy or firewall between.`;
  }
}

async function checkClock(context: DoctorContext): Promise<Outcome> {
  const { targets } = await look(context, ['s3']);
  const skew = targets[0]?.skew_seconds ?? undefined;
  if (skew === undefined) {
    return skip('the answer had no time in it');
  }
  const text = skew === 0 ? 'the same as that of AWS' : `${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} AWS`;
  const mend = 'Let NTP (chrony) set the clocks of the database nodes.';
  if (Math.abs(skew) > largestSkewSeconds) {
    return fail(`${text}; AWS refuses signatures that are ${largestSkewSeconds} s off`, mend);
  }
  return Math.abs(skew) > notableSkewSeconds ? warn(text, mend) : ok(text);
}

/** As `network_check.py` looks for them. */
const variableNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'AWS_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'] as const;

/** UDFs inherit nothing of the machine from which somebody connects, nor of the shell of an administrator. */
async function checkProxy(context: DoctorContext): Promise<Outcome> {
  const schema = await context.readSchema();
  const { variables } = await context.withSession((session) => lookAtNetwork(session, schema, { services: [] }));
  const here = variableNames.filter((name) => isSet(context.environment, name));
  const lost = here.filter((name) => !variables.includes(name));
  if (lost.length > 0) {
    return warn(
      `set on this machine and not in the UDFs: ${lost.join(', ')}`,
      'Nothing to do where the database reaches AWS without them. Else set them in the script language container or with %env in the scripts.',
    );
  }
  return ok(variables.length === 0 ? 'none is set, here or in the UDFs' : `the UDFs have ${variables.join(', ')}`);
}

const isSet = (environment: DoctorContext['environment'], name: string) =>
  [name, name.toLowerCase()].some((variable) => (environment[variable] ?? '') !== '');
