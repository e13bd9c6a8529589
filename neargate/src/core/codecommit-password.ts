import { amzTime, sign, type SigningKeyPair } from './sigv4.ts';

/** What a password of CodeCommit's credential helper is made from. */
export interface CodecommitSigner {
  readonly secretAccessKey: string;
  readonly region: string;
  /** Without its port. */
  readonly host: string;
  /** Such as `/v1/repos/shop`. */
  readonly path: string;
}

/**
 * The password that `aws codecommit credential-helper` and git-remote-codecommit give git: a time and a signature over the
 * repository's URL. https://docs.aws.amazon.com/codecommit/latest/userguide/setting-up-https-unixes.html
 */
export function codecommitPassword(signer: CodecommitSigner, atMs: number): string {
  const time = amzTime(atMs);
  return `${time}${codecommitSignature(signer, time.replace('Z', ''))}`;
}

/** @param time `yyyymmddThhmmss` */
export function codecommitSignature(
  { secretAccessKey, region, host, path }: CodecommitSigner,
  time: string,
): string {
  const scope = `${time.slice(0, 8)}/${region}/codecommit/aws4_request`;
  const canonical = `GIT\n${path}\n\nhost:${host}\n\nhost\n`;
  return sign(secretAccessKey, scope, time, canonical);
}

/** HTTP Basic credentials of an access key for a repository's URL; with a session's token where it has one. */
export function codecommitAuthorization(
  url: string,
  region: string,
  credentials: SigningKeyPair,
  atMs: number,
): string {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const { hostname: host, pathname: path } = new URL(url);
  const user = sessionToken === undefined ? accessKeyId : `${accessKeyId}%${sessionToken}`;
  const password = codecommitPassword({ secretAccessKey, region, host, path }, atMs);
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
