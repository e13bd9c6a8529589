import { createHash, createSign } from 'node:crypto';

/** Signs what topics send, with a certificate of Neargate's own that the gateway serves. */
export interface MessageSigner {
  /** The path of the certificate on the gateway. */
  readonly certificatePath: string;
  /** Base64. Version 1 is SHA1, version 2 SHA256; both RSA. */
  sign(text: string, version: '1' | '2'): string;
}

export function messageSigner(certificatePem: string, privateKeyPem: string): MessageSigner {
  return {
    certificatePath: signingCertificatePath(certificatePem),
    sign: (text, version) =>
      createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
        .update(text, 'utf8')
        .sign(privateKeyPem, 'base64'),
  };
}

/** Named after its content, so that a message leads to the certificate it was signed with. */
export function signingCertificatePath(certificatePem: string): string {
  const hash = createHash('sha256').update(certificatePem).digest('hex').slice(0, 32);
  return `/SimpleNotificationService-${hash}.pem`;
}
