import type { OperationEnvironment, PlainObject, Provider, ResourceType, Schema } from '../provider.ts';

/** What a test sees of the objects behind the fake provider, and how it makes operations fail or wait. */
export interface FakeCloud {
  /** By id. */
  readonly objects: Map<string, PlainObject>;
  /** What was done, in order: `create a`, `created a`, `update a`, `delete a`, … by the object's name. */
  readonly log: string[];
  /** The most operations that were under way at once. */
  mostAtOnce: number;
  underWay: number;
  /** Names whose creation fails: before anything exists, or after. */
  readonly failing: Map<string, 'at once' | 'half way'>;
  /** Names whose update or deletion fails. */
  readonly stuck: Set<string>;
  /** Called in the middle of every create, update and delete. */
  pause: (name: string, environment: OperationEnvironment<unknown>) => Promise<void>;
  /** What the provider was configured with. */
  readonly configurations: PlainObject[];
  /** When set, results differ from what was asked for, as a faulty provider's do. */
  isFaulty: boolean;
}

export function fakeCloud(): FakeCloud {
  return {
    objects: new Map(),
    log: [],
    mostAtOnce: 0,
    underWay: 0,
    failing: new Map(),
    stuck: new Set(),
    pause: () => Promise.resolve(),
    configurations: [],
    isFaulty: false,
  };
}

const thing: Schema = {
  attributes: {
    arn: { type: 'string', computed: true },
    name: { type: 'string', required: true, forceNew: true },
    size: { type: 'number', optional: true, range: [0, 100] },
    kind: { type: 'string', optional: true, default: 'plain', enum: ['plain', 'fancy'] },
    policy: { type: 'string', optional: true, equivalent: sameJson },
    secret: { type: 'string', optional: true, sensitive: true },
    generated: { type: 'string', optional: true, computed: true },
    zones: { type: 'set(string)', optional: true },
    steps: { type: 'list(string)', optional: true },
    tags: { type: 'map(string)', optional: true },
    tags_all: { type: 'map(string)', optional: true, computed: true },
  },
  blocks: {
    rule: {
      nesting: 'set',
      attributes: { port: { type: 'number', required: true }, note: { type: 'string', optional: true } },
    },
    setting: {
      nesting: 'list',
      attributes: {
        key: { type: 'string', required: true },
        value: { type: 'string', optional: true, forceNew: true },
      },
    },
  },
};

const stored: Schema = {
  attributes: { name: { type: 'string', required: true }, note: { type: 'string', optional: true } },
};

/** A provider `fake` whose objects live in the test: `fake_thing`, `fake_stored`, `fake_policy` and the data source `fake_lookup`. */
export function fakeProvider(cloud: FakeCloud): Provider<unknown> {
  return {
    name: 'fake',
    source: 'hashicorp/fake',
    configuration: {
      attributes: { region: { type: 'string', optional: true } },
      blocks: {
        default_tags: {
          nesting: 'list',
          max: 1,
          attributes: { tags: { type: 'map(string)', optional: true } },
        },
      },
    },
    resourceTypes: {
      fake_thing: thingType(cloud),
      fake_stored: objectType(cloud, stored, 'stored'),
      fake_policy: objectType(cloud, stored, 'evaluated'),
    },
    dataSources: {
      fake_lookup: {
        schema: {
          attributes: {
            name: { type: 'string', required: true },
            found: { type: 'string', computed: true },
          },
        },
        async read(config) {
          cloud.log.push(`lookup ${textOf(config['name'])}`);
          if (config['name'] === 'missing') throw new Error('no matching thing found');
          return {
            ...config,
            id: `lookup-${textOf(config['name'])}`,
            found: `found ${textOf(config['name'])}`,
          };
        },
      },
    },
    async configure(configuration) {
      cloud.configurations.push(configuration);
      return configuration;
    },
    mergeDefaults(type, config, configuration) {
      if (type !== 'fake_thing') return config;
      const [defaults] = asArray(configuration['default_tags']);
      return {
        ...config,
        tags_all: { ...asObject(asObject(defaults)['tags']), ...asObject(config['tags']) },
      };
    },
  };
}

async function during(
  cloud: FakeCloud,
  config: PlainObject,
  environment: OperationEnvironment<unknown>,
): Promise<void> {
  cloud.underWay += 1;
  cloud.mostAtOnce = Math.max(cloud.mostAtOnce, cloud.underWay);
  try {
    await cloud.pause(textOf(config['name']), environment);
  } finally {
    cloud.underWay -= 1;
  }
}

function thingType(cloud: FakeCloud): ResourceType<unknown> {
  return {
    ...objectType(cloud, thing, 'real'),
    async update(config, prior, environment) {
      const name = textOf(config['name']);
      cloud.log.push(`update ${name}`);
      await during(cloud, config, environment);
      if (cloud.stuck.has(name)) throw new Error(`${name} is stuck`);
      const object = { ...config, id: prior['id'] ?? null, arn: prior['arn'] ?? null };
      cloud.objects.set(textOf(prior['id']), object);
      return object;
    },
  };
}

/** A type without an update: every change replaces. */
function objectType(
  cloud: FakeCloud,
  schema: Schema,
  behaviour: ResourceType<unknown>['behaviour'],
): ResourceType<unknown> {
  return {
    schema,
    behaviour,
    async create(config, environment) {
      const name = textOf(config['name']);
      cloud.log.push(`create ${name}`);
      const failure = cloud.failing.get(name);
      if (failure === 'at once') throw new Error(`${name} is not allowed`);
      const id = `${name}-${cloud.objects.size + 1}`;
      const size = cloud.isFaulty ? 99 : (config['size'] ?? null);
      const generated = config['generated'] ?? `generated for ${name}`;
      const object = { ...config, id, arn: `arn:fake:${id}`, size, generated };
      cloud.objects.set(id, object);
      environment.created?.({ id });
      await during(cloud, config, environment);
      if (failure === 'half way') throw new Error(`${name} did not become available`);
      cloud.log.push(`created ${name}`);
      return object;
    },
    async read(state) {
      return cloud.objects.get(textOf(state['id']));
    },
    async delete(state, environment) {
      const name = textOf(state['name']);
      cloud.log.push(`delete ${name}`);
      await during(cloud, state, environment);
      if (cloud.stuck.has(name)) throw new Error(`${name} is in use`);
      cloud.objects.delete(textOf(state['id']));
    },
  };
}

function sameJson(left: string, right: string): boolean {
  try {
    return JSON.stringify(JSON.parse(left)) === JSON.stringify(JSON.parse(right));
  } catch {
    return false;
  }
}

function textOf(value: PlainObject[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function asObject(value: PlainObject[string] | undefined): PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainObject) : {};
}

function asArray(value: PlainObject[string] | undefined): readonly PlainObject[string][] {
  return Array.isArray(value) ? value : [];
}
