/** `s3://bucket/key` or `https://s3.region.amazonaws.com/bucket/key`; the service model's pattern allows no other form. */
export function splitS3Uri(uri: string): { bucket: string; key: string } {
  const [, scheme, host = '', path = ''] = /^(https|s3):\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  if (scheme === 's3') return { bucket: host, key: path };
  const virtual = /^(.+)\.s3[.-]/.exec(host)?.[1];
  if (virtual !== undefined) return { bucket: virtual, key: path };
  const slash = path.indexOf('/');
  return slash < 0 ? { bucket: path, key: '' } : { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
