/** One host of a list, as the user wrote it. */
export interface ListedHost {
  readonly host: string;
  readonly port: string | undefined;
  /** A fingerprint, or `nocertcheck`. */
  readonly check: string | undefined;
}

/** As many nodes as a cluster can have. */
const maxHosts = 1000;

/** Whether a text lists several hosts: `exa1..3`, `exa1,exa2`. */
export const isHostList = (text: string): boolean => /,|\.\./.test(text);

const entryPattern =
  /^(?<host>\[[0-9a-fA-F:.]+\]|[^\s:/,[\]@;=?#]+)(?:\/(?<check>(?:[0-9a-fA-F]{2}:){31}[0-9a-fA-F]{2}|[0-9a-fA-F]{64}|nocertcheck))?(?::(?<port>\d{1,5}))?$/i;

/**
 * Reads a list of hosts as Exasol's drivers do: entries with commas between them, each with a range of nodes, a fingerprint and a port if
 * needed. An entry without a fingerprint or port has those of the next entry that has one.
 * @returns undefined if the text is not such a list
 */
export function parseHostList(text: string): readonly ListedHost[] | undefined {
  const hosts: ListedHost[] = [];
  let [port, check]: readonly (string | undefined)[] = [];
  for (const entry of text.split(',').toReversed()) {
    const { groups } = entryPattern.exec(entry.trim()) ?? {};
    const names = groups === undefined ? undefined : expandRange(groups['host'] ?? '');
    if (names === undefined || hosts.length + names.length > maxHosts) {
      return undefined;
    }
    port = groups?.['port'] ?? port;
    check = groups?.['check'] ?? check;
    hosts.unshift(...names.map((host) => ({ host, port, check })));
  }
  return hosts;
}

/** `exa09..11.example.com` is exa09.example.com, exa10.example.com and exa11.example.com. @returns undefined for an invalid range */
function expandRange(text: string): readonly string[] | undefined {
  if (!text.includes('..')) {
    return [text.replaceAll(/[[\]]/g, '')];
  }
  const [, prefix = '', first = '', last = '', suffix = ''] =
    /^(.*?)(\d{1,9})\.\.(\d{1,9})((?:\D.*)?)$/.exec(text) ?? [];
  const count = Number(last) - Number(first) + 1;
  return first === '' || count < 1 || count > maxHosts || suffix.includes('..')
    ? undefined
    : Array.from({ length: count }, (_, index) => {
        const number = String(Number(first) + index).padStart(first.length, '0');
        return `${prefix}${number}${suffix}`;
      });
}
