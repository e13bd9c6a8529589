import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { canonicalName, isDomainName, isWithin } from './domain-names.ts';
import { valueProblem } from './record-values.ts';
import type { RecordSetRow } from './store.ts';

/** What a batch comes to: the zone's record sets afterwards, or all that is wrong with it. */
export type BatchOutcome =
  | { readonly recordSets: ReadonlyMap<string, RecordSetRow> }
  | { readonly problems: readonly string[] };

/** What a batch is checked against. */
export interface BatchZone {
  readonly id: string;
  /** Canonical. */
  readonly name: string;
  /** By `keyOf`. */
  readonly recordSets: ReadonlyMap<string, RecordSetRow>;
  /** The zone of a load balancer's DNS name; undefined for names that nobody here knows. */
  zoneIdOf(name: string): string | undefined;
}

/**
 * Makes the changes of a batch one after the other: all of them or none. Pure.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
 */
export function applyBatch(zone: BatchZone, changes: readonly Change[]): BatchOutcome {
  const { name: zoneName, recordSets: before } = zone;
  const recordSets = new Map(before);
  const problems: string[] = [];
  for (const { Action, ResourceRecordSet: given } of changes) {
    const checked = checkedRecordSet(zoneName, given ?? { Name: '', Type: undefined });
    if ('problem' in checked) {
      problems.push(checked.problem);
      continue;
    }
    const { recordSet } = checked;
    const problem =
      Action === 'DELETE'
        ? deletionProblem(zoneName, recordSets, recordSet)
        : (writeProblem(zoneName, recordSets, recordSet, Action === 'CREATE') ??
          aliasProblem(zone, recordSets, recordSet));
    if (problem !== undefined) problems.push(problem);
    else if (Action === 'DELETE') recordSets.delete(keyOf(recordSet));
    else recordSets.set(keyOf(recordSet), recordSet);
  }
  return problems.length > 0 ? { problems } : { recordSets };
}

export function keyOf({ Name, Type, SetIdentifier = '' }: RecordSetRow): string {
  return `${Name} ${Type} ${SetIdentifier}`;
}

function checkedRecordSet(
  zoneName: string,
  given: ResourceRecordSet,
): { readonly recordSet: RecordSetRow } | { readonly problem: string } {
  const { Name: name = '', Type: type, TTL: ttl, ResourceRecords: records = [], AliasTarget: alias } = given;
  if (!isDomainName(name))
    return { problem: `FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with '${name}'` };
  const Name = canonicalName(name);
  if (type === undefined)
    return { problem: `Invalid request: Missing field 'Type' in ResourceRecordSet ${Name}` };
  const shown = `[name='${Name}', type='${type}'${given.SetIdentifier === undefined ? '' : `, set-identifier='${given.SetIdentifier}'`}]`;
  if (!isWithin(Name, zoneName))
    return { problem: `RRSet with DNS name ${Name} is not permitted in zone ${zoneName}` };
  if (alias !== undefined && (records.length > 0 || ttl !== undefined))
    return {
      problem: `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found more than one in Change with ${shown}`,
    };
  if (alias === undefined && (records.length === 0 || ttl === undefined))
    return {
      problem: `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with ${shown}`,
    };
  if (type === 'CNAME' && Name === zoneName)
    return {
      problem: `RRSet of type CNAME with DNS name ${Name} is not permitted at apex in zone ${zoneName}`,
    };
  const policies = routingPoliciesOf(given);
  if (policies.length > 1)
    return {
      problem: `Invalid request: Expected at most one routing policy, but found ${policies.join(', ')} in Change with ${shown}`,
    };
  if (policies.length > 0 && given.SetIdentifier === undefined)
    return { problem: `Invalid request: Missing field 'SetIdentifier' in Change with ${shown}` };
  if (policies.length === 0 && given.SetIdentifier !== undefined)
    return {
      problem: `Invalid request: Expected a routing policy beside 'SetIdentifier' in Change with ${shown}`,
    };
  const values = records.map(({ Value = '' }) => Value);
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) return { problem: `Duplicate Resource Record: '${twice}'` };
  const wrong = values.map((value) => valueProblem(type, value)).find((found) => found !== undefined);
  if (wrong !== undefined) return { problem: wrong };
  return {
    recordSet: {
      ...given,
      Name,
      Type: type,
      ...(alias === undefined
        ? {}
        : { AliasTarget: { ...alias, DNSName: canonicalName(alias.DNSName ?? '') } }),
    },
  };
}

/** The members that say which of several record sets is answered with. */
const routingPolicies = [
  'CidrRoutingConfig',
  'Failover',
  'GeoLocation',
  'GeoProximityLocation',
  'MultiValueAnswer',
  'Region',
  'Weight',
] as const;

