import {
  catalog,
  internalCatalog,
  type InvocableCatalog,
  type InvocableName,
  type InvocableOperation,
} from './catalog.ts';
import type { Caller, OperationContext } from './context.ts';
import { authorizeCall } from './iam/authorization/authorize.ts';
import { changeOrTime } from './long-poll.ts';
import type { Operation, ServiceDefinition } from './operation.ts';
import { UnknownOperation } from './unknown-operation.ts';
import { requireValidInput } from './validation.ts';

type OperationOf<
  Service extends InvocableName,
  Name,
> = Name extends keyof InvocableCatalog[Service]['operations']
  ? InvocableCatalog[Service]['operations'][Name]
  : never;

const definitions: Record<InvocableName, ServiceDefinition> = { ...catalog, ...internalCatalog };

export type InputOf<Service extends InvocableName, Name> =
  OperationOf<Service, Name> extends Operation<infer Input, unknown> ? Input : never;

export type OutputOf<Service extends InvocableName, Name> =
  OperationOf<Service, Name> extends Operation<never, infer Output> ? Output : never;

/**
 * The one way into the control plane. Finds the operation, validates the input, runs it in one transaction, and resolves
 * with its output once the change is on disk. Rejects with the AwsError that AWS defines; nothing is written then.
 */
export interface Invoke {
  <Service extends InvocableName, Name extends InvocableOperation<Service>>(
    service: Service,
    operationName: Name,
    input: InputOf<Service, Name>,
    caller: Caller,
  ): Promise<OutputOf<Service, Name>>;
}

export function createInvoke(environment: Omit<OperationContext, 'caller'>): Invoke {
  return (async (
    service: InvocableName,
    operationName: string,
    input: unknown,
    caller: Caller,
  ): Promise<unknown> => {
    const context = { ...environment, caller };
    const output = await untilEnough(service, operationName, input, context);
    await environment.store.flush();
    return output;
  }) as Invoke;
}

/** Runs an operation, and again as long as its caller lets it wait for more. */
async function untilEnough(
  service: InvocableName,
  operationName: string,
  input: unknown,
  context: OperationContext,
): Promise<unknown> {
  const startedAtMs = context.clock.now();
  const definition: ServiceDefinition = definitions[service];
  const { longPoll } = (definition.operations[operationName] ?? {}) as Partial<Operation<unknown, unknown>>;
  for (;;) {
    const output = invokeNow(service, operationName, input, context);
    const poll = longPoll?.(context, input, output);
    const untilMs = startedAtMs + (poll?.waitMs ?? 0);
    if (poll === undefined || context.clock.now() >= untilMs) return output;
    await changeOrTime(context, poll, Math.min(untilMs, poll.nextAtMs ?? untilMs));
  }
}

/** The synchronous core of `Invoke`: runs and commits in memory, without waiting for the disk. */
export function invokeNow(
  service: InvocableName,
  operationName: string,
  input: unknown,
  context: OperationContext,
): unknown {
  const definition: ServiceDefinition = definitions[service];
  // Names come from requests: what every object has is no operation.
  const found = Object.hasOwn(definition.operations, operationName)
    ? (definition.operations[operationName] as Operation<unknown, unknown>)
    : undefined;
  if (found === undefined)
    throw new UnknownOperation(definition.signingName, operationName, definition.protocol);
  requireValidInput(definition, operationName, input);
  authorizeCall(context, service, definition, operationName, input);
  return context.store.transact(() => found.handle(context, input));
}
