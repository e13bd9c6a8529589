import type { Clock } from '../../core/clock.ts';
import type { OperationName, ServiceName } from '../../services/catalog.ts';
import type { Caller } from '../../services/context.ts';
import type { InputOf, Invoke, OutputOf } from '../../services/invoke.ts';

/** What one configuration of the `aws` provider uses to reach the control plane: its account and region are fixed. */
export interface AwsClient {
  readonly caller: Caller;
  readonly clock: Clock;
  /** Invokes an operation in process. Rejects with the AwsError that AWS defines. */
  call<Service extends ServiceName, Name extends OperationName<Service>>(
    service: Service,
    operation: Name,
    input: InputOf<Service, Name>,
  ): Promise<OutputOf<Service, Name>>;
}

export function awsClient(invoke: Invoke, caller: Caller, clock: Clock): AwsClient {
  return { caller, clock, call: (service, operation, input) => invoke(service, operation, input, caller) };
}
