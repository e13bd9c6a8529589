import type { CertificateStatus, CertificateType, KeyAlgorithm } from '@aws-sdk/client-acm';
import type { DataSource } from '../../../terraform/provider.ts';
import { boolOf, textMapOf, textOf, textsOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';
import { tagMap } from '../tags.ts';

const computed = { type: 'string', computed: true } as const;

export const acmCertificateData: DataSource<AwsClient> = {
  schema: {
    attributes: {
      arn: computed,
      certificate: computed,
      certificate_chain: computed,
      domain: { type: 'string', optional: true, computed: true, atLeastOneOf: ['domain', 'tags'] },
      key_types: { type: 'set(string)', optional: true },
      most_recent: { type: 'bool', optional: true, default: false },
      status: computed,
      statuses: { type: 'list(string)', optional: true },
      tags: { type: 'map(string)', optional: true, computed: true, atLeastOneOf: ['domain', 'tags'] },
      types: { type: 'list(string)', optional: true },
    },
  },
  async read(config, { client }) {
    const domain = textOf(config, 'domain');
    const statuses = textsOf(config, 'statuses');
    const types = textsOf(config, 'types');
    const keyTypes = textsOf(config, 'key_types');
    const wantedTags = Object.entries(textMapOf(config, 'tags'));
    const { CertificateSummaryList: listed = [] } = await client.call('acm', 'ListCertificates', {
      CertificateStatuses: (statuses.length === 0 ? ['ISSUED'] : statuses) as CertificateStatus[],
      ...(keyTypes.length === 0 ? {} : { Includes: { keyTypes: keyTypes as KeyAlgorithm[] } }),
    });
    const found = [];
    for (const summary of listed) {
      if (domain !== undefined && summary.DomainName !== domain) continue;
      if (types.length > 0 && !types.includes(summary.Type as CertificateType)) continue;
      const CertificateArn = summary.CertificateArn ?? '';
      const { Tags = [] } = await client.call('acm', 'ListTagsForCertificate', { CertificateArn });
      const tags = tagMap(Tags);
      if (wantedTags.every(([key, value]) => tags[key] === value)) found.push({ ...summary, tags });
    }
    const newestFirst = found.toSorted(
      (left, right) => (right.CreatedAt?.getTime() ?? 0) - (left.CreatedAt?.getTime() ?? 0),
    );
    const [certificate] = newestFirst;
    if (certificate === undefined) throw new Error('no matching ACM Certificate found');
    if (found.length > 1 && boolOf(config, 'most_recent') !== true) {
      throw new Error(`multiple ACM Certificates matching domain (${domain ?? ''})`);
    }
    const CertificateArn = certificate.CertificateArn ?? '';
    const content =
      certificate.Status === 'ISSUED'
        ? await client.call('acm', 'GetCertificate', { CertificateArn })
        : undefined;
    return {
      ...config,
      id: CertificateArn,
      arn: CertificateArn,
      certificate: content?.Certificate ?? '',
      certificate_chain: content?.CertificateChain ?? '',
      domain: certificate.DomainName ?? null,
      status: certificate.Status ?? null,
      tags: certificate.tags,
    };
  },
};
