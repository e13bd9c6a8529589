import type { RenewCertificateRequest } from '@aws-sdk/client-acm';
import { operation } from '../../operation.ts';
import { findCertificate } from '../certificates.ts';
import { invalid, requestInProgress } from '../errors.ts';

/**
 * Only a certificate that was exported is renewed on demand; those that a load balancer shows, ACM renews by itself, and an
 * imported one is imported again. Nothing can be exported here, so that no certificate is eligible: DescribeCertificate says
 * so too. The text is not verified.
 * https://docs.aws.amazon.com/acm/latest/APIReference/API_RenewCertificate.html
 */
export const renewCertificate = operation<RenewCertificateRequest, Record<string, never>>({
  handle(context, input) {
    const { arn, type, observed } = findCertificate(context, input.CertificateArn);
    if (observed.status === 'PENDING_VALIDATION') throw requestInProgress(arn);
    throw invalid(
      `Certificate ${arn} is not eligible for renewal: ${
        type === 'IMPORTED' ? 'it was imported' : 'it was not exported'
      }.`,
    );
  },
});
