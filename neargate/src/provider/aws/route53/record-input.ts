import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Plain, PlainObject } from '../../../terraform/provider.ts';
import { blockOf, blocksOf, boolOf, numberOf, requiredText, textOf, textsOf } from '../../arguments.ts';
import { withoutDot } from './domain-names.ts';

/** The record set that a resource stands for. @param name in full */
export function recordSetOf(config: PlainObject, name: string): ResourceRecordSet {
  const alias = blockOf(config, 'alias');
  const type = requiredText(config, 'type') as ResourceRecordSet['Type'];
  return {
    Name: name,
    Type: type,
    SetIdentifier: textOf(config, 'set_identifier'),
    HealthCheckId: textOf(config, 'health_check_id'),
    MultiValueAnswer: boolOf(config, 'multivalue_answer_routing_policy') === true ? true : undefined,
    ...(alias === undefined
      ? {
          TTL: numberOf(config, 'ttl'),
          ResourceRecords: textsOf(config, 'records').map((value) => ({ Value: toValue(type, value) })),
        }
      : {
          AliasTarget: {
            DNSName: requiredText(alias, 'name'),
            HostedZoneId: requiredText(alias, 'zone_id'),
            EvaluateTargetHealth: boolOf(alias, 'evaluate_target_health') ?? false,
          },
        }),
    ...routingOf(config),
  };
}

/** The arguments that a record set stands for, but for its name. */
export function recordArguments(set: ResourceRecordSet): PlainObject {
  const { AliasTarget: alias, Type: type } = set;
  return {
    alias:
      alias === undefined
        ? []
        : [
            {
              evaluate_target_health: alias.EvaluateTargetHealth ?? false,
              name: withoutDot(alias.DNSName ?? ''),
              zone_id: alias.HostedZoneId ?? null,
            },
          ],
    health_check_id: set.HealthCheckId ?? null,
    multivalue_answer_routing_policy: set.MultiValueAnswer ?? null,
    records:
      alias === undefined
        ? (set.ResourceRecords ?? []).map(({ Value = '' }) => fromValue(type, Value))
        : null,
    set_identifier: set.SetIdentifier ?? null,
    ttl: set.TTL === undefined ? null : Number(set.TTL),
    type: type ?? null,
    ...routingArguments(set),
  };
}

/** Texts are written without the quotation marks that Route 53 wants around them. */
function toValue(type: ResourceRecordSet['Type'], value: string): string {
  return type === 'TXT' || type === 'SPF' ? `"${value}"` : value;
}

function fromValue(type: ResourceRecordSet['Type'], value: string): string {
  return type === 'TXT' || type === 'SPF' ? value.replace(/^"(.*)"$/s, '$1') : value;
}

function routingOf(config: PlainObject): Partial<ResourceRecordSet> {
  const weight = blockOf(config, 'weighted_routing_policy');
  const failover = blockOf(config, 'failover_routing_policy');
  const latency = blockOf(config, 'latency_routing_policy');
  const location = blockOf(config, 'geolocation_routing_policy');
  const proximity = blockOf(config, 'geoproximity_routing_policy');
  const cidr = blockOf(config, 'cidr_routing_policy');
  return {
    Weight: weight === undefined ? undefined : numberOf(weight, 'weight'),
    Failover:
      failover === undefined ? undefined : (textOf(failover, 'type') as ResourceRecordSet['Failover']),
    Region: latency === undefined ? undefined : (textOf(latency, 'region') as ResourceRecordSet['Region']),
    GeoLocation:
      location === undefined
        ? undefined
        : {
            ContinentCode: textOf(location, 'continent'),
            CountryCode: textOf(location, 'country'),
            SubdivisionCode: textOf(location, 'subdivision'),
          },
    GeoProximityLocation:
      proximity === undefined
        ? undefined
        : {
            AWSRegion: textOf(proximity, 'aws_region'),
            Bias: numberOf(proximity, 'bias'),
            LocalZoneGroup: textOf(proximity, 'local_zone_group'),
            Coordinates: blocksOf(proximity, 'coordinates').map((place) => ({
              Latitude: requiredText(place, 'latitude'),
              Longitude: requiredText(place, 'longitude'),
            }))[0],
          },
    CidrRoutingConfig:
      cidr === undefined
        ? undefined
        : {
            CollectionId: requiredText(cidr, 'collection_id'),
            LocationName: requiredText(cidr, 'location_name'),
          },
  };
}

function routingArguments(set: ResourceRecordSet): PlainObject {
  const { GeoLocation: location, GeoProximityLocation: proximity, CidrRoutingConfig: cidr } = set;
  const { Coordinates: place } = proximity ?? {};
  return {
    weighted_routing_policy: one(set.Weight === undefined ? undefined : { weight: Number(set.Weight) }),
    failover_routing_policy: one(set.Failover === undefined ? undefined : { type: set.Failover }),
    latency_routing_policy: one(set.Region === undefined ? undefined : { region: set.Region }),
    geolocation_routing_policy: one(
      location && {
        continent: location.ContinentCode ?? '',
        country: location.CountryCode ?? '',
        subdivision: location.SubdivisionCode ?? '',
      },
    ),
    geoproximity_routing_policy: one(
      proximity && {
        aws_region: proximity.AWSRegion ?? '',
        bias: proximity.Bias ?? 0,
        local_zone_group: proximity.LocalZoneGroup ?? '',
        coordinates: one(place && { latitude: place.Latitude ?? null, longitude: place.Longitude ?? null }),
      },
    ),
    cidr_routing_policy: one(
      cidr && { collection_id: cidr.CollectionId ?? null, location_name: cidr.LocationName ?? null },
    ),
  };
}

function one(block: PlainObject | undefined): readonly Plain[] {
  return block === undefined ? [] : [block];
}
