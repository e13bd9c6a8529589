import type { DataSource, ResourceType } from '../../../terraform/provider.ts';
import type { AwsClient } from '../client.ts';
import { healthCheck } from './health-check.ts';
import { record } from './record.ts';
import { zone } from './zone.ts';
import { zoneAssociation } from './zone-association.ts';
import { zoneData } from './zone-data.ts';

export const route53Types: Readonly<Record<string, ResourceType<AwsClient>>> = {
  aws_route53_health_check: healthCheck,
  aws_route53_record: record,
  aws_route53_zone: zone,
  aws_route53_zone_association: zoneAssociation,
};

export const route53DataSources: Readonly<Record<string, DataSource<AwsClient>>> = {
  aws_route53_zone: zoneData,
};
