import { type IdSource, randomIds } from '../../core/ids.ts';
import { errorDiagnostic } from '../../core/diagnostics.ts';
import type { AttributeSchema, PlainObject, Provider, ResourceType } from '../../terraform/provider.ts';
import { numberOf, requiredText, textOf, textsOf } from '../arguments.ts';
import { bcrypt } from './bcrypt.ts';
import { adjectives, adverbs, animals } from './pet-words.ts';
import { type RandomSource, randomSource, seededSource, shuffled } from './random-source.ts';
import { randomText } from './random-text.ts';

/** What the provider's types draw from. */
export interface RandomClient {
  readonly source: RandomSource;
  readonly ids: IdSource;
}

const bcryptCost = 10;

const keepers: AttributeSchema = { type: 'map(string)', optional: true, forceNew: true };
const computedText: AttributeSchema = { type: 'string', computed: true };
const text: AttributeSchema = { type: 'string', optional: true, forceNew: true };
const flag: AttributeSchema = { type: 'bool', optional: true, computed: true, forceNew: true };
const count: AttributeSchema = { type: 'number', optional: true, computed: true, forceNew: true, default: 0 };
const length: AttributeSchema = { type: 'number', required: true, forceNew: true, range: [1, null] };

const textAttributes: Readonly<Record<string, AttributeSchema>> = {
  keepers,
  length,
  lower: { ...flag, default: true },
  min_lower: count,
  min_numeric: count,
  min_special: count,
  min_upper: count,
  number: { ...flag, deprecated: 'Use numeric instead.' },
  numeric: flag,
  override_special: text,
  special: { ...flag, default: true },
  upper: { ...flag, default: true },
};

type RandomType = ResourceType<RandomClient>;

/** A type whose objects are nothing but their state: made once, replaced when an argument changes. */
function drawnOnce(
  attributes: Readonly<Record<string, AttributeSchema>>,
  draw: (config: PlainObject, client: RandomClient) => PlainObject,
  plan?: RandomType['plan'],
): RandomType {
  return {
    schema: { attributes },
    behaviour: 'real',
    create: async (config, { client }) => ({ ...config, ...draw(config, client) }),
    read: async (state) => state,
    delete: async () => undefined,
    ...(plan === undefined ? {} : { plan }),
  };
}

function drawText(config: PlainObject, client: RandomClient): string {
  return randomText(config, client.source);
}

const textRules: NonNullable<RandomType['plan']> = (config) => {
  const kinds = ['lower', 'upper', 'numeric', 'special'] as const;
  const least = kinds.reduce((sum, kind) => sum + (numberOf(config, `min_${kind}`) ?? 0), 0);
  const asked = numberOf(config, 'length');
  const problems = [
    ...(asked !== undefined && asked < least
      ? [
          errorDiagnostic(
            'Invalid Attribute Value',
            `Attribute length value must be at least sum of min_upper + min_lower + min_numeric + min_special, got: ${asked}`,
          ),
        ]
      : []),
    ...(kinds.every((kind) => config[kind] === false)
      ? [
          errorDiagnostic(
            'Invalid Attribute Value',
            'At least one attribute out of [special, upper, lower, numeric] must be specified as true',
          ),
        ]
      : []),
  ];
  return { diagnostics: problems };
};

