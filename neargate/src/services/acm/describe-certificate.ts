import { X509Certificate } from 'node:crypto';
import type { CertificateDetail, DomainValidation, KeyAlgorithm } from '@aws-sdk/client-acm';
import type { OperationContext } from '../context.ts';
import { dnsValidation } from './dns-validation.ts';
import { elbv2TablesOf } from '../elbv2/store.ts';
import type { CertificateRow } from './store.ts';
import { validationRecords } from './validation-records.ts';

/** A certificate as DescribeCertificate shows it. What an issued certificate says is read from it. */
export function describeCertificateRow(context: OperationContext, row: CertificateRow): CertificateDetail {
  const { observed } = row;
  const inUseBy = usersOf(context, row.arn);
  return {
    CertificateArn: row.arn,
    DomainName: row.domainName,
    SubjectAlternativeNames: [...row.names],
    Type: row.type,
    Status: observed.status,
    CreatedAt: new Date(row.createdAtMs),
    KeyAlgorithm: row.keyAlgorithm as KeyAlgorithm,
    InUseBy: inUseBy,
    Options: {
      CertificateTransparencyLoggingPreference: row.transparencyLogging as 'ENABLED',
      Export: row.exportOption as 'DISABLED',
    },
    RenewalEligibility: 'INELIGIBLE',
    ...(row.validationMethod === undefined
      ? {}
      : { DomainValidationOptions: domainValidations(context, row) }),
    ...(observed.status === 'FAILED' ? { FailureReason: 'OTHER' as const } : {}),
    ...(observed.status === 'ISSUED' ? issuedPart(row, observed) : {}),
  };
}

/**
 * Nobody asks the internet's DNS or writes mail here, so a name that Route 53 does not have stays pending even when the local
 * authority has issued the certificate: the certificate is real, the proof is not.
 */
function domainValidations({ caller, store }: OperationContext, row: CertificateRow): DomainValidation[] {
  const method = row.validationMethod ?? 'DNS';
  return validationRecords(row.names, caller.accountId).map((record) => {
    const { domainName, recordName, recordValue } = record;
    const isProven = method === 'DNS' && dnsValidation(store, caller.accountId, record) === 'found';
    return {
      DomainName: domainName,
      ValidationDomain: domainName,
      ValidationMethod: method,
      ValidationStatus: isProven ? 'SUCCESS' : 'PENDING_VALIDATION',
      ...(method === 'DNS'
        ? { ResourceRecord: { Name: recordName, Type: 'CNAME' as const, Value: recordValue } }
        : {}),
    };
  });
}

function issuedPart(
  { type }: CertificateRow,
  observed: Extract<CertificateRow['observed'], { status: 'ISSUED' }>,
): Partial<CertificateDetail> {
  const certificate = new X509Certificate(observed.certificatePem);
  const at = new Date(observed.atMs);
  return {
    NotBefore: new Date(certificate.validFrom),
    NotAfter: new Date(certificate.validTo),
    Serial: certificate.serialNumber.toLowerCase().replace(/(..)(?!$)/g, '$1:'),
    Subject: certificate.subject.split('\n').toReversed().join(','),
    Issuer: issuerName(certificate.issuer),
    ...(type === 'IMPORTED' ? { ImportedAt: at } : { IssuedAt: at }),
  };
}

/** The load balancers whose listeners show the certificate. */
export function usersOf(context: OperationContext, arn: string): string[] {
  const users = [...elbv2TablesOf(context).listeners.values()]
    .filter(({ certificateArns }) => certificateArns.includes(arn))
    .map(({ loadBalancerArn }) => loadBalancerArn);
  return [...new Set(users)];
}

/** The issuer's organization, or its common name: ACM shows `Amazon` for its own. */
function issuerName(issuer: string): string {
  const part = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(issuer)?.[1];
  return part('O') ?? part('CN') ?? issuer;
}
