import type { CertificateDetail, RequestCertificateRequest } from '@aws-sdk/client-acm';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { blocksOf, hasChanged, requiredText, textOf, textsOf } from '../../arguments.ts';
import { orAbsent, present } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { acmCertificateSchema } from './acm-certificate-schema.ts';

export const acmCertificateType: ResourceType<AwsClient> = {
  schema: acmCertificateSchema,
  behaviour: 'real',
  async create(config, { client }) {
    const tags = tagList(allTags(config));
    const { CertificateArn: arn = '' } =
      textOf(config, 'private_key') === undefined
        ? await client.call('acm', 'RequestCertificate', {
            ...requestInput(config),
            ...(tags.length === 0 ? {} : { Tags: tags }),
          })
        : await client.call('acm', 'ImportCertificate', {
            ...importInput(config),
            ...(tags.length === 0 ? {} : { Tags: tags }),
          });
    return present(stateOf(client, arn, config), arn);
  },
  read: (state, { client }) => stateOf(client, requiredText(state, 'arn'), state),
  async update(config, prior, { client }) {
    const arn = requiredText(prior, 'arn');
    if (hasChanged(config, prior, 'certificate_body', 'certificate_chain', 'private_key')) {
      await client.call('acm', 'ImportCertificate', { CertificateArn: arn, ...importInput(config) });
    }
    const [options] = blocksOf(config, 'options');
    if (options !== undefined && hasChanged(config, prior, 'options')) {
      await client.call('acm', 'UpdateCertificateOptions', {
        CertificateArn: arn,
        Options: optionsOf(options),
      });
    }
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0) {
      await client.call('acm', 'RemoveTagsFromCertificate', {
        CertificateArn: arn,
        Tags: removed.map((Key) => ({ Key })),
      });
    }
    if (Object.keys(set).length > 0) {
      await client.call('acm', 'AddTagsToCertificate', { CertificateArn: arn, Tags: tagList(set) });
    }
    return present(stateOf(client, arn, config), arn);
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('acm', 'DeleteCertificate', { CertificateArn: requiredText(state, 'arn') }),
      'ResourceNotFoundException',
    );
  },
};

function requestInput(config: PlainObject): RequestCertificateRequest {
  const [options] = blocksOf(config, 'options');
  const domain = requiredText(config, 'domain_name');
  const others = textsOf(config, 'subject_alternative_names').filter((name) => name !== domain);
  return {
    DomainName: domain,
    KeyAlgorithm: textOf(config, 'key_algorithm') as RequestCertificateRequest['KeyAlgorithm'],
    ValidationMethod: textOf(config, 'validation_method') as RequestCertificateRequest['ValidationMethod'],
    CertificateAuthorityArn: textOf(config, 'certificate_authority_arn'),
    ...(others.length === 0 ? {} : { SubjectAlternativeNames: others }),
    ...(options === undefined ? {} : { Options: optionsOf(options) }),
  };
}

function optionsOf(options: PlainObject): NonNullable<RequestCertificateRequest['Options']> {
  return {
    CertificateTransparencyLoggingPreference: textOf(
      options,
      'certificate_transparency_logging_preference',
    ) as 'ENABLED',
    Export: textOf(options, 'export') as 'DISABLED',
  };
}

function importInput(config: PlainObject) {
  const chain = textOf(config, 'certificate_chain');
  return {
    Certificate: Buffer.from(requiredText(config, 'certificate_body')),
    PrivateKey: Buffer.from(requiredText(config, 'private_key')),
    ...(chain === undefined ? {} : { CertificateChain: Buffer.from(chain) }),
  };
}

async function stateOf(client: AwsClient, arn: string, known: PlainObject): Promise<PlainObject | undefined> {
  const found = await orAbsent(
    client.call('acm', 'DescribeCertificate', { CertificateArn: arn }),
    'ResourceNotFoundException',
  );
  const certificate = found?.Certificate;
  if (certificate === undefined) return undefined;
  const { Tags = [] } = await client.call('acm', 'ListTagsForCertificate', { CertificateArn: arn });
  return {
    ...known,
    id: arn,
    arn,
    domain_name: certificate.DomainName ?? null,
    domain_validation_options: validationOptions(certificate),
    key_algorithm: certificate.KeyAlgorithm ?? null,
    not_after: timeOf(certificate.NotAfter),
    not_before: timeOf(certificate.NotBefore),
    pending_renewal: false,
    renewal_eligibility: certificate.RenewalEligibility ?? 'INELIGIBLE',
    renewal_summary: [],
    status: certificate.Status ?? null,
    subject_alternative_names: alternativeNames(certificate, textsOf(known, 'subject_alternative_names')),
    type: certificate.Type ?? null,
    validation_emails: [],
    validation_method: certificate.DomainValidationOptions?.[0]?.ValidationMethod ?? 'NONE',
    options: [
      {
        certificate_transparency_logging_preference:
          certificate.Options?.CertificateTransparencyLoggingPreference ?? null,
        export: certificate.Options?.Export ?? null,
      },
    ],
    tags_all: tagMap(Tags),
  };
}

function timeOf(date: Date | undefined): string {
  return date === undefined ? '' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function validationOptions({ DomainValidationOptions: options = [] }: CertificateDetail): PlainObject[] {
  return options.flatMap(({ DomainName, ResourceRecord: record }) =>
    record === undefined
      ? []
      : [
          {
            domain_name: DomainName ?? null,
            resource_record_name: record.Name ?? null,
            resource_record_type: record.Type ?? null,
            resource_record_value: record.Value ?? null,
          },
        ],
  );
}

/** ACM counts the domain name among them; whoever has written them without it sees them as written. */
function alternativeNames(
  { DomainName, SubjectAlternativeNames: names = [] }: CertificateDetail,
  written: readonly string[],
): string[] {
  const others = names.filter((name) => name !== DomainName);
  const isWrittenWithoutIt =
    written.length > 0 && written.length === others.length && others.every((name) => written.includes(name));
  return isWrittenWithoutIt ? others : names;
}
