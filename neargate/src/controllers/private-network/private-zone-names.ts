import { canonicalName, isWithin, plainName } from '../../services/route53/domain-names.ts';
import type { RecordSetRow } from '../../services/route53/store.ts';
import { type Candidate, chosenCandidates } from '../../services/route53/routing-policies.ts';
import type { HostEntry, RecordedName, ServiceRecord } from './hosts-file.ts';

/** A private zone of a VPC. */
export interface PrivateZone {
  /** Canonical. */
  readonly name: string;
  readonly recordSets: readonly RecordSetRow[];
}

/** What the zones' records lead to. */
export interface ZoneSurroundings {
  /** The region of the VPC. */
  readonly region: string;
  /** Where a private address is on this machine; undefined where it has no place of its own. */
  addressOf(privateAddress: string): string | undefined;
  /** What a name outside of the zones is here, such as a load balancer's; undefined for names of the internet. */
  entryOf(name: string): HostEntry | undefined;
}

/** Chains of aliases longer than this lead nowhere. */
const longestChain = 8;

/**
 * The names of the private zones of a VPC: A, CNAME and SRV records, and aliases. Of several zones the most specific one answers.
 * Pure. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function privateZoneNames(
  zones: readonly PrivateZone[],
  surroundings: ZoneSurroundings,
): readonly HostEntry[] {
  const byName = recordSetsByName(zones);
  return [...byName.keys()].flatMap((name) => {
    const entry = entryFor(name, byName, surroundings, longestChain);
    return entry === undefined ? [] : [{ ...entry, name: plainName(name) }];
  });
}

type RecordSetsByName = ReadonlyMap<string, readonly RecordSetRow[]>;

function recordSetsByName(zones: readonly PrivateZone[]): RecordSetsByName {
  const byName = new Map<string, RecordSetRow[]>();
  for (const zone of zones) {
    const inner = zones.filter((other) => other.name !== zone.name && isWithin(other.name, zone.name));
    for (const row of zone.recordSets) {
      if (inner.some((other) => isWithin(row.Name, other.name))) continue;
      byName.set(row.Name, [...(byName.get(row.Name) ?? []), row]);
    }
  }
  return byName;
}

function entryFor(
  name: string,
  byName: RecordSetsByName,
  surroundings: ZoneSurroundings,
  depth: number,
): HostEntry | undefined {
  const rows = byName.get(name) ?? [];
  const ofType = (type: RecordSetRow['Type']) =>
    chosenCandidates(
      rows.filter((row) => row.Type === type),
      surroundings.region,
    );
  const [cname] = ofType('CNAME');
  if (cname !== undefined) {
    const target = cname.row.ResourceRecords?.[0]?.Value ?? '';
    return follow(target, byName, surroundings, depth) ?? { name, alias: plainName(target) };
  }
  const services = ofType('SRV').flatMap(({ row }) => serviceRecords(row));
  const addresses = ofType('A');
  const [only] = addresses;
  if (addresses.length === 1 && only?.row.AliasTarget !== undefined && services.length === 0)
    return follow(only.row.AliasTarget.DNSName ?? '', byName, surroundings, depth);
  const recorded = recordedName(
    name,
    addresses,
    (target) => follow(target, byName, surroundings, depth),
    surroundings,
  );
  if (recorded.addresses.length === 0 && services.length === 0) return undefined;
  return { ...recorded, services };
}

/** What a name that another one leads to is: in these zones, or outside of them. */
function follow(
  target: string,
  byName: RecordSetsByName,
  surroundings: ZoneSurroundings,
  depth: number,
): HostEntry | undefined {
  if (depth === 0) return undefined;
  const name = canonicalName(target);
  if (byName.has(name)) return entryFor(name, byName, surroundings, depth - 1);
  // Load balancers have a second name for clients that speak IPv6 too.
  return surroundings.entryOf(plainName(name).replace(/^dualstack\./, ''));
}

function recordedName(
  name: string,
  candidates: readonly Candidate[],
  followed: (target: string) => HostEntry | undefined,
  surroundings: ZoneSurroundings,
): RecordedName {
  const ports: Record<number, number> = {};
  const addresses = candidates.flatMap(({ row, times }) => {
    const found = row.AliasTarget === undefined ? undefined : followed(row.AliasTarget.DNSName ?? '');
    if (found !== undefined && 'addresses' in found) Object.assign(ports, found.ports);
    const own =
      row.AliasTarget === undefined
        ? (row.ResourceRecords ?? []).flatMap(({ Value = '' }) => surroundings.addressOf(Value) ?? [])
        : addressesOf(found);
    return Array.from({ length: times }, () => own).flat();
  });
  const [first] = candidates;
  return {
    name,
    addresses,
    services: [],
    ...(Object.keys(ports).length === 0 ? {} : { ports }),
    answers: first?.answers ?? addresses.length,
    ttl: Number(first?.row.TTL ?? 60),
  };
}

function addressesOf(entry: HostEntry | undefined): readonly string[] {
  if (entry === undefined || 'alias' in entry) return [];
  return 'address' in entry ? [entry.address] : entry.addresses;
}

/** `PRIORITY WEIGHT PORT TARGET` */
function serviceRecords({ ResourceRecords = [] }: RecordSetRow): readonly ServiceRecord[] {
  return ResourceRecords.map(({ Value = '' }) => {
    const [priority, weight, port, target = ''] = Value.trim().split(/\s+/);
    return {
      port: Number(port),
      name: target.replace(/\.$/, ''),
      priority: Number(priority),
      weight: Number(weight),
    };
  });
}
