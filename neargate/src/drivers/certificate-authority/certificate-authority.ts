import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../core/clock.ts';
import type { Signer } from './x509.ts';

/** Kinds of keys, by ACM's names. */
export type KeyAlgorithm =
  | 'RSA_1024'
  | 'RSA_2048'
  | 'RSA_3072'
  | 'RSA_4096'
  | 'EC_prime256v1'
  | 'EC_secp384r1'
  | 'EC_secp521r1';

export interface IssuedCertificate {
  readonly certificatePem: string;
  /** The authority's own certificate. */
  readonly chainPem: string;
  readonly privateKeyPem: string;
}

/** The local certificate authority. Whoever wants its certificates believed has to trust it; it installs itself nowhere. */
export interface CertificateAuthority {
  /** The file of its certificate. */
  readonly certificatePath: string;
  /** Makes a key and a certificate for the names; makes the authority itself at the first call. */
  issue(names: readonly string[], keyAlgorithm: KeyAlgorithm): Promise<IssuedCertificate>;
}

/** The file of the authority's certificate below its directory. */
export function authorityCertificatePath(directory: string): string {
  return path.join(directory, 'certificate-authority.pem');
}

/** The authority whose key and certificate are kept in `directory`, the key readable by its owner only. */
export function certificateAuthority(directory: string, clock: Clock): CertificateAuthority {
  const certificatePath = authorityCertificatePath(directory);
  const keyPath = path.join(directory, 'certificate-authority-key.pem');
  let signer: Promise<Signer> | undefined;

  const open = async (): Promise<Signer> => {
    // The library takes a fifth of a second to load: only who needs a certificate waits for it.
    const { createSigner, readSigner } = await import('./x509.ts');
    const [certificatePem, keyPem] = await Promise.all([read(certificatePath), read(keyPath)]);
    if (certificatePem !== undefined && keyPem !== undefined) return readSigner(certificatePem, keyPem);
    const created = await createSigner(clock.now());
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await write(keyPath, created.privateKeyPem, 0o600);
    await write(certificatePath, created.certificatePem, 0o644);
    return created;
  };

  return {
    certificatePath,
    async issue(names, keyAlgorithm) {
      signer ??= open();
      try {
        return await (await signer).issue(names, keyAlgorithm, clock.now());
      } catch (error) {
        signer = undefined;
        throw error;
      }
    },
  };
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all. */
async function write(file: string, content: string, mode: number): Promise<void> {
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, content, { mode });
  await chmod(unfinished, mode);
  await rename(unfinished, file);
}
