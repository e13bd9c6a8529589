import { variableScope } from '../hcl/scope.ts';
import { parseConfig } from '../hcl/parser.ts';
import type { Value } from '../hcl/values.ts';
import type { Diagnostic } from '../core/diagnostics.ts';
import type { VirtualClock } from '../core/virtual-clock.ts';
import { type Decided, decideChange } from '../terraform/plan/decide-change.ts';
import type { OperationEnvironment, PlainObject, Provider, ResourceType } from '../terraform/provider.ts';
import type { ManagedType, Operation } from '../terraform/resource-types/managed-type.ts';
import { dataTypeOf, managedTypeOf } from '../terraform/resource-types/provider-types.ts';
import { SchemaCompiler } from '../terraform/schema/compiled-schema.ts';
import { objectOfPlain, plainObjectOfValue } from '../terraform/schema/plain-values.ts';
import { validateArguments } from '../terraform/schema/validate-arguments.ts';

/** What a test does with a provider's resources: as the engine would, from HCL. */
export interface ProviderTester {
  /** Decides what would happen to a resource. `prior` is its state, undefined for a new one. */
  plan(typeName: string, hcl: string, prior?: PlainObject): Planned;
  /** Does what the plan says and gives back the new state; fails unless a second plan is then empty. */
  apply(typeName: string, hcl: string, prior?: PlainObject): Promise<PlainObject>;
  /** The state as it is read anew; undefined when the object is gone. */
  refresh(typeName: string, state: PlainObject): Promise<PlainObject | undefined>;
  destroy(typeName: string, state: PlainObject): Promise<void>;
  data(typeName: string, hcl: string): Promise<PlainObject>;
  /** The findings of a resource's arguments, as sentences. */
  findings(typeName: string, hcl: string): string[];
  /** What types announced to exist before their creation was over. */
  readonly announced: readonly PlainObject[];
  /** Waits for a promise while the virtual clock runs and what is pending settles. */
  run<Result>(promise: Promise<Result>): Promise<Result>;
}

export interface Planned {
  readonly action: Decided['action'];
  /** The arguments that force a replacement. */
  readonly replaces: readonly string[];
  readonly planned: PlainObject;
}

/**
 * @param configuration The `provider` block's arguments as data.
 * @param settle Called as time passes while something is waited for.
 */
