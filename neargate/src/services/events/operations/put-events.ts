import type {
  PutEventsRequest,
  PutEventsRequestEntry,
  PutEventsResponse,
  PutEventsResultEntry,
  TestEventPatternRequest,
  TestEventPatternResponse,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../core/aws-error.ts';
import type { OperationContext } from '../../context.ts';
import { operation } from '../../operation.ts';
import { acceptEvent } from '../accept-event.ts';
import { findBus } from '../buses-and-rules.ts';
import { validationException } from '../errors.ts';
import type { EventEnvelope } from '../input-transformer.ts';
import { isObject, parseJson } from '../json.ts';
import { matchesPattern } from '../pattern/match-pattern.ts';
import { parseEventPattern } from '../pattern/parse-pattern.ts';
import { eventsTablesOf } from '../store.ts';

const maxTotalBytes = 256 * 1024;
const timeBytes = 14;

/**
 * Puts events on their buses; the event bus controller delivers them to the targets of the rules that match.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const putEvents = operation<PutEventsRequest, PutEventsResponse>({
  handle(context, { Entries = [] }) {
    const bytes = Entries.reduce((total, entry) => total + sizeOf(entry), 0);
    if (bytes > maxTotalBytes)
      throw validationException('Total size of the entries in the request is over the limit.');
    const results = Entries.map((entry) => accept(context, entry));
    return {
      FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
      Entries: results,
    };
  },
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern = operation<TestEventPatternRequest, TestEventPatternResponse>({
  handle(_context, { EventPattern = '', Event = '' }) {
    const pattern = parseEventPattern(EventPattern);
    const event = parseJson(Event);
    if (!isObject(event) || mandatoryFields.some((name) => event[name] === undefined))
      throw validationException('Parameter Event is not valid.');
    return { Result: matchesPattern(pattern, event) };
  },
});

/** What TestEventPattern wants of an event, as its page says. */
const mandatoryFields = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
function sizeOf({
  Time,
  Source = '',
  DetailType = '',
  Detail = '',
  Resources = [],
}: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return (
    (Time === undefined ? 0 : timeBytes) + texts.reduce((total, text) => total + Buffer.byteLength(text), 0)
  );
}

function accept(context: OperationContext, entry: PutEventsRequestEntry): PutEventsResultEntry {
  const refused = refusalOf(entry);
  if (refused !== undefined) return refused;
  try {
    const bus = findBus(context, entry.EventBusName);
    const event = envelopeOf(context, entry);
    acceptEvent(eventsTablesOf(context), {
      eventBusName: bus.name,
      acceptedAtMs: context.clock.now(),
      event,
    });
    return { EventId: event.id };
  } catch (error) {
    if (error instanceof AwsError) return { ErrorCode: error.code, ErrorMessage: error.message };
    throw error;
  }
}

function refusalOf(entry: PutEventsRequestEntry): PutEventsResultEntry | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name] === undefined || entry[name] === '') {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
    }
  }
  if (entry.Source?.startsWith('aws.') === true) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  if (!isObject(parseJson(entry.Detail ?? '')))
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return undefined;
}

function envelopeOf(
  { caller, clock, ids }: OperationContext,
  { Time, Source = '', DetailType = '', Detail = '', Resources = [] }: PutEventsRequestEntry,
): EventEnvelope {
  const time = Time ?? new Date(clock.now());
  return {
    version: '0',
    id: ids.uuid(),
    'detail-type': DetailType,
    source: Source,
    account: caller.accountId,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: caller.region,
    resources: Resources,
    detail: parseJson(Detail),
  };
}
