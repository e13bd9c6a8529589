import type { Diagnostic } from '../../../core/diagnostics.ts';
import { hasErrors } from '../../../core/diagnostics.ts';
import { parseConfig } from '../../../hcl/parser.ts';
import { variableScope } from '../../../hcl/scope.ts';
import type { Value } from '../../../hcl/values.ts';
import { createInvoke } from '../../../services/invoke.ts';
import { createTestContext, type TestContext } from '../../../services/test-context.ts';
import { terraformFunctions } from '../../../terraform/functions/functions.ts';
import { decideChange, type Decided } from '../../../terraform/plan/decide-change.ts';
import type { PlainObject } from '../../../terraform/provider.ts';
import type { Operation } from '../../../terraform/resource-types/managed-type.ts';
import { dataTypeOf, managedTypeOf } from '../../../terraform/resource-types/provider-types.ts';
import { SchemaCompiler } from '../../../terraform/schema/compiled-schema.ts';
import { plainObjectOfValue } from '../../../terraform/schema/plain-values.ts';
import { validateArguments } from '../../../terraform/schema/validate-arguments.ts';
import { awsProvider } from '../aws-provider.ts';

/** The aws provider's types on a control plane in memory, driven as the engine drives them. */
export interface TypeWorld extends TestContext {
  resource(type: string): TestResource;
  /** Reads a data source with the arguments of an HCL body. */
  data(type: string, body: string): Promise<PlainObject>;
  /** Awaits a promise while virtual time passes; `meanwhile` runs after each second of it, as controllers would. */
  elapse<Result>(promise: Promise<Result>, meanwhile?: () => void): Promise<Result>;
  /** What operations said while they waited. */
  readonly progress: readonly string[];
  /** The objects that `create` announced before it was done. */
  readonly announced: readonly PlainObject[];
}

/** One resource instance: its state, and what the engine does with it. */
export interface TestResource {
  /** The state; undefined when there is no object. */
  readonly state: PlainObject | undefined;
  /** Reads the object anew, then decides what the HCL body would change. */
  plan(body: string): Promise<Decided>;
  /** Plans and does it; returns the attributes. Throws an error that names every finding. */
  apply(body: string): Promise<PlainObject>;
  refresh(): Promise<PlainObject | undefined>;
  destroy(): Promise<void>;
}

export async function createTypeWorld(providerArguments: PlainObject = {}): Promise<TypeWorld> {
  const test = await createTestContext();
  const { caller, ...environment } = test.context;
  const provider = awsProvider({
    invoke: createInvoke(environment),
    clock: test.clock,
    accountId: caller.accountId,
    defaultRegion: caller.region,
    ids: test.context.ids,
  });
  const client = await provider.configure(providerArguments);
  const compiler = new SchemaCompiler();
  const progress: string[] = [];
  const announced: PlainObject[] = [];
  const operation = (address: string): Operation => ({
    client,
    address,
    signal: new AbortController().signal,
    progress: (text) => progress.push(text),
    exists: (object) => announced.push(plainObjectOfValue(object)),
  });
  const erased = provider as Parameters<typeof managedTypeOf>[0];
  const scope = variableScope(
    new Map(),
    terraformFunctions({ baseDirectory: '/', now: () => 0, planTimestampMs: 0, impureUnknown: false }),
  );
  return {
    ...test,
    progress,
    announced,
    resource(typeName) {
      const resourceType = erased.resourceTypes[typeName];
      if (resourceType === undefined) throw new Error(`there is no type ${typeName}`);
      const type = managedTypeOf(erased, typeName, resourceType, compiler.resource(resourceType.schema));
      const address = `${typeName}.test`;
      let state: Value | undefined;
      const refresh = async () => {
        state = state === undefined ? undefined : await type.read(state, operation(address));
      };
      const decide = (body: string): Decided => {
        const decoded = type.decode(parseBody(body), scope);
        const findings = [
          ...decoded.diagnostics,
          ...validateArguments(type.schema, decoded.value, () => nowhere),
        ];
        requireNoErrors(findings);
        const decided = decideChange({
          type,
          config: decoded.value,
          prior: state,
          tainted: false,
          lifecycle: { ignoreChanges: [] },
          createBeforeDestroy: false,
          replaceReason: undefined,
          providerConfiguration: providerArguments,
        });
        requireNoErrors(decided.diagnostics);
        return decided;
      };
      return {
        get state() {
          return state === undefined ? undefined : plainObjectOfValue(state);
        },
        async plan(body) {
          await refresh();
          return decide(body);
        },
        async apply(body) {
          await refresh();
          const { action, planned } = decide(body);
          if (action === 'replace' && state !== undefined) {
            await type.delete(state, operation(address));
            state = undefined;
          }
          if (action === 'update' && state !== undefined) {
            state = await type.update?.(planned, state, operation(address));
          } else if (action !== 'no-op') {
            state = await type.create(planned, operation(address));
          }
          if (state === undefined) throw new Error('nothing was applied');
          return plainObjectOfValue(state);
        },
        async refresh() {
          await refresh();
          return state === undefined ? undefined : plainObjectOfValue(state);
        },
        async destroy() {
          if (state !== undefined) await type.delete(state, operation(address));
          state = undefined;
        },
      };
    },
    async data(typeName, body) {
      const source = erased.dataSources[typeName];
      if (source === undefined) throw new Error(`there is no data source ${typeName}`);
      const type = dataTypeOf(source, compiler.resource(source.schema));
      const decoded = type.decode(parseBody(body), scope);
      requireNoErrors([
        ...decoded.diagnostics,
        ...validateArguments(type.schema, decoded.value, () => nowhere),
      ]);
      return plainObjectOfValue(await type.read(decoded.value, operation(`data.${typeName}.test`)));
    },
    async elapse(promise, meanwhile) {
      let isDone = false;
      const done = promise.finally(() => (isDone = true));
      done.catch(() => undefined);
      for (let second = 0; !isDone && second < 7200; second += 1) {
        await test.clock.advance(1000);
        if (!isDone) meanwhile?.();
      }
      return await done;
    },
  };
}

const nowhere = {
  file: 'test.tf',
  start: { line: 1, column: 1, offset: 0 },
  end: { line: 1, column: 1, offset: 0 },
};

function parseBody(body: string) {
  const { body: parsed, diagnostics } = parseConfig(body, 'test.tf');
  requireNoErrors(diagnostics);
  return parsed;
}

function requireNoErrors(diagnostics: readonly Diagnostic[]): void {
  if (!hasErrors(diagnostics)) return;
  throw new Error(
    diagnostics.map(({ summary, detail }) => (detail === '' ? summary : `${summary}: ${detail}`)).join('\n'),
  );
}
