import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { ImportCertificateRequest, ImportCertificateResponse } from '@aws-sdk/client-acm';
import { operation } from '../../operation.ts';
import { findCertificate, mergeTags, newCertificateArn } from '../certificates.ts';
import { invalid } from '../errors.ts';
import { acmTablesOf } from '../store.ts';

const curveAlgorithms: Readonly<Record<string, string>> = {
  prime256v1: 'EC_prime256v1',
  secp384r1: 'EC_secp384r1',
  secp521r1: 'EC_secp521r1',
};

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ImportCertificate.html */
export const importCertificate = operation<ImportCertificateRequest, ImportCertificateResponse>({
  handle(context, input) {
    const certificatePem = textOf(input.Certificate);
    const privateKeyPem = textOf(input.PrivateKey);
    const certificate = readCertificate(certificatePem);
    checkKey(certificate, privateKeyPem);
    if (Date.parse(certificate.validTo) < context.clock.now()) {
      throw invalid('The certificate has expired.');
    }
    const before =
      input.CertificateArn === undefined ? undefined : findCertificate(context, input.CertificateArn);
    if (before !== undefined && input.Tags !== undefined) {
      throw invalid('Tagging is not permitted on re-import.');
    }
    if (before !== undefined && before.type !== 'IMPORTED') {
      throw invalid('Only an imported certificate can be imported again.');
    }
    const names = namesOf(certificate);
    const arn = before?.arn ?? newCertificateArn(context);
    acmTablesOf(context).certificates.put(arn, {
      arn,
      domainName: names[0] ?? '',
      names,
      type: 'IMPORTED',
      keyAlgorithm: keyAlgorithmOf(certificate),
      transparencyLogging: 'DISABLED',
      exportOption: 'DISABLED',
      createdAtMs: before?.createdAtMs ?? context.clock.now(),
      tags: before?.tags ?? mergeTags([], input.Tags),
      observed: {
        status: 'ISSUED',
        atMs: context.clock.now(),
        certificatePem,
        chainPem: textOf(input.CertificateChain),
        privateKeyPem,
      },
    });
    return { CertificateArn: arn };
  },
});

function textOf(blob: Uint8Array | undefined): string {
  return blob === undefined ? '' : Buffer.from(blob).toString('utf8');
}

function readCertificate(pem: string): X509Certificate {
  if ((pem.match(/-----BEGIN CERTIFICATE-----/g) ?? []).length > 1) {
    throw invalid(
      'The certificate field contains more than one certificate. You can specify only one certificate in this field.',
    );
  }
  try {
    return new X509Certificate(pem);
  } catch {
    throw invalid('The certificate is not in PEM format or is not valid.');
  }
}

function checkKey(certificate: X509Certificate, privateKeyPem: string): void {
  let matches: boolean;
  try {
    matches = certificate.checkPrivateKey(createPrivateKey(privateKeyPem));
  } catch {
    throw invalid('The private key is not in PEM format, is encrypted, or is not supported.');
  }
  if (!matches) throw invalid('The private key does not match the certificate.');
}

function namesOf({ subject, subjectAltName = '' }: X509Certificate): string[] {
  const common = /^CN=(.+)$/m.exec(subject)?.[1];
  const others = [...subjectAltName.matchAll(/DNS:"?([^,"]+)/g)].map((match) => match[1] ?? '');
  return [...new Set([...(common === undefined ? [] : [common]), ...others])];
}

function keyAlgorithmOf({ publicKey }: X509Certificate): string {
  const { asymmetricKeyType, asymmetricKeyDetails } = publicKey;
  if (asymmetricKeyType === 'rsa') return `RSA_${asymmetricKeyDetails?.modulusLength ?? 0}`;
  const algorithm = curveAlgorithms[asymmetricKeyDetails?.namedCurve ?? ''];
  if (algorithm === undefined) throw invalid('The key algorithm of the certificate is not supported.');
  return algorithm;
}
