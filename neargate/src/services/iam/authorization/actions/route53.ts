import { type ActionTable, byMember, nameOf, type Place } from '../access.ts';

/** ARNs of Route 53 have neither region nor account. */
const zone = (id: string, { partition }: Place) => `arn:${partition}:route53:::hostedzone/${nameOf(id)}`;
const healthCheck = (id: string, { partition }: Place) => `arn:${partition}:route53:::healthcheck/${id}`;
const change = (id: string, { partition }: Place) => `arn:${partition}:route53:::change/${nameOf(id)}`;
const tagged = (id: string, place: Place, input: Readonly<Record<string, unknown>>) =>
  input['ResourceType'] === 'healthcheck' ? healthCheck(id, place) : zone(id, place);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53.html */
export const route53Actions: ActionTable = {
  ...byMember('route53', zone, {
    HostedZoneId: [
      'AssociateVPCWithHostedZone',
      'ChangeResourceRecordSets',
      'DisableHostedZoneDNSSEC',
      'DisassociateVPCFromHostedZone',
      'GetDNSSEC',
      'ListResourceRecordSets',
      'UpdateHostedZoneFeatures',
    ],
    Id: ['DeleteHostedZone', 'GetHostedZone', 'UpdateHostedZoneComment'],
  }),
  ...byMember('route53', healthCheck, {
    HealthCheckId: ['DeleteHealthCheck', 'GetHealthCheck', 'UpdateHealthCheck'],
  }),
  ...byMember('route53', change, { Id: ['GetChange'] }),
  ...byMember('route53', tagged, {
    ResourceId: ['ChangeTagsForResource', 'ListTagsForResource'],
    ResourceIds: ['ListTagsForResources'],
  }),
};