export async function createProviderTester(
  provider: Provider<unknown>,
  clock: VirtualClock,
  configuration: PlainObject = {},
  settle: () => void = () => undefined,
): Promise<ProviderTester> {
  const client = await provider.configure(configuration);
  const announced: PlainObject[] = [];
  const compiler = new SchemaCompiler();
  const types = new Map<string, ManagedType>();

  const typeOf = (name: string): ManagedType => {
    const known = types.get(name);
    if (known !== undefined) return known;
    const resourceType = provider.resourceTypes[name];
    if (resourceType === undefined) throw new Error(`no type ${name}`);
    const type = managedTypeOf(
      provider,
      name,
      sayingOnlyWhatTheSchemaHas(name, resourceType),
      compiler.resource(resourceType.schema),
    );
    types.set(name, type);
    return type;
  };
  const environment = (address: string): Operation => ({
    client,
    address,
    signal: new AbortController().signal,
    progress: () => undefined,
    exists: (object) => announced.push(plainObjectOfValue(object)),
  });
  const run = async <Result>(promise: Promise<Result>): Promise<Result> => {
    let isDone = false;
    const done = promise.finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    for (let turn = 0; !isDone && turn < 2000; turn += 1) {
      await clock.advance(500);
      settle();
    }
    return done;
  };
  const decide = (typeName: string, hcl: string, prior: Value | undefined): Decided => {
    const type = typeOf(typeName);
    const { value, diagnostics } = decode(type, hcl);
    throwFindings(diagnostics);
    const decided = decideChange({
      type,
      config: value,
      prior,
      tainted: false,
      lifecycle: { ignoreChanges: [] },
      createBeforeDestroy: false,
      replaceReason: undefined,
      providerConfiguration: configuration,
    });
    throwFindings(decided.diagnostics);
    return decided;
  };
  const valueOf = (type: ManagedType, state: PlainObject | undefined) =>
    state === undefined ? undefined : objectOfPlain(state, type.schema);

  return {
    announced,
    run,
    plan(typeName, hcl, prior) {
      const decided = decide(typeName, hcl, valueOf(typeOf(typeName), prior));
      return {
        action: decided.action,
        replaces: decided.replacePaths.map((path) => path.join('.')),
        planned: plainObjectOfValue(decided.planned),
      };
    },
    async apply(typeName, hcl, prior) {
      const type = typeOf(typeName);
      const priorValue = valueOf(type, prior);
      const decided = decide(typeName, hcl, priorValue);
      const operation = environment(`${typeName}.test`);
      let applied = priorValue;
      if (decided.action === 'replace' && priorValue !== undefined) {
        await run(type.delete(priorValue, operation));
      }
      if (decided.action === 'update' && priorValue !== undefined) {
        applied = await run(
          type.update?.(decided.planned, priorValue, operation) ?? Promise.resolve(priorValue),
        );
      } else if (decided.action !== 'no-op') {
        applied = await run(type.create(decided.planned, operation));
      }
      if (applied === undefined) throw new Error(`${decided.action} left nothing`);
      const read = await run(type.read(applied, operation));
      if (read === undefined) throw new Error(`${typeName} cannot be read after ${decided.action}`);
      const again = decide(typeName, hcl, read);
      if (again.action !== 'no-op') {
        const before = plainObjectOfValue(read);
        const after = plainObjectOfValue(again.planned);
        const names = Object.keys(after).filter(
          (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
        );
        const told = names.map(
          (name) => `${name}: ${JSON.stringify(before[name])} -> ${JSON.stringify(after[name])}`,
        );
        throw new Error(`a second plan of ${typeName} is ${again.action}: ${told.join('; ')}`);
      }
      return plainObjectOfValue(read);
    },
    async refresh(typeName, state) {
      const type = typeOf(typeName);
      const read = await run(type.read(objectOfPlain(state, type.schema), environment(`${typeName}.test`)));
      return read === undefined ? undefined : plainObjectOfValue(read);
    },
    async destroy(typeName, state) {
      const type = typeOf(typeName);
      await run(type.delete(objectOfPlain(state, type.schema), environment(`${typeName}.test`)));
    },
    async data(typeName, hcl) {
      const source = provider.dataSources[typeName];
      if (source === undefined) throw new Error(`no data source ${typeName}`);
      const schema = compiler.resource(source.schema);
      const type = dataTypeOf(source, schema);
      const { body } = parseConfig(hcl, 'test.tf');
      const decoded = type.decode(body, variableScope(new Map()));
      throwFindings(decoded.diagnostics);
      return plainObjectOfValue(await run(type.read(decoded.value, environment(`data.${typeName}.test`))));
    },
    findings: (typeName, hcl) =>
      decode(typeOf(typeName), hcl).diagnostics.map(({ summary, detail }) =>
        detail === '' ? summary : `${summary}: ${detail}`,
      ),
  };
}

function decode(type: ManagedType, hcl: string): { value: Value; diagnostics: readonly Diagnostic[] } {
  const { body, diagnostics } = parseConfig(hcl, 'test.tf');
  const decoded = type.decode(body, variableScope(new Map()));
  const start = { line: 1, column: 1, offset: 0 };
  const found = validateArguments(type.schema, decoded.value, () => ({ file: 'test.tf', start, end: start }));
  return { value: decoded.value, diagnostics: [...diagnostics, ...decoded.diagnostics, ...found] };
}

function throwFindings(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new Error(errors.map(({ summary, detail }) => `${summary} ${detail}`).join('\n'));
}

/** The engine drops what a schema does not have; here it is a mistake of the type. */
function sayingOnlyWhatTheSchemaHas(name: string, type: ResourceType<unknown>): ResourceType<unknown> {
  const known = new Set([
    'id',
    ...Object.keys(type.schema.attributes),
    ...Object.keys(type.schema.blocks ?? {}),
  ]);
  const checked = <Result extends PlainObject | undefined>(result: Result): Result => {
    const stray = Object.keys(result ?? {}).filter((attribute) => !known.has(attribute));
    if (stray.length > 0)
      throw new Error(`${name} returns ${stray.join(', ')}, which its schema does not have`);
    return result;
  };
  const update = type.update?.bind(type);
  return {
    ...type,
    create: async (config, environment) => checked(await type.create(config, environment)),
    read: async (state, environment) => checked(await type.read(state, environment)),
    ...(update === undefined
      ? {}
      : {
          update: async (
            config: PlainObject,
            prior: PlainObject,
            environment: OperationEnvironment<unknown>,
          ) => checked(await update(config, prior, environment)),
        }),
  };
}
