/** A host of Amazon S3. */
export interface S3Host {
  /** undefined if the host contains no bucket, as in path-style addresses. */
  readonly bucket: string | undefined;
  /** undefined if the host contains no Region. */
  readonly region: string | undefined;
  /** Whether clients must call this host, instead of the usual one of the Region: FIPS, dual-stack, VPC endpoint, access point. */
  readonly isSpecial: boolean;
}

/** Domains of the partitions aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e and aws-iso-f. Source: botocore, data/partitions.json. */
const domains = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];

const host = new RegExp(
  [
    '^(?:(?<prefix>.+)\\.)?',
    's3(?<kind>(?:-accesspoint)?(?:-fips)?)',
    '(?:[.-](?<dualstack>dualstack\\.)?(?<region>[a-z]{2,}(?:-[a-z]+)+-\\d+))?',
    `(?:\\.vpce)?\\.(?:${domains.map((domain) => domain.replaceAll('.', '\\.')).join('|')})$`,
  ].join(''),
);

/** @returns undefined if the host is not one of Amazon S3 */
export function parseS3Host(name: string): S3Host | undefined {
  const parts = host.exec(name.toLowerCase())?.groups;
  if (parts === undefined) return undefined;
  const prefix = `.${parts['prefix'] ?? ''}`;
  // the leading dot lets the expression also match the host of a VPC endpoint without a bucket
  const bucket = prefix.replace(/\.bucket\.vpce-[0-9a-z-]+$/, '').slice(1);
  const isVpcEndpoint = bucket.length < prefix.length - 1;
  return {
    bucket: bucket === '' ? undefined : bucket,
    region: parts['region'],
    isSpecial: isVpcEndpoint || parts['kind'] !== '' || parts['dualstack'] !== undefined,
  };
}
