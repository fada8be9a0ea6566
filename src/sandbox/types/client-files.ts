/** A file that a client offers or accepts through a tunnel, which it opened to the port of the database. */
export interface ClientFile {
  /** `https://<internal address>/<file>`, or `http:` if the client does not encrypt. */
  readonly url: URL;
  readonly certificate: CertificateCheck;
  /** `user:password` for HTTP basic authentication. */
  readonly login: string | undefined;
}

/** How the certificate of the client is checked: not at all, as a public certificate, or by the hash of its public key. */
export type CertificateCheck = 'ignore' | 'verify' | { readonly publicKey: string };

/** A file that is being written. */
export interface ByteSink {
  write(bytes: Buffer): Promise<void>;
  /** Writes the rest. The file is complete afterwards. */
  close(): Promise<void>;
  /** Discards the file. Never fails. */
  abort(): Promise<void>;
}

/** Transfers files through tunnels. Each tunnel transfers one file. */
export interface ClientFiles {
  /** Whether the address is one that the database assigns to tunnels. */
  isTunnel(url: URL): boolean;
  /** @throws TransferError */
  download(file: ClientFile, signal: AbortSignal | undefined): AsyncGenerator<Buffer>;
  /** @throws TransferError, as do the methods of the sink */
  upload(file: ClientFile, signal: AbortSignal | undefined): Promise<ByteSink>;
}

/** A failed transfer. The message has the form of libcurl, without Exasol's prefix. */
export class TransferError extends Error {}
