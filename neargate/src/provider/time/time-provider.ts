import { type Clock, delay } from '../../core/clock.ts';
import { UserError } from '../../core/user-error.ts';
import type {
  AttributeSchema,
  OperationEnvironment,
  PlainObject,
  Provider,
  ResourceType,
} from '../../terraform/provider.ts';
import { numberOf, requiredText, textOf } from '../arguments.ts';
import { addSpan, formatTimestamp, parseTimestamp, type Timestamp, timestampParts } from './timestamps.ts';

const parts: Readonly<Record<string, AttributeSchema>> = Object.fromEntries(
  ['day', 'hour', 'minute', 'month', 'second', 'unix', 'year'].map((name) => [
    name,
    { type: 'number', computed: true } as const,
  ]),
);

const triggers: AttributeSchema = { type: 'map(string)', optional: true, forceNew: true };

const timestampPattern = {
  regex: { test: (text: string) => parseTimestamp(text) !== undefined },
  message: 'must be an RFC 3339 timestamp',
};

const givenTime: AttributeSchema = {
  type: 'string',
  optional: true,
  computed: true,
  forceNew: true,
  pattern: timestampPattern,
};

type TimeType = ResourceType<Clock>;

const offsets = ['days', 'hours', 'minutes', 'months', 'seconds', 'years'] as const;
const rotations = ['days', 'hours', 'minutes', 'months', 'years'] as const;

const timeStatic: TimeType = {
  schema: { attributes: { ...parts, rfc3339: givenTime, triggers } },
  behaviour: 'real',
  async create(config, { client }) {
    const moment = momentOf(textOf(config, 'rfc3339'), client);
    return { ...config, ...timestampParts(moment), id: formatTimestamp(moment) };
  },
  read: async (state) => state,
  delete: async () => undefined,
};

const offsetNames = offsets.map((unit) => `offset_${unit}`);

const timeOffset: TimeType = {
  schema: {
    attributes: {
      ...parts,
      ...Object.fromEntries(
        offsetNames.map((name) => [
          name,
          { type: 'number', optional: true, atLeastOneOf: offsetNames } as const,
        ]),
      ),
      base_rfc3339: { type: 'string', optional: true, computed: true, pattern: timestampPattern },
      rfc3339: { type: 'string', computed: true },
      triggers,
    },
  },
  behaviour: 'real',
  create: async (config, { client }) => offsetState(config, momentOf(textOf(config, 'base_rfc3339'), client)),
  read: async (state) => state,
  update: async (config, _prior, { client }) =>
    offsetState(config, momentOf(textOf(config, 'base_rfc3339'), client)),
  delete: async () => undefined,
  plan: (_config, prior) =>
    prior === undefined ? {} : { recompute: [...Object.keys(parts), 'rfc3339', 'id'] },
};

function offsetState(config: PlainObject, base: Timestamp): PlainObject {
  const moved = addSpan(base, spanOf(config, 'offset_', offsets));
  return {
    ...config,
    ...timestampParts(moved),
    base_rfc3339: formatTimestamp(base),
    id: formatTimestamp(base),
  };
}

const rotationNames = [...rotations.map((unit) => `rotation_${unit}`), 'rotation_rfc3339'];

const timeRotating: TimeType = {
  schema: {
    attributes: {
      ...parts,
      ...Object.fromEntries(
        rotationNames.map((name) => [
          name,
          { type: 'number', optional: true, range: [1, null], atLeastOneOf: rotationNames } as const,
        ]),
      ),
      rfc3339: givenTime,
      rotation_rfc3339: { ...givenTime, atLeastOneOf: rotationNames },
      triggers,
    },
  },
  behaviour: 'real',
  create: async (config, { client }) => rotationState(config, momentOf(textOf(config, 'rfc3339'), client)),
  /** Past its time it is gone, so that the plan makes it anew. */
  async read(state, { client }) {
    const until = parseTimestamp(requiredText(state, 'rotation_rfc3339'));
    return until !== undefined && client.now() > until.ms ? undefined : state;
  },
  update: async (config, _prior, { client }) =>
    rotationState({ ...config, rotation_rfc3339: null }, momentOf(textOf(config, 'rfc3339'), client)),
  delete: async () => undefined,
  plan: (_config, prior) => (prior === undefined ? {} : { recompute: ['rotation_rfc3339'] }),
};

function rotationState(config: PlainObject, base: Timestamp): PlainObject {
  const given = textOf(config, 'rotation_rfc3339');
  const until = given ?? formatTimestamp(addSpan(base, spanOf(config, 'rotation_', rotations)));
  return { ...config, ...timestampParts(base), rotation_rfc3339: until, id: formatTimestamp(base) };
}

const duration: AttributeSchema = {
  type: 'string',
  optional: true,
  atLeastOneOf: ['create_duration', 'destroy_duration'],
  pattern: {
    regex: /^[0-9]+(\.[0-9]+)?(ms|s|m|h)$/,
    message:
      'must be a number immediately followed by ms (milliseconds), s (seconds), m (minutes), or h (hours)',
  },
};

const timeSleep: TimeType = {
  schema: { attributes: { create_duration: duration, destroy_duration: duration, triggers } },
  behaviour: 'real',
  async create(config, environment) {
    await sleep(textOf(config, 'create_duration'), environment);
    return { ...config, id: formatTimestamp({ ms: environment.client.now(), offsetMinutes: 0 }) };
  },
  read: async (state) => state,
  update: async (config, prior) => ({ ...config, id: prior['id'] ?? null }),
  delete: (state, environment) => sleep(textOf(state, 'destroy_duration'), environment),
};

async function sleep(text: string | undefined, environment: OperationEnvironment<Clock>): Promise<void> {
  if (text === undefined) return;
  const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  const [, number = '0', unit = 's'] = /^([0-9.]+)(ms|s|m|h)$/.exec(text) ?? [];
  environment.progress(`waiting ${text}`);
  await delay(environment.client, Number(number) * unitMs[unit as keyof typeof unitMs], environment.signal);
}

/** `hashicorp/time`: moments that stay, and waiting. */
export function timeProvider(clock: Clock): Provider<Clock> {
  return {
    name: 'time',
    source: 'hashicorp/time',
    configuration: { attributes: {} },
    configure: async () => clock,
    resourceTypes: {
      time_offset: timeOffset,
      time_rotating: timeRotating,
      time_sleep: timeSleep,
      time_static: timeStatic,
    },
    dataSources: {},
  };
}

function momentOf(text: string | undefined, clock: Clock): Timestamp {
  if (text === undefined) return { ms: clock.now(), offsetMinutes: 0 };
  const given = parseTimestamp(text);
  if (given === undefined) throw new UserError(`${text} is no RFC 3339 timestamp`);
  return given;
}

function spanOf(config: PlainObject, prefix: string, units: readonly string[]) {
  return Object.fromEntries(units.map((unit) => [unit, numberOf(config, `${prefix}${unit}`)]));
}
