import type { BlockSchema, DataSource, Plain, PlainObject, Provider, Schema } from '../provider.ts';

/** A provider `aws` without resource types, so that all are recorded, and with the data sources of a usual configuration. */
export const recordingAwsProvider: Provider<unknown> = {
  name: 'aws',
  source: 'hashicorp/aws',
  configuration: {
    attributes: { region: { type: 'string', optional: true } },
    blocks: {
      default_tags: { nesting: 'list', attributes: { tags: { type: 'map(string)', optional: true } } },
    },
  },
  resourceTypes: {},
  dataSources: {
    aws_caller_identity: fixed({ account_id: '123456789012' }),
    aws_partition: fixed({ partition: 'aws' }),
    aws_region: fixed({ region: 'us-east-1' }),
    aws_availability_zones: availabilityZones(),
    aws_iam_policy_document: policyDocument(),
  },
  configure: (configuration) => Promise.resolve(configuration),
};

/** A data source that takes no arguments and always gives the same. */
function fixed(attributes: Readonly<Record<string, string>>): DataSource<unknown> {
  return {
    schema: {
      attributes: Object.fromEntries(
        Object.keys(attributes).map((name) => [name, { type: 'string', computed: true }] as const),
      ),
    },
    read: () => Promise.resolve({ id: 'fixed', ...attributes }),
  };
}

function availabilityZones(): DataSource<unknown> {
  const schema: Schema = {
    attributes: {
      state: { type: 'string', optional: true },
      names: { type: 'list(string)', computed: true },
    },
    blocks: {
      filter: {
        nesting: 'set',
        attributes: {
          name: { type: 'string', required: true },
          values: { type: 'set(string)', required: true },
        },
      },
    },
  };
  const names = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
  return { schema, read: (config) => Promise.resolve({ ...config, id: 'us-east-1', names }) };
}

function policyDocument(): DataSource<unknown> {
  const texts = { type: 'set(string)', optional: true } as const;
  const text = { type: 'string', optional: true } as const;
  const principals: BlockSchema = { nesting: 'set', attributes: { type: text, identifiers: texts } };
  const condition: BlockSchema = {
    nesting: 'set',
    attributes: { test: text, variable: text, values: { type: 'list(string)', optional: true } },
  };
  const schema: Schema = {
    attributes: { json: { type: 'string', computed: true } },
    blocks: {
      statement: {
        nesting: 'list',
        attributes: { sid: text, effect: text, actions: texts, resources: texts },
        blocks: { principals, condition },
      },
    },
  };
  const document = (config: PlainObject): Plain => JSON.stringify({ Statement: config['statement'] ?? [] });
  return { schema, read: (config) => Promise.resolve({ ...config, id: 'document', json: document(config) }) };
}