const types: Readonly<Record<string, RandomType>> = {
  random_bytes: drawnOnce(
    {
      base64: { ...computedText, sensitive: true },
      hex: { ...computedText, sensitive: true },
      keepers,
      length,
    },
    (config, { source }) => {
      const bytes = source.bytes(numberOf(config, 'length') ?? 0);
      const base64 = bytes.toString('base64');
      return { id: base64, base64, hex: bytes.toString('hex') };
    },
  ),
  random_id: drawnOnce(
    {
      b64_std: computedText,
      b64_url: computedText,
      byte_length: { type: 'number', required: true, forceNew: true, range: [1, null] },
      dec: computedText,
      hex: computedText,
      keepers,
      prefix: text,
    },
    (config, { source }) => {
      const bytes = source.bytes(numberOf(config, 'byte_length') ?? 0);
      const prefix = textOf(config, 'prefix') ?? '';
      const hex = bytes.toString('hex');
      return {
        id: bytes.toString('base64url'),
        b64_std: `${prefix}${bytes.toString('base64')}`,
        b64_url: `${prefix}${bytes.toString('base64url')}`,
        dec: `${prefix}${BigInt(`0x${hex}`).toString()}`,
        hex: `${prefix}${hex}`,
      };
    },
  ),
  random_integer: drawnOnce(
    {
      keepers,
      max: { type: 'number', required: true, forceNew: true },
      min: { type: 'number', required: true, forceNew: true },
      result: { type: 'number', computed: true },
      seed: text,
    },
    (config, client) => {
      const min = numberOf(config, 'min') ?? 0;
      const max = numberOf(config, 'max') ?? 0;
      const result = min + sourceFor(config, client).below(max - min + 1);
      return { id: String(result), result };
    },
    (config) => {
      const min = numberOf(config, 'min');
      const max = numberOf(config, 'max');
      if (min === undefined || max === undefined || min <= max) return {};
      const detail = 'The minimum (min) value needs to be smaller than or equal to maximum (max) value.';
      return { diagnostics: [errorDiagnostic('Create Random Integer Error', detail)] };
    },
  ),
  random_password: drawnOnce(
    {
      ...textAttributes,
      bcrypt_hash: { ...computedText, sensitive: true },
      result: { ...computedText, sensitive: true },
    },
    (config, client) => {
      const result = drawText(config, client);
      return { id: 'none', result, bcrypt_hash: bcrypt(result, client.source.bytes(16), bcryptCost) };
    },
    textRules,
  ),
  random_pet: drawnOnce(
    {
      keepers,
      length: {
        type: 'number',
        optional: true,
        computed: true,
        forceNew: true,
        default: 2,
        range: [1, null],
      },
      prefix: text,
      separator: { type: 'string', optional: true, computed: true, forceNew: true, default: '-' },
    },
    (config, { source }) => {
      const wanted = numberOf(config, 'length') ?? 2;
      const pick = (words: readonly string[]) => words[source.below(words.length)] ?? '';
      const words = Array.from({ length: wanted }, (_, index) =>
        pick(index === wanted - 1 ? animals : index === wanted - 2 ? adjectives : adverbs),
      );
      const prefix = textOf(config, 'prefix');
      return {
        id: [...(prefix === undefined ? [] : [prefix]), ...words].join(requiredText(config, 'separator')),
      };
    },
  ),
  random_shuffle: drawnOnce(
    {
      input: { type: 'list(string)', required: true, forceNew: true },
      keepers,
      result: { type: 'list(string)', computed: true },
      result_count: { type: 'number', optional: true, forceNew: true },
      seed: text,
    },
    (config, client) => {
      const input = textsOf(config, 'input');
      const source = sourceFor(config, client);
      const wanted = input.length === 0 ? 0 : (numberOf(config, 'result_count') ?? input.length);
      const result: string[] = [];
      while (result.length < wanted) result.push(...shuffled(input, source));
      return { id: '-', result: result.slice(0, wanted) };
    },
  ),
  random_string: drawnOnce(
    { ...textAttributes, result: computedText },
    (config, client) => {
      const result = drawText(config, client);
      return { id: result, result };
    },
    textRules,
  ),
  random_uuid: drawnOnce({ keepers, result: computedText }, drawUuid),
  random_uuid4: drawnOnce({ keepers, result: computedText }, drawUuid),
};

function drawUuid(_config: PlainObject, { ids }: RandomClient): PlainObject {
  const result = ids.uuid();
  return { id: result, result };
}

function sourceFor(config: PlainObject, { source }: RandomClient): RandomSource {
  const seed = textOf(config, 'seed');
  return seed === undefined ? source : seededSource(seed);
}

/** `hashicorp/random`: values drawn once and kept in the state. */
export function randomProvider(ids: IdSource = randomIds): Provider<RandomClient> {
  return {
    name: 'random',
    source: 'hashicorp/random',
    configuration: { attributes: {} },
    resourceTypes: types,
    dataSources: {},
    configure: async () => ({ source: randomSource(ids), ids }),
    mergeDefaults(_type, config) {
      if (!('numeric' in config) || !('number' in config)) return {};
      // Two names of one argument: what one says holds for the other.
      const numeric = config['numeric'] ?? config['number'] ?? true;
      return { numeric, number: config['number'] ?? numeric };
    },
  };
}
