import type { Clock } from '../../core/clock.ts';
import { type IdSource, randomIds } from '../../core/ids.ts';
import type { InvocableName, InvocableOperation } from '../../services/catalog.ts';
import type { Caller } from '../../services/context.ts';
import type { InputOf, Invoke, OutputOf } from '../../services/invoke.ts';

/** What one configuration of the `aws` provider uses to reach the control plane: its account and region are fixed. */
export interface AwsClient {
  readonly caller: Caller;
  readonly clock: Clock;
  /** For names that the provider makes up. */
  readonly ids: IdSource;
  /** Tags that the provider's `ignore_tags` leaves alone. */
  readonly ignoredTags: IgnoredTags;
  /** Invokes an operation in process. Rejects with the AwsError that AWS defines. */
  call<Service extends InvocableName, Name extends InvocableOperation<Service>>(
    service: Service,
    operation: Name,
    input: InputOf<Service, Name>,
  ): Promise<OutputOf<Service, Name>>;
  /** The same client for another region, as a resource's own `region` argument asks for. */
  inRegion(region: string): AwsClient;
}

export interface IgnoredTags {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
}

const nothingIgnored: IgnoredTags = { keys: [], prefixes: [] };

export function awsClient(
  invoke: Invoke,
  caller: Caller,
  clock: Clock,
  options: { readonly ids?: IdSource; readonly ignoredTags?: IgnoredTags } = {},
): AwsClient {
  return {
    caller,
    clock,
    ids: options.ids ?? randomIds,
    ignoredTags: options.ignoredTags ?? nothingIgnored,
    call: (service, operation, input) => invoke(service, operation, input, caller),
    inRegion(region) {
      return region === caller.region ? this : awsClient(invoke, { ...caller, region }, clock, options);
    },
  };
}
