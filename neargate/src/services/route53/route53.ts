import type { ServiceDefinition } from '../operation.ts';
import { constraints } from './constraints.ts';
import { disableHostedZoneDnssec, getDnssec } from './operations/dnssec.ts';
import * as healthChecks from './operations/health-checks.ts';
import * as recordSets from './operations/record-sets.ts';
import * as tagging from './operations/tagging.ts';
import * as vpcAssociations from './operations/vpc-associations.ts';
import * as zones from './operations/zones.ts';
import { route53Refusal } from './refusal.ts';

/**
 * Amazon Route 53: private zones resolve in the tasks of their VPCs; no name server answers for public ones.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/Welcome.html
 */
export const route53 = {
  signingName: 'route53',
  protocol: 'rest-xml',
  apiVersion: '2013-04-01',
  xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
  validationErrorCode: 'InvalidInput',
  constraints,
  refusal: route53Refusal,
  operations: {
    AssociateVPCWithHostedZone: vpcAssociations.associateVpcWithHostedZone,
    ChangeResourceRecordSets: recordSets.changeResourceRecordSets,
    ChangeTagsForResource: tagging.changeTagsForResource,
    CreateHealthCheck: healthChecks.createHealthCheck,
    CreateHostedZone: zones.createHostedZone,
    DeleteHealthCheck: healthChecks.deleteHealthCheck,
    DeleteHostedZone: zones.deleteHostedZone,
    DisableHostedZoneDNSSEC: disableHostedZoneDnssec,
    DisassociateVPCFromHostedZone: vpcAssociations.disassociateVpcFromHostedZone,
    GetChange: recordSets.getChange,
    GetDNSSEC: getDnssec,
    GetHealthCheck: healthChecks.getHealthCheck,
    GetHealthCheckCount: healthChecks.getHealthCheckCount,
    GetHostedZone: zones.getHostedZone,
    GetHostedZoneCount: zones.getHostedZoneCount,
    ListHealthChecks: healthChecks.listHealthChecks,
    ListHostedZones: zones.listHostedZones,
    ListHostedZonesByName: zones.listHostedZonesByName,
    ListHostedZonesByVPC: vpcAssociations.listHostedZonesByVpc,
    ListResourceRecordSets: recordSets.listResourceRecordSets,
    ListTagsForResource: tagging.listTagsForResource,
    ListTagsForResources: tagging.listTagsForResources,
    TestDNSAnswer: recordSets.testDnsAnswer,
    UpdateHealthCheck: healthChecks.updateHealthCheck,
    UpdateHostedZoneComment: zones.updateHostedZoneComment,
    UpdateHostedZoneFeatures: zones.updateHostedZoneFeatures,
  },
  stored: {
    CreateHealthCheck: 'Nothing checks from outside.',
    UpdateHealthCheck: 'Nothing checks from outside.',
    UpdateHostedZoneFeatures: 'Nothing here has to recover.',
  },
} satisfies ServiceDefinition;
