import type {
  AssociateVPCWithHostedZoneRequest,
  AssociateVPCWithHostedZoneResponse,
  DisassociateVPCFromHostedZoneRequest,
  DisassociateVPCFromHostedZoneResponse,
  HostedZoneSummary,
  ListHostedZonesByVPCRequest,
  ListHostedZonesByVPCResponse,
} from '@aws-sdk/client-route-53';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import {
  invalidInput,
  lastVpcAssociation,
  publicZoneVpcAssociation,
  vpcAssociationNotFound,
} from '../errors.ts';
import { route53TablesOf } from '../store.ts';
import { isSameVpc, requireAssociable } from '../vpc-associations.ts';
import { findZone, recordChange } from '../zones.ts';

const longestPage = 100;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html */
export const associateVpcWithHostedZone = operation<
  AssociateVPCWithHostedZoneRequest,
  AssociateVPCWithHostedZoneResponse
>({
  handle(context, { HostedZoneId, VPC = {}, Comment }) {
    const zone = findZone(context, HostedZoneId);
    if (zone.vpcs === undefined) throw publicZoneVpcAssociation();
    requireAssociable(context, zone.name, VPC);
    route53TablesOf(context).zones.put(zone.id, { ...zone, vpcs: [...zone.vpcs, VPC] });
    return { ChangeInfo: recordChange(context, Comment) };
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_DisassociateVPCFromHostedZone.html */
export const disassociateVpcFromHostedZone = operation<
  DisassociateVPCFromHostedZoneRequest,
  DisassociateVPCFromHostedZoneResponse
>({
  handle(context, { HostedZoneId, VPC = {}, Comment }) {
    const zone = findZone(context, HostedZoneId);
    const { vpcs = [] } = zone;
    const left = vpcs.filter((each) => !isSameVpc(each, VPC));
    if (left.length === vpcs.length) throw vpcAssociationNotFound(VPC.VPCId ?? '', zone.id);
    if (left.length === 0) throw lastVpcAssociation();
    route53TablesOf(context).zones.put(zone.id, { ...zone, vpcs: left });
    return { ChangeInfo: recordChange(context, Comment) };
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByVPC.html */
export const listHostedZonesByVpc = operation<ListHostedZonesByVPCRequest, ListHostedZonesByVPCResponse>({
  handle(context, { VPCId, VPCRegion, MaxItems, NextToken }) {
    const zones = [...route53TablesOf(context).zones.values()].filter(
      ({ vpcs }) => vpcs?.some((each) => isSameVpc(each, { VPCId, VPCRegion })) === true,
    );
    const limit = Math.min(Number(MaxItems ?? longestPage), longestPage);
    const page = paginate(
      zones,
      ({ id }) => id,
      { token: NextToken, limit },
      () => invalidInput('The NextToken is not valid.'),
    );
    return {
      HostedZoneSummaries: page.items.map(({ id, name, namespaceArn }): HostedZoneSummary => ({
        HostedZoneId: id,
        Name: name,
        Owner:
          namespaceArn === undefined
            ? { OwningAccount: context.caller.accountId }
            : { OwningService: 'servicediscovery.amazonaws.com' },
      })),
      MaxItems: limit,
      NextToken: page.nextToken,
    };
  },
});
