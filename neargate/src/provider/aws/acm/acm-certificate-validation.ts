import type { ResourceType } from '../../../terraform/provider.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { waitFor } from '../waiting.ts';
import { acmCertificateValidationSchema } from './acm-certificate-validation-schema.ts';

/** Waits until a certificate is issued. It is no object of its own. */
export const acmCertificateValidationType: ResourceType<AwsClient> = {
  schema: acmCertificateValidationSchema,
  behaviour: 'real',
  async create(config, { client, signal }) {
    const arn = requiredText(config, 'certificate_arn');
    const issuedAt = await waitFor(client.clock, signal, async () => {
      const { Certificate } = await client.call('acm', 'DescribeCertificate', { CertificateArn: arn });
      if (Certificate?.Status === 'FAILED') throw new Error(`ACM Certificate (${arn}) could not be issued`);
      return Certificate?.Status === 'ISSUED' ? (Certificate.IssuedAt ?? Certificate.ImportedAt) : undefined;
    });
    return {
      ...config,
      id: `${issuedAt
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, '')} +0000 UTC`,
    };
  },
  async read(state, { client }) {
    const found = await orAbsent(
      client.call('acm', 'DescribeCertificate', { CertificateArn: requiredText(state, 'certificate_arn') }),
      'ResourceNotFoundException',
    );
    return found?.Certificate?.Status === 'ISSUED' ? state : undefined;
  },
  async delete() {},
};
