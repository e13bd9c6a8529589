import type {
  DataSource,
  OperationEnvironment,
  PlainObject,
  ResourceType,
  Schema,
} from '../../terraform/provider.ts';
import type { AwsClient } from './client.ts';

/** Services that have no regions: their resources take no `region`. */
const globalTypePrefixes = [
  'aws_iam_',
  'aws_route53_',
  'aws_cloudfront_',
  'aws_budgets_',
  'aws_organizations_',
];

const globalDataSources: ReadonlySet<string> = new Set([
  'aws_arn',
  'aws_caller_identity',
  'aws_default_tags',
  'aws_ip_ranges',
  'aws_partition',
  'aws_regions',
]);

/**
 * Gives a type the `region` argument that every regional resource has since provider 6: another region than the provider's
 * is reached with a client of that region. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
 */
export function regionalType(name: string, type: ResourceType<AwsClient>): ResourceType<AwsClient> {
  if (isGlobal(name)) return type;
  const update = type.update?.bind(type);
  return {
    ...type,
    schema: withRegion(type.schema, true),
    async create(config, environment) {
      const regional = inRegionOf(config, environment);
      return withRegionOf(await type.create(config, regional), regional);
    },
    async read(state, environment) {
      const regional = inRegionOf(state, environment);
      const read = await type.read(state, regional);
      return read === undefined ? undefined : withRegionOf(read, regional);
    },
    delete: (state, environment) => type.delete(state, inRegionOf(state, environment)),
    ...(update === undefined
      ? {}
      : {
          async update(
            config: PlainObject,
            prior: PlainObject,
            environment: OperationEnvironment<AwsClient>,
          ) {
            const regional = inRegionOf(prior, environment);
            return withRegionOf(await update(config, prior, regional), regional);
          },
        }),
  };
}

/** The same for a data source. */
export function regionalDataSource(name: string, source: DataSource<AwsClient>): DataSource<AwsClient> {
  if (globalDataSources.has(name) || isGlobal(name)) return source;
  return {
    schema: withRegion(source.schema, false),
    async read(config, environment) {
      const regional = inRegionOf(config, environment);
      return withRegionOf(await source.read(config, regional), regional);
    },
  };
}

function isGlobal(name: string): boolean {
  return globalTypePrefixes.some((prefix) => name.startsWith(prefix));
}

function withRegion(schema: Schema, forceNew: boolean): Schema {
  return {
    ...schema,
    attributes: {
      region: { type: 'string', optional: true, computed: true, ...(forceNew ? { forceNew } : {}) },
      ...schema.attributes,
    },
  };
}

function inRegionOf(
  object: PlainObject,
  environment: OperationEnvironment<AwsClient>,
): OperationEnvironment<AwsClient> {
  const { region } = object;
  if (typeof region !== 'string' || region === environment.client.caller.region) return environment;
  return {
    client: environment.client.inRegion(region),
    address: environment.address,
    signal: environment.signal,
    progress: (text) => environment.progress(text),
    created: (attributes) => environment.created?.(attributes),
  };
}

function withRegionOf(object: PlainObject, environment: OperationEnvironment<AwsClient>): PlainObject {
  return { region: environment.client.caller.region, ...object };
}
