import type {
  ChangeResourceRecordSetsRequest,
  ChangeResourceRecordSetsResponse,
  GetChangeRequest,
  GetChangeResponse,
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
  TestDNSAnswerRequest,
  TestDNSAnswerResponse,
} from '@aws-sdk/client-route-53';
import { operation } from '../../operation.ts';
import { applyBatch, keyOf } from '../change-batch.ts';
import { answerOf } from '../dns-answer.ts';
import { canonicalName, reversedLabels } from '../domain-names.ts';
import { invalidChangeBatch, invalidInput, noSuchChange, noSuchHealthCheck } from '../errors.ts';
import { recordSetKey, recordSetsOf, route53TablesOf } from '../store.ts';
import { findLoadBalancer } from '../load-balancer-targets.ts';
import { zoneRecordSets } from '../zone-records.ts';
import { bareId, describeChange, findOwnZone, findZone, recordChange } from '../zones.ts';

const longestPage = 300;
const maxChanges = 1000;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
export const changeResourceRecordSets = operation<
  ChangeResourceRecordSetsRequest,
  ChangeResourceRecordSetsResponse
>({
  handle(context, { HostedZoneId, ChangeBatch }) {
    const tables = route53TablesOf(context);
    const zone = findOwnZone(context, HostedZoneId);
    const { Changes: changes = [], Comment } = ChangeBatch ?? {};
    if (changes.length === 0 || changes.length > maxChanges)
      throw invalidInput(`A batch has between 1 and ${maxChanges} changes.`);
    for (const { ResourceRecordSet: given } of changes) {
      const { HealthCheckId: id } = given ?? {};
      if (id !== undefined && !tables.healthChecks.has(id)) throw noSuchHealthCheck(id);
    }
    const before = new Map(recordSetsOf(tables, zone.id).map((row) => [keyOf(row), row]));
    const outcome = applyBatch(
      {
        id: zone.id,
        name: zone.name,
        recordSets: before,
        zoneIdOf: (name) => findLoadBalancer(context, name)?.canonicalHostedZoneId,
      },
      changes,
    );
    if ('problems' in outcome) throw invalidChangeBatch(outcome.problems);
    for (const [key, row] of before)
      if (!outcome.recordSets.has(key)) tables.recordSets.delete(recordSetKey(zone.id, row));
    for (const [key, row] of outcome.recordSets)
      if (before.get(key) !== row) tables.recordSets.put(recordSetKey(zone.id, row), row);
    return { ChangeInfo: recordChange(context, Comment) };
  },
});

/** Sorted by labels from the last, then type. https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
export const listResourceRecordSets = operation<
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse
>({
  handle(context, { HostedZoneId, StartRecordName, StartRecordType, StartRecordIdentifier, MaxItems }) {
    const zone = findZone(context, HostedZoneId);
    if (StartRecordType !== undefined && StartRecordName === undefined)
      throw invalidInput('StartRecordName is required where StartRecordType is given.');
    const from =
      StartRecordName === undefined
        ? ''
        : sortKey(canonicalName(StartRecordName), StartRecordType, StartRecordIdentifier);
    const rows = zoneRecordSets(context, zone)
      .map((row) => [sortKey(row.Name, row.Type, row.SetIdentifier), row] as const)
      .filter(([key]) => key >= from)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, row]) => row);
    const limit = Math.min(Number(MaxItems ?? longestPage), longestPage);
    const next = rows[limit];
    return {
      ResourceRecordSets: rows.slice(0, limit),
      IsTruncated: next !== undefined,
      NextRecordName: next?.Name,
      NextRecordType: next?.Type,
      NextRecordIdentifier: next?.SetIdentifier,
      MaxItems: limit,
    };
  },
});

function sortKey(name: string, type = '', identifier = ''): string {
  return `${reversedLabels(name)} ${type} ${identifier}`;
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetChange.html */
export const getChange = operation<GetChangeRequest, GetChangeResponse>({
  handle(context, { Id }) {
    const id = bareId(Id);
    const row = route53TablesOf(context).changes.get(id);
    if (row === undefined) throw noSuchChange(id);
    return { ChangeInfo: describeChange(row) };
  },
});

/** An alias to a load balancer answers with where it listens on this machine. https://docs.aws.amazon.com/Route53/latest/APIReference/API_TestDNSAnswer.html */
export const testDnsAnswer = operation<TestDNSAnswerRequest, TestDNSAnswerResponse>({
  handle(context, { HostedZoneId, RecordName = '', RecordType = 'A' }) {
    const zone = findZone(context, HostedZoneId);
    const name = canonicalName(RecordName);
    const answer = answerOf(
      {
        recordSets: zoneRecordSets(context, zone),
        region: context.caller.region,
        valuesOf: (target, type) =>
          type === 'A'
            ? (findLoadBalancer(context, target)?.observed.listening.slice(0, 1) ?? []).map(
                ({ host }) => host,
              )
            : [],
        random: (bound) => Number.parseInt(context.ids.hex(8), 16) % bound,
      },
      name,
      RecordType,
    );
    return {
      Nameserver: zone.nameServers[0],
      RecordName: name,
      RecordType,
      RecordData: [...answer.values],
      ResponseCode: answer.code,
      Protocol: 'UDP',
    };
  },
});
