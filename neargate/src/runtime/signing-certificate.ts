import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type MessageSigner, messageSigner } from '../controllers/notifications/message-signer.ts';
import type { CertificateAuthority } from '../drivers/certificate-authority/certificate-authority.ts';

/** The file of the certificate that topics sign with, below the directory of certificates. */
export function signingCertificateFile(directory: string): string {
  return path.join(directory, 'sns-signing.pem');
}

/**
 * What topics sign with: a certificate of the local authority, made at the first message and kept, so that messages in queues
 * can be verified after a restart.
 */
export function topicSigner(
  directory: string,
  authority: CertificateAuthority,
): () => Promise<MessageSigner> {
  let signer: Promise<MessageSigner> | undefined;
  return async () => {
    signer ??= openSigner(directory, authority);
    try {
      return await signer;
    } catch (error) {
      signer = undefined;
      throw error;
    }
  };
}

async function openSigner(directory: string, authority: CertificateAuthority): Promise<MessageSigner> {
  const certificateFile = signingCertificateFile(directory);
  const keyFile = path.join(directory, 'sns-signing-key.pem');
  const [certificate, key] = await Promise.all([read(certificateFile), read(keyFile)]);
  if (certificate !== undefined && key !== undefined) return messageSigner(certificate, key);
  const { certificatePem, privateKeyPem } = await authority.issue(['sns.amazonaws.com'], 'RSA_2048');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await write(keyFile, privateKeyPem, 0o600);
  await write(certificateFile, certificatePem, 0o644);
  return messageSigner(certificatePem, privateKeyPem);
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function write(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode });
  await chmod(`${file}.new`, mode);
  await rename(`${file}.new`, file);
}
