import { literal } from '../../src/exasol/quote.js';
import type { TargetAws } from './live-environment.js';

/**
 * CREATE OR REPLACE CONNECTION to a bucket.
 *
 * @param name as SQL text
 * @param changes differences from the target's own access, such as a wrong key
 */
export function writeConnection(name: string, aws: TargetAws, changes: Partial<TargetAws> = {}): string {
  const { bucket, region, accessKeyId, secretAccessKey } = { ...aws, ...changes };
  const address = literal(`https://${bucket}.s3.${region}.amazonaws.com`);
  const keys = `USER ${literal(accessKeyId)} IDENTIFIED BY ${literal(secretAccessKey)}`;
  return `CREATE OR REPLACE CONNECTION ${name} TO ${address} ${keys}`;
}
