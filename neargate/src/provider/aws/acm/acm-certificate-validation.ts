import type { CertificateDetail } from '@aws-sdk/client-acm';
import type { ResourceType } from '../../../terraform/provider.ts';
import { UserError } from '../../../core/user-error.ts';
import { requiredText } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { waitFor } from '../waiting.ts';
import { acmCertificateValidationSchema } from './acm-certificate-validation-schema.ts';

/** The provider waits for 75 minutes, which DNS may need; here a record is seen as soon as it is there. */
const patienceMs = 30_000;

/** Waits until a certificate is issued. It is no object of its own. */
export const acmCertificateValidationType: ResourceType<AwsClient> = {
  schema: acmCertificateValidationSchema,
  behaviour: 'real',
  async create(config, { client, signal }) {
    const arn = requiredText(config, 'certificate_arn');
    const deadlineMs = client.clock.now() + patienceMs;
    const issuedAt = await waitFor(client.clock, signal, async () => {
      const { Certificate } = await client.call('acm', 'DescribeCertificate', { CertificateArn: arn });
      if (Certificate?.Status === 'FAILED') throw new Error(`ACM Certificate (${arn}) could not be issued`);
      if (Certificate?.Status === 'ISSUED') return Certificate.IssuedAt ?? Certificate.ImportedAt;
      if (client.clock.now() >= deadlineMs) throw notValidated(arn, Certificate);
      return undefined;
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

function notValidated(arn: string, certificate: CertificateDetail | undefined): UserError {
  const missing = (certificate?.DomainValidationOptions ?? []).flatMap(
    ({ ValidationStatus: status, ResourceRecord: record }) =>
      status === 'PENDING_VALIDATION' && record !== undefined ? `${record.Name} CNAME ${record.Value}` : [],
  );
  return new UserError(
    `timeout while waiting for ACM Certificate (${arn}) to be issued (last state: 'PENDING_VALIDATION'). Where Route 53 has the zone of a name, it must have its record: ${[...new Set(missing)].join(', ')}`,
    {
      remedy:
        'Create the records of domain_validation_options with aws_route53_record in the zone of the domain. AWS waits for them for 72 hours.',
    },
  );
}
