import type {
  CreateEventBusRequest,
  CreateEventBusResponse,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  DescribeEventBusResponse,
  EventBus,
  ListEventBusesRequest,
  ListEventBusesResponse,
  UpdateEventBusRequest,
  UpdateEventBusResponse,
} from '@aws-sdk/client-eventbridge';
import { operation } from '../../operation.ts';
import { paginate } from '../../pagination.ts';
import { toDate } from '../../timestamps.ts';
import { eventsArn, findBus, isDefaultBus, listBuses, rulesOf } from '../buses-and-rules.ts';
import { busAlreadyExists, busNotFound, invalidNextToken, validationException } from '../errors.ts';
import { type EventBusRow, eventsTablesOf } from '../store.ts';
import { requireTags } from '../tags.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const createEventBus = operation<CreateEventBusRequest, CreateEventBusResponse>({
  handle(context, input) {
    const name = input.Name ?? '';
    if (input.EventSourceName !== undefined)
      throw validationException('Neargate has no partner event sources to match an event bus with.');
    if (name.includes('/')) throw validationException("Event bus name must not contain '/'.");
    const { buses } = eventsTablesOf(context);
    if (name === 'default' || buses.has(name)) throw busAlreadyExists(name);
    const nowMs = context.clock.now();
    const row: EventBusRow = {
      name,
      arn: eventsArn(context, `event-bus/${name}`),
      description: input.Description,
      kmsKeyIdentifier: input.KmsKeyIdentifier,
      deadLetterConfig: input.DeadLetterConfig,
      logConfig: input.LogConfig,
      createdAtMs: nowMs,
      lastModifiedAtMs: nowMs,
      tags: requireTags(input.Tags),
    };
    buses.put(name, row);
    return { EventBusArn: row.arn, ...settingsOf(row) };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html */
export const updateEventBus = operation<UpdateEventBusRequest, UpdateEventBusResponse>({
  handle(context, input) {
    const before = findBus(context, input.Name);
    const row: EventBusRow = {
      ...before,
      description: input.Description ?? before.description,
      kmsKeyIdentifier: input.KmsKeyIdentifier ?? before.kmsKeyIdentifier,
      deadLetterConfig: input.DeadLetterConfig ?? before.deadLetterConfig,
      logConfig: input.LogConfig ?? before.logConfig,
      lastModifiedAtMs: context.clock.now(),
    };
    eventsTablesOf(context).buses.put(row.name, row);
    return { Name: row.name, Arn: row.arn, ...settingsOf(row) };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html */
export const describeEventBus = operation<DescribeEventBusRequest, DescribeEventBusResponse>({
  handle(context, { Name }) {
    const row = findBus(context, Name);
    return { ...summaryOf(row), ...settingsOf(row) };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html */
export const listEventBuses = operation<ListEventBusesRequest, ListEventBusesResponse>({
  handle(context, { NamePrefix = '', NextToken, Limit = 100 }) {
    const rows = listBuses(context).filter(({ name }) => name.startsWith(NamePrefix));
    const page = paginate(rows, ({ name }) => name, { token: NextToken, limit: Limit }, invalidNextToken);
    return { EventBuses: page.items.map(summaryOf), NextToken: page.nextToken };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html */
export const deleteEventBus = operation<DeleteEventBusRequest, Record<string, never>>({
  handle(context, { Name = '' }) {
    const { buses } = eventsTablesOf(context);
    if (Name === 'default') throw validationException('Cannot delete event bus default.');
    const row = buses.get(Name);
    if (row === undefined) throw busNotFound(Name);
    if (rulesOf(context, row).length > 0)
      throw validationException(`Cannot delete event bus ${Name} because it has rules.`);
    buses.delete(Name);
    return {};
  },
});

function settingsOf(row: EventBusRow) {
  return {
    Description: row.description,
    KmsKeyIdentifier: row.kmsKeyIdentifier,
    DeadLetterConfig: row.deadLetterConfig,
    LogConfig: row.logConfig,
  };
}

function summaryOf(row: EventBusRow): EventBus {
  return {
    Name: row.name,
    Arn: row.arn,
    Description: row.description,
    Policy: row.policy,
    CreationTime: isDefaultBus(row) ? undefined : toDate(row.createdAtMs),
    LastModifiedTime: toDate(row.lastModifiedAtMs),
  };
}
