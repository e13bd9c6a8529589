import { createHash } from 'node:crypto';
import { textOf, textsOf } from '../../arguments.ts';
import { route53RecordSchema } from './route53-record-schema.ts';
import { route53ZoneSchema } from './route53-zone-schema.ts';
import type { StoredType } from './stored-type.ts';

/** Names. No name server answers for a zone. */
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
