import type {
  CreateHostedZoneRequest,
  CreateHostedZoneResponse,
  DeleteHostedZoneRequest,
  DeleteHostedZoneResponse,
  GetHostedZoneCountRequest,
  GetHostedZoneCountResponse,
  GetHostedZoneRequest,
  GetHostedZoneResponse,
  ListHostedZonesByNameRequest,
  ListHostedZonesByNameResponse,
  ListHostedZonesRequest,
  ListHostedZonesResponse,
  UpdateHostedZoneCommentRequest,
  UpdateHostedZoneCommentResponse,
  UpdateHostedZoneFeaturesRequest,
  UpdateHostedZoneFeaturesResponse,
} from '@aws-sdk/client-route-53';
import { operation } from '../../operation.ts';
import { canonicalName, isDomainName, reversedLabels } from '../domain-names.ts';
import {
  hostedZoneAlreadyExists,
  hostedZoneNotEmpty,
  invalidDomainName,
  invalidInput,
  noSuchDelegationSet,
} from '../errors.ts';
import { type HostedZoneRow, recordSetsOf, route53TablesOf } from '../store.ts';
import { requireAssociable } from '../vpc-associations.ts';
import { bareId, deleteZone, describeZone, findOwnZone, findZone, putZone, recordChange } from '../zones.ts';

const longestPage = 100;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html */
export const createHostedZone = operation<CreateHostedZoneRequest, CreateHostedZoneResponse>({
  handle(
    context,
    { Name = '', CallerReference: callerReference = '', VPC, HostedZoneConfig, DelegationSetId },
  ) {
    const tables = route53TablesOf(context);
    if (!isDomainName(Name)) throw invalidDomainName(Name);
    const name = canonicalName(Name);
    if ([...tables.zones.values()].some((zone) => zone.callerReference === callerReference))
      throw hostedZoneAlreadyExists();
    if (DelegationSetId !== undefined) throw noSuchDelegationSet(bareId(DelegationSetId));
    if (VPC !== undefined) requireAssociable(context, name, VPC);
    const row = putZone(context, {
      name,
      callerReference,
      comment: HostedZoneConfig?.Comment ?? '',
      vpcs: VPC === undefined ? undefined : [VPC],
    });
    return {
      HostedZone: describeZone(context, row),
      ChangeInfo: recordChange(context),
      DelegationSet: VPC === undefined ? { NameServers: [...row.nameServers] } : undefined,
      VPC,
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${row.id}`,
    };
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html */
export const getHostedZone = operation<GetHostedZoneRequest, GetHostedZoneResponse>({
  handle(context, { Id }) {
    const row = findZone(context, Id);
    return {
      HostedZone: describeZone(context, row),
      ...(row.vpcs === undefined
        ? { DelegationSet: { NameServers: [...row.nameServers] } }
        : { VPCs: [...row.vpcs] }),
    };
  },
});

/** Only of a zone without records of its user's. https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html */
export const deleteHostedZone = operation<DeleteHostedZoneRequest, DeleteHostedZoneResponse>({
  handle(context, { Id }) {
    const zone = findOwnZone(context, Id);
    const recordSets = recordSetsOf(route53TablesOf(context), zone.id);
    if (recordSets.some(({ Name, Type }) => !(Name === zone.name && (Type === 'NS' || Type === 'SOA'))))
      throw hostedZoneNotEmpty();
    deleteZone(context, zone.id);
    return { ChangeInfo: recordChange(context) };
  },
});

/** In the order in which they were made. https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZones.html */
export const listHostedZones = operation<ListHostedZonesRequest, ListHostedZonesResponse>({
  handle(context, { Marker, MaxItems, HostedZoneType }) {
    const tables = route53TablesOf(context);
    const zones = [...tables.zones.values()].filter(
      ({ vpcs }) => HostedZoneType !== 'PrivateHostedZone' || vpcs !== undefined,
    );
    const start = Marker === undefined ? 0 : zones.findIndex(({ id }) => id === bareId(Marker));
    if (start === -1) throw invalidInput(`The marker ${Marker} is not valid.`);
    const limit = Math.min(Number(MaxItems ?? longestPage), longestPage);
    const next = zones[start + limit];
    return {
      HostedZones: zones.slice(start, start + limit).map((row) => describeZone(context, row)),
      Marker,
      IsTruncated: next !== undefined,
      NextMarker: next?.id,
      MaxItems: limit,
    };
  },
});

/** From a name on, sorted by labels from the last. https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html */
export const listHostedZonesByName = operation<ListHostedZonesByNameRequest, ListHostedZonesByNameResponse>({
  handle(context, { DNSName, HostedZoneId, MaxItems }) {
    const tables = route53TablesOf(context);
    const keyOf = ({ name, id }: Pick<HostedZoneRow, 'id' | 'name'>) => `${reversedLabels(name)} ${id}`;
    const from =
      DNSName === undefined ? '' : keyOf({ name: canonicalName(DNSName), id: bareId(HostedZoneId) });
    const zones = [...tables.zones.values()]
      .filter((row) => keyOf(row) >= from)
      .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    const limit = Math.min(Number(MaxItems ?? longestPage), longestPage);
    const next = zones[limit];
    return {
      HostedZones: zones.slice(0, limit).map((row) => describeZone(context, row)),
      DNSName,
      HostedZoneId,
      IsTruncated: next !== undefined,
      NextDNSName: next?.name,
      NextHostedZoneId: next?.id,
      MaxItems: limit,
    };
  },
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZoneCount.html */
export const getHostedZoneCount = operation<GetHostedZoneCountRequest, GetHostedZoneCountResponse>({
  handle: (context) => ({ HostedZoneCount: route53TablesOf(context).zones.size }),
});

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHostedZoneComment.html */
export const updateHostedZoneComment = operation<
  UpdateHostedZoneCommentRequest,
  UpdateHostedZoneCommentResponse
>({
  handle(context, { Id, Comment: comment = '' }) {
    const tables = route53TablesOf(context);
    const row = { ...findOwnZone(context, Id), comment };
    tables.zones.put(row.id, row);
    return { HostedZone: describeZone(context, row) };
  },
});

/** Stored: nothing here has to recover. https://docs.aws.amazon.com/Route53/latest/APIReference/API_UpdateHostedZoneFeatures.html */
export const updateHostedZoneFeatures = operation<
  UpdateHostedZoneFeaturesRequest,
  UpdateHostedZoneFeaturesResponse
>({
  handle(context, { HostedZoneId, EnableAcceleratedRecovery = false }) {
    const row = { ...findZone(context, HostedZoneId), hasAcceleratedRecovery: EnableAcceleratedRecovery };
    route53TablesOf(context).zones.put(row.id, row);
    return {};
  },
});