export function routingPoliciesOf(recordSet: Partial<ResourceRecordSet>): readonly string[] {
  return routingPolicies.filter((name) => recordSet[name] !== undefined);
}

function writeProblem(
  zoneName: string,
  recordSets: ReadonlyMap<string, RecordSetRow>,
  recordSet: RecordSetRow,
  mustBeNew: boolean,
): string | undefined {
  const { Name, Type, SetIdentifier } = recordSet;
  if (mustBeNew && recordSets.has(keyOf(recordSet)))
    return `Tried to create resource record set ${shownOf(recordSet)} but it already exists`;
  const others = [...recordSets.values()].filter(
    (other) => other.Name === Name && keyOf(other) !== keyOf(recordSet),
  );
  if (Type === 'CNAME' && others.some((other) => other.Type !== 'CNAME'))
    return `RRSet of type CNAME with DNS name ${Name} is not permitted as it conflicts with other records with the same DNS name in zone ${zoneName}`;
  if (Type !== 'CNAME' && others.some((other) => other.Type === 'CNAME'))
    return `RRSet of type ${Type} with DNS name ${Name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zoneName}`;
  const same = others.filter((other) => other.Type === Type);
  if (SetIdentifier === undefined && same.length > 0)
    return `RRSet with DNS name ${Name}, type ${Type} cannot be created as a weighted, alias, or other non-simple RRSet exists with the same name and type.`;
  const policy = routingPoliciesOf(recordSet)[0];
  if (same.some((other) => routingPoliciesOf(other)[0] !== policy))
    return `RRSet with DNS name ${Name}, type ${Type}, SetIdentifier ${SetIdentifier} cannot be created as other RRSets exist with the same name and type with another routing policy.`;
  return undefined;
}

/** A target lies in the zone that is named with it, and is there if that is this one. */
function aliasProblem(
  zone: BatchZone,
  recordSets: ReadonlyMap<string, RecordSetRow>,
  { Name, Type, AliasTarget }: RecordSetRow,
): string | undefined {
  if (AliasTarget?.DNSName === undefined) return undefined;
  const { DNSName: target, HostedZoneId: given } = AliasTarget;
  const isOwn = isWithin(target, zone.name);
  const home = isOwn ? zone.id : zone.zoneIdOf(target);
  const isElsewhere = home === undefined ? given === zone.id : given !== home;
  const isMissing =
    isOwn || given === zone.id ? target !== Name && !isThere(recordSets, target, Type) : false;
  const what = `Tried to create an alias that targets ${target}, type ${Type} in zone ${given}`;
  const problems = [
    ...(isElsewhere ? [`${what}, but the alias target name does not lie within the target zone`] : []),
    ...(isMissing ? [`${what}, but that target was not found`] : []),
  ];
  return problems.length === 0 ? undefined : problems.join(', ');
}

function isThere(recordSets: ReadonlyMap<string, RecordSetRow>, name: string, type: string): boolean {
  return [...recordSets.values()].some((other) => other.Name === name && other.Type === type);
}

function deletionProblem(
  zoneName: string,
  recordSets: ReadonlyMap<string, RecordSetRow>,
  recordSet: RecordSetRow,
): string | undefined {
  const { Name, Type } = recordSet;
  if (Name === zoneName && Type === 'NS')
    return 'A HostedZone must contain at least one NS record for the zone itself.';
  if (Name === zoneName && Type === 'SOA') return 'A HostedZone must contain exactly one SOA record.';
  const found = recordSets.get(keyOf(recordSet));
  if (found === undefined)
    return `Tried to delete resource record set ${shownOf(recordSet)} but it was not found`;
  return isSame(found, recordSet)
    ? undefined
    : `Tried to delete resource record set ${shownOf(recordSet)} but the values provided do not match the current values`;
}

/** Values have no order. */
function isSame(one: RecordSetRow, other: RecordSetRow): boolean {
  const textOf = ({ TTL, ResourceRecords = [], AliasTarget, ...others }: RecordSetRow) =>
    JSON.stringify([
      routingPolicies.map((name) => others[name] ?? null),
      TTL === undefined ? null : Number(TTL),
      ResourceRecords.map(({ Value = '' }) => Value).toSorted((one, another) => (one < another ? -1 : 1)),
      AliasTarget === undefined
        ? null
        : [AliasTarget.HostedZoneId, AliasTarget.DNSName, AliasTarget.EvaluateTargetHealth],
    ]);
  return textOf(one) === textOf(other);
}

function shownOf({ Name, Type, SetIdentifier }: RecordSetRow): string {
  const identifier = SetIdentifier === undefined ? '' : `, set-identifier='${SetIdentifier}'`;
  return `[name='${Name}', type='${Type}'${identifier}]`;
}
