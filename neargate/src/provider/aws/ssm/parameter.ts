import type {
  GetParameterResult,
  ParameterMetadata,
  ParameterType,
  PutParameterRequest,
} from '@aws-sdk/client-ssm';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, requiredText, textOf } from '../../arguments.ts';
import { orAbsent } from '../absent.ts';
import type { AwsClient } from '../client.ts';
import { existing } from '../not-found.ts';
import { allTags, tagChanges, tagList, tagMap } from '../tags.ts';
import { parameterSchema } from './parameter-schema.ts';

type Parameter = NonNullable<GetParameterResult['Parameter']>;

const valueArguments = ['value', 'insecure_value', 'value_wo_version'];

export const parameter: ResourceType<AwsClient> = {
  schema: parameterSchema,
  behaviour: 'real',
  plan(config, prior) {
    if (prior === undefined) return {};
    const isDowngrade = textOf(prior, 'tier') === 'Advanced' && textOf(config, 'tier') === 'Standard';
    const isOther = hasChanged(config, prior, ...valueArguments);
    // Of two arguments for the value, the one that is not written follows the one that is.
    return {
      replace: isDowngrade ? ['tier'] : [],
      recompute: isOther ? ['version', 'value', 'insecure_value', 'has_value_wo'] : [],
    };
  },
  async create(config, environment) {
    const { client } = environment;
    const overwrites = boolOf(config, 'overwrite') === true;
    const tags = tagList(allTags(config));
    const Name = requiredText(config, 'name');
    await client.call('ssm', 'PutParameter', {
      ...inputOf(config, undefined),
      Overwrite: overwrites,
      // A parameter that may be there already takes its tags apart.
      ...(overwrites || tags.length === 0 ? {} : { Tags: tags }),
    });
    environment.created?.({ id: Name, value_wo: null });
    if (overwrites && tags.length > 0) {
      await client.call('ssm', 'AddTagsToResource', {
        ResourceType: 'Parameter',
        ResourceId: Name,
        Tags: tags,
      });
    }
    return existing(await stateOf(Name, config, client));
  },
  async read(state, { client }) {
    const name = requiredText(state, 'id');
    const read = await stateOf(name, state, client);
    if (read === undefined) return undefined;
    const { TagList } = await client.call('ssm', 'ListTagsForResource', {
      ResourceType: 'Parameter',
      ResourceId: name,
    });
    return { ...read, tags_all: tagMap(TagList) };
  },
  async update(config, prior, { client }) {
    const name = requiredText(prior, 'id');
    const put = [...valueArguments, 'allowed_pattern', 'description', 'key_id', 'tier', 'type'];
    if (hasChanged(config, prior, ...put)) {
      await client.call('ssm', 'PutParameter', { ...inputOf(config, prior), Overwrite: true });
    }
    const place = { ResourceType: 'Parameter', ResourceId: name } as const;
    const { set, removed } = tagChanges(allTags(prior), allTags(config));
    if (removed.length > 0)
      await client.call('ssm', 'RemoveTagsFromResource', { ...place, TagKeys: removed });
    if (Object.keys(set).length > 0) {
      await client.call('ssm', 'AddTagsToResource', { ...place, Tags: tagList(set) });
    }
    return existing(await stateOf(name, config, client));
  },
  async delete(state, { client }) {
    await orAbsent(
      client.call('ssm', 'DeleteParameter', { Name: requiredText(state, 'id') }),
      'ParameterNotFound',
    );
  },
};

function inputOf(config: PlainObject, prior: PlainObject | undefined): PutParameterRequest {
  return {
    Name: requiredText(config, 'name'),
    Type: requiredText(config, 'type') as ParameterType,
    Value: valueOf(config, prior),
    Description: textOf(config, 'description') ?? (prior === undefined ? undefined : ''),
    AllowedPattern: textOf(config, 'allowed_pattern') ?? (prior === undefined ? undefined : ''),
    KeyId: textOf(config, 'type') === 'SecureString' ? textOf(config, 'key_id') : undefined,
    DataType: textOf(config, 'data_type'),
    Tier: textOf(config, 'tier') as PutParameterRequest['Tier'],
  };
}

/** The value of the argument that is written; the others hold what they were, or nothing. */
function valueOf(config: PlainObject, prior: PlainObject | undefined): string {
  const writeOnly = textOf(config, 'value_wo');
  if (writeOnly !== undefined) return writeOnly;
  const order =
    prior !== undefined && hasChanged(config, prior, 'insecure_value')
      ? ['insecure_value', 'value']
      : ['value', 'insecure_value'];
  return order.map((name) => textOf(config, name)).find((value) => value !== undefined) ?? '';
}

export async function findParameter(
  name: string,
  decrypts: boolean,
  client: AwsClient,
): Promise<Parameter | undefined> {
  const output = await orAbsent(
    client.call('ssm', 'GetParameter', { Name: name, WithDecryption: decrypts }),
    'ParameterNotFound',
  );
  return output?.Parameter;
}

async function stateOf(
  name: string,
  known: PlainObject,
  client: AwsClient,
): Promise<PlainObject | undefined> {
  const found = await findParameter(name, true, client);
  if (found === undefined) return undefined;
  const { Parameters = [] } = await client.call('ssm', 'DescribeParameters', {
    ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: [name] }],
  });
  const [metadata] = Parameters;
  return {
    id: name,
    name,
    allowed_pattern: metadata?.AllowedPattern ?? null,
    arn: found.ARN ?? null,
    data_type: found.DataType ?? null,
    description: metadata?.Description ?? null,
    key_id: metadata?.KeyId ?? null,
    overwrite: known['overwrite'] ?? null,
    tier: tierForm(textOf(known, 'tier'), metadata),
    type: found.Type ?? null,
    value_wo_version: known['value_wo_version'] ?? null,
    version: found.Version ?? null,
    ...valueAttributes(known, found),
  };
}

function valueAttributes(known: PlainObject, found: Parameter): PlainObject {
  const value = found.Value ?? '';
  if (typeof known['value_wo_version'] === 'number') {
    return { has_value_wo: true, value: null, insecure_value: null };
  }
  const isInsecure = textOf(known, 'insecure_value') !== undefined && textOf(known, 'value') === undefined;
  return {
    has_value_wo: false,
    value: isInsecure ? null : value,
    insecure_value: isInsecure ? value : null,
  };
}

/** AWS answers with the tier that it chose. */
function tierForm(known: string | undefined, metadata: ParameterMetadata | undefined): string | null {
  return known === 'Intelligent-Tiering' ? known : (metadata?.Tier ?? null);
}
