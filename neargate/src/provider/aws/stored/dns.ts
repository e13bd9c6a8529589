import { createHash } from 'node:crypto';
import type { PlainObject } from '../../../terraform/provider.ts';
import { textOf, textsOf } from '../../arguments.ts';
import { acmCertificateSchema } from './acm-certificate-schema.ts';
import { acmCertificateValidationSchema } from './acm-certificate-validation-schema.ts';
import { route53RecordSchema } from './route53-record-schema.ts';
import { route53ZoneSchema } from './route53-zone-schema.ts';
import type { StoredType } from './stored-type.ts';

/** Names and certificates. No name server answers for a zone, and no certificate is issued: it stays pending. */
export const dnsTypes: Readonly<Record<string, StoredType>> = {
  aws_route53_zone: {
    schema: route53ZoneSchema,
    isGlobal: true,
    computed: {
      id: 'Z{upper:20}',
      zone_id: '{id}',
      arn: 'arn:{partition}:route53:::hostedzone/{id}',
      enable_accelerated_recovery: false,
      name_servers: {
        from: ['id'],
        make: ({ id }) => nameServers(typeof id === 'string' ? id : ''),
      },
      primary_name_server: {
        from: ['name_servers'],
        make: (zone) => textsOf(zone, 'name_servers')[0] ?? null,
      },
    },
  },
  aws_route53_record: {
    schema: route53RecordSchema,
    isGlobal: true,
    computed: {
      id: {
        from: ['zone_id', 'name', 'type', 'set_identifier'],
        make: (record) =>
          [
            textOf(record, 'zone_id'),
            textOf(record, 'name')?.toLowerCase(),
            textOf(record, 'type'),
            textOf(record, 'set_identifier'),
          ]
            .filter((part) => part !== undefined)
            .join('_'),
      },
      allow_overwrite: false,
      fqdn: { from: ['name'], make: (record) => withoutDot(textOf(record, 'name') ?? '').toLowerCase() },
    },
  },
  aws_acm_certificate: {
    schema: acmCertificateSchema,
    computed: {
      arn: 'arn:{partition}:acm:{region}:{account}:certificate/{uuid}',
      id: '{arn}',
      domain_name: '',
      domain_validation_options: {
        from: ['domain_name', 'subject_alternative_names', 'validation_method'],
        make: (certificate, { caller }) => validationOptions(certificate, caller.accountId),
      },
      key_algorithm: 'RSA_2048',
      pending_renewal: false,
      renewal_eligibility: 'INELIGIBLE',
      renewal_summary: [],
      status: {
        from: ['private_key'],
        make: (certificate) => (isImported(certificate) ? 'ISSUED' : 'PENDING_VALIDATION'),
      },
      subject_alternative_names: {
        from: ['domain_name'],
        make: (certificate) => certificateNames(certificate),
      },
      type: {
        from: ['private_key'],
        make: (certificate) => (isImported(certificate) ? 'IMPORTED' : 'AMAZON_ISSUED'),
      },
      validation_emails: [],
      validation_method: { from: ['private_key'], make: () => 'NONE' },
      options: [{ certificate_transparency_logging_preference: 'ENABLED', export: 'DISABLED' }],
    },
    // Configurations make a record for each option (for_each), so their keys have to be known in the plan.
    planned: (certificate, accountId) => {
      const names = certificateNames(certificate);
      // A name that is not known yet comes with a character that no name has.
      const areKnown = names.length > 0 && names.every((name) => /^[\w.*-]+$/.test(name));
      return areKnown ? { domain_validation_options: validationOptions(certificate, accountId) } : {};
    },
  },
  aws_acm_certificate_validation: {
    schema: acmCertificateValidationSchema,
    computed: { id: '{now}' },
  },
};

/** Four servers under four top-level domains, the same for the same zone. */
function nameServers(zoneId: string): string[] {
  const digest = createHash('sha256').update(zoneId).digest();
  return ['com', 'net', 'org', 'co.uk'].map((domain, index) => {
    const number = digest.readUInt16BE(index * 2) % 512;
    return `ns-${number + index * 512}.awsdns-${String(number % 64).padStart(2, '0')}.${domain}`;
  });
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}

function isImported(certificate: PlainObject): boolean {
  return textOf(certificate, 'private_key') !== undefined;
}

function certificateNames(certificate: PlainObject): string[] {
  const domain = textOf(certificate, 'domain_name');
  const others = textsOf(certificate, 'subject_alternative_names');
  return [...new Set([...(domain === undefined ? [] : [domain]), ...others])];
}

/**
 * The records that would prove the names, as ACM makes them: always the same for an account and a name, whatever the
 * certificate, and one for a name and its wildcard.
 */
function validationOptions(certificate: PlainObject, accountId: string): PlainObject[] {
  if (textOf(certificate, 'validation_method') !== 'DNS') return [];
  return certificateNames(certificate).map((name) => {
    const base = name.replace(/^\*\./, '');
    const token = (purpose: string) =>
      createHash('sha256').update(`${accountId} ${base} ${purpose}`).digest('hex').slice(0, 32);
    return {
      domain_name: name,
      resource_record_name: `_${token('name')}.${base}.`,
      resource_record_type: 'CNAME',
      resource_record_value: `_${token('value')}.acm-validations.aws.`,
    };
  });
}
