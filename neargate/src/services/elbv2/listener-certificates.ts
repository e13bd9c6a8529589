import type { Certificate } from '@aws-sdk/client-elastic-load-balancing-v2';
import { acmTablesOf } from '../acm/store.ts';
import type { OperationContext } from '../context.ts';
import { certificateNotFound, unsupportedCertificate } from './errors.ts';

/** The ARNs of certificates that a listener can show: they exist in ACM, in the same region, and are issued. */
export function checkedCertificateArns(
  context: OperationContext,
  certificates: readonly Certificate[] = [],
): string[] {
  return certificates.map(({ CertificateArn: arn = '' }) => {
    const row = acmTablesOf(context).certificates.get(arn);
    if (row === undefined) throw certificateNotFound(arn);
    if (row.observed.status !== 'ISSUED') throw unsupportedCertificate(arn);
    return arn;
  });
}
