import type { Clock } from '../../core/clock.ts';
import type { IdSource } from '../../core/ids.ts';
import { UserError } from '../../core/user-error.ts';
import type { Invoke } from '../../services/invoke.ts';
import type { PlainObject, Provider } from '../../terraform/provider.ts';
import { blockOf, textMapOf, textOf, textsOf } from '../arguments.ts';
import { type AwsClient, awsClient, type IgnoredTags } from './client.ts';
import { awsProviderConfiguration } from './provider-configuration.ts';
import { awsDataSources, awsResourceTypes } from './resource-types.ts';
import { plannedValidationOptions } from './acm/planned-validation-options.ts';
import { plannedAttributes } from './stored/stored-types.ts';

export interface AwsProviderOptions {
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly accountId: string;
  /** The region of a `provider` block that names none, as `AWS_REGION` gives it. */
  readonly defaultRegion: string;
  /** Whether what IAM's policies do not allow is refused; otherwise it is only noted. */
  readonly enforcesPolicies?: boolean;
  /** For names that the provider makes up; the system's randomness when absent. */
  readonly ids?: IdSource;
}

/** `hashicorp/aws` on the local control plane: its resource types call AWS's operations in process. */
export function awsProvider(options: AwsProviderOptions): Provider<AwsClient> {
  const { invoke, clock, accountId, defaultRegion } = options;
  const regionOf = (configuration: PlainObject) => textOf(configuration, 'region') ?? defaultRegion;
  return {
    name: 'aws',
    source: 'hashicorp/aws',
    configuration: awsProviderConfiguration,
    resourceTypes: options.enforcesPolicies === true ? enforcedResourceTypes : awsResourceTypes,
    dataSources: awsDataSources,
    async configure(configuration) {
      checkAccount(accountId, configuration);
      const caller = {
        accountId,
        region: regionOf(configuration),
        partition: 'aws',
        principalArn: `arn:aws:iam::${accountId}:root`,
      } as const;
      return awsClient(invoke, caller, clock, {
        ...(options.ids === undefined ? {} : { ids: options.ids }),
        ignoredTags: ignoredTags(configuration),
      });
    },
    mergeDefaults(type, config, configuration) {
      const attributes = awsResourceTypes[type]?.schema.attributes;
      if (attributes === undefined) return {};
      return {
        ...(Object.hasOwn(attributes, 'tags_all') ? { tags_all: mergedTags(config, configuration) } : {}),
        ...(Object.hasOwn(attributes, 'region') && textOf(config, 'region') === undefined
          ? { region: regionOf(configuration) }
          : {}),
        ...plannedAttributes(type, config, accountId),
        ...plannedValidationOptions(type, config, accountId),
      };
    },
  };
}

/** The same types where policies are enforced: there, policies behave. */
const enforcedResourceTypes: typeof awsResourceTypes = Object.fromEntries(
  Object.entries(awsResourceTypes).map(([name, type]) => [
    name,
    type.behaviour === 'evaluated' ? { ...type, behaviour: 'real' as const } : type,
  ]),
);

function mergedTags(config: PlainObject, configuration: PlainObject): PlainObject {
  const merged = {
    ...textMapOf(blockOf(configuration, 'default_tags') ?? {}, 'tags'),
    ...textMapOf(config, 'tags'),
  };
  const { keys, prefixes } = ignoredTags(configuration);
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([key]) => !keys.includes(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
    ),
  );
}

function ignoredTags(configuration: PlainObject): IgnoredTags {
  const block = blockOf(configuration, 'ignore_tags') ?? {};
  return { keys: textsOf(block, 'keys'), prefixes: textsOf(block, 'key_prefixes') };
}

function checkAccount(accountId: string, configuration: PlainObject): void {
  const allowed = textsOf(configuration, 'allowed_account_ids');
  const isAllowed = allowed.length === 0 || allowed.includes(accountId);
  if (isAllowed && !textsOf(configuration, 'forbidden_account_ids').includes(accountId)) return;
  throw new UserError(`AWS account ID not allowed: ${accountId}`, {
    remedy: `The local account is ${accountId}: leave allowed_account_ids and forbidden_account_ids out, or name it there.`,
  });
}
