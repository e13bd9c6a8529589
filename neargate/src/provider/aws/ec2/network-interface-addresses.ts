import type { CreateNetworkInterfaceRequest } from '@aws-sdk/client-ec2';
import type { PlainObject, ResourceType } from '../../../terraform/provider.ts';
import { boolOf, hasChanged, numberOf, setChanges, textOf, textsOf } from '../../arguments.ts';
import type { AwsClient } from '../client.ts';

// An interface's private addresses are written as a set, as a number of secondary ones, or, where the list is enabled, in order
// with the primary one first.

/** What an interface is created with. */
export function addressesOnCreate(
  config: PlainObject,
): Pick<
  CreateNetworkInterfaceRequest,
  'PrivateIpAddress' | 'PrivateIpAddresses' | 'SecondaryPrivateIpAddressCount'
> {
  const ips = isListed(config) ? textsOf(config, 'private_ip_list') : textsOf(config, 'private_ips');
  if (ips.length > 0) {
    return {
      PrivateIpAddresses: ips.map((PrivateIpAddress, index) => ({ PrivateIpAddress, Primary: index === 0 })),
    };
  }
  return {
    PrivateIpAddress: textOf(config, 'private_ip'),
    SecondaryPrivateIpAddressCount: isListed(config) ? undefined : numberOf(config, 'private_ips_count'),
  };
}

/** What follows from what. The primary address of a list cannot be changed. */
export function addressRules(
  config: PlainObject,
  prior: PlainObject | undefined,
): ReturnType<NonNullable<ResourceType<AwsClient>['plan']>> {
  if (prior === undefined) return {};
  const changed = (name: string) => hasChanged(config, prior, name);
  if (isListed(config)) {
    const [first] = textsOf(config, 'private_ip_list');
    const isOther = first !== undefined && first !== textsOf(prior, 'private_ip_list')[0];
    return {
      replace: changed('private_ip_list') && isOther ? ['private_ip_list'] : [],
      recompute: changed('private_ip_list') ? ['private_ips', 'private_ips_count'] : [],
    };
  }
  return {
    recompute: [
      ...(changed('private_ips') ? ['private_ip_list', 'private_ips_count'] : []),
      ...(changed('private_ips_count') ? ['private_ip_list', 'private_ips'] : []),
    ],
  };
}

/** Takes addresses away before it adds others, so that what was one interface's can be given anew in another order. */
export async function updateAddresses(
  client: AwsClient,
  NetworkInterfaceId: string,
  config: PlainObject,
  prior: PlainObject,
): Promise<void> {
  const { removed, added, count } = addressChanges(config, prior);
  if (removed.length > 0) {
    await client.call('ec2', 'UnassignPrivateIpAddresses', {
      NetworkInterfaceId,
      PrivateIpAddresses: removed,
    });
  }
  // One by one: their order is that of the interface.
  for (const address of added) {
    await client.call('ec2', 'AssignPrivateIpAddresses', {
      NetworkInterfaceId,
      PrivateIpAddresses: [address],
    });
  }
  if (count > 0) {
    await client.call('ec2', 'AssignPrivateIpAddresses', {
      NetworkInterfaceId,
      SecondaryPrivateIpAddressCount: count,
    });
  }
}

function addressChanges(
  config: PlainObject,
  prior: PlainObject,
): { readonly removed: string[]; readonly added: string[]; readonly count: number } {
  const before = textsOf(prior, 'private_ip_list');
  if (isListed(config)) {
    const wanted = textsOf(config, 'private_ip_list');
    const at = before.findIndex((address, index) => address !== wanted[index]);
    const kept = at === -1 ? before.length : at;
    return { removed: before.slice(kept), added: wanted.slice(kept), count: 0 };
  }
  if (hasChanged(config, prior, 'private_ips') && textsOf(config, 'private_ips').length > 0) {
    return { ...setChanges(before, textsOf(config, 'private_ips')), count: 0 };
  }
  const difference = (numberOf(config, 'private_ips_count') ?? before.length - 1) - (before.length - 1);
  return difference < 0
    ? { removed: before.slice(difference), added: [], count: 0 }
    : { removed: [], added: [], count: difference };
}

function isListed(config: PlainObject): boolean {
  return boolOf(config, 'private_ip_list_enabled') === true;
}
