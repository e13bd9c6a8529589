import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/user-error.ts';
import { toPlain, typeToPlain } from '../../hcl/json.ts';
import type { Mark } from '../../hcl/values.ts';
import { instanceKeyText } from '../addresses/instance-key.ts';
import { withinModule, moduleInstanceText } from '../addresses/module-address.ts';
import { parseAddress } from '../addresses/parse-address.ts';
import { resourceText } from '../addresses/resource-address.ts';
import type { ResourceMode } from '../addresses/resource-address.ts';
import { terraformVersion } from '../configuration/load-configuration.ts';
import type { PlainObject } from '../provider.ts';
import type { InstanceState, ResourceState, State, StoredObject } from './state.ts';
import { readTyped } from './stored-attributes.ts';

/** The layout of Terraform's state files, version 4, as far as it is needed here. */
interface StateFile {
  readonly version: 4;
  readonly terraform_version: string;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: Readonly<Record<string, PlainObject & { readonly sensitive?: boolean }>>;
  readonly resources: readonly FileResource[];
}

interface FileResource {
  readonly module?: string;
  readonly mode: ResourceMode;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly instances: readonly FileInstance[];
}

interface FileInstance {
  readonly index_key?: number | string;
  readonly status?: 'tainted';
  readonly deposed?: string;
  readonly schema_version: 0;
  readonly attributes: PlainObject;
  readonly sensitive_attributes: readonly (readonly FileStep[])[];
  readonly dependencies?: readonly string[];
  readonly create_before_destroy?: true;
  /** Neargate's own: where the block is written. */
  readonly neargate_place?: { readonly file: string; readonly line: number };
}

type FileStep =
  | { readonly type: 'get_attr'; readonly value: string }
  | { readonly type: 'index'; readonly value: { readonly value: number; readonly type: 'number' } };

/** Reads the state, or undefined when there is no such file yet. Throws `UserError` when it is not a state file. */
export async function readStateFile(file: string): Promise<State | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return parseState(text, file);
}

/**
 * Writes the state so that a crash leaves the old or the new one, never a part: to a file beside it, synced, then renamed.
 * The state before is kept as `<file>.backup`.
 */
export async function writeStateFile(
  file: string,
  state: State,
  options: { readonly backup: boolean },
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(formatState(state));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  if (options.backup) await renameIfThere(file, `${file}.backup`);
  await rename(temporary, file);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** The text of a state file. */
export function formatState(state: State): string {
  const file: StateFile = {
    version: 4,
    terraform_version: terraformVersion,
    serial: state.serial,
    lineage: state.lineage,
    outputs: Object.fromEntries(
      [...state.outputs].map(([name, { value, sensitive }]) => [
        name,
        {
          value: toPlain(value) as PlainObject,
          type: typeToPlain(value.type) as PlainObject,
          ...(sensitive ? { sensitive } : {}),
        },
      ]),
    ),
    resources: [...state.resources]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, resource]) => formatResource(resource)),
  };
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

/** Reads the text of a state file. */
export function parseState(text: string, file: string): State {
  const parsed = parseJson(text, file);
  if (parsed.version !== 4) {
    throw new UserError(
      `${file} is not a state file that can be read: its version is ${String(parsed.version)}, not 4.`,
      {
        remedy: `Restore it from ${file}.backup, or delete it to begin with nothing.`,
      },
    );
  }
  const state: State = {
    serial: parsed.serial,
    lineage: parsed.lineage,
    outputs: new Map(
      Object.entries(parsed.outputs).map(([name, output]) => [
        name,
        { value: readTyped(output), sensitive: output.sensitive === true },
      ]),
    ),
    resources: new Map(),
  };
  for (const resource of parsed.resources) {
    const read = parseResource(resource, file);
    state.resources.set(withinModule(moduleInstanceText(read.module), resourceText(read.resource)), read);
  }
  return state;
}

function parseJson(text: string, file: string): StateFile {
  try {
    return JSON.parse(text) as StateFile;
  } catch (error) {
    throw new UserError(`${file} is not a state file that can be read: it is not JSON.`, {
      remedy: `Restore it from ${file}.backup, or delete it to begin with nothing.`,
      cause: error,
    });
  }
}

function formatResource(resource: ResourceState): FileResource {
  const { mode, type, name } = resource.resource;
  const instances: FileInstance[] = [];
  for (const { key, current, deposed } of resource.instances.values()) {
    const index = key === undefined ? {} : { index_key: key };
    if (current !== undefined) instances.push({ ...index, ...formatObject(current) });
    for (const [digits, object] of deposed) {
      instances.push({ ...index, deposed: digits, ...formatObject(object) });
    }
  }
  return {
    ...(resource.module.length === 0 ? {} : { module: moduleInstanceText(resource.module) }),
    mode,
    type,
    name,
    provider: resource.provider,
    instances,
  };
}

function formatObject(object: StoredObject): Omit<FileInstance, 'index_key' | 'deposed'> {
  return {
    ...(object.status === 'tainted' ? { status: 'tainted' } : {}),
    schema_version: 0,
    attributes: object.attributes,
    sensitive_attributes: object.sensitivePaths.map(({ path: steps }) =>
      steps.map((step) =>
        typeof step === 'string'
          ? ({ type: 'get_attr', value: step } as const)
          : ({ type: 'index', value: { value: step, type: 'number' } } as const),
      ),
    ),
    ...(object.dependencies.length === 0 ? {} : { dependencies: object.dependencies }),
    ...(object.createBeforeDestroy ? { create_before_destroy: true } : {}),
    ...(object.place === undefined ? {} : { neargate_place: object.place }),
  };
}

function parseResource(resource: FileResource, file: string): ResourceState {
  const address = resource.module === undefined ? undefined : parseAddress(resource.module);
  if (resource.module !== undefined && address === undefined) {
    throw new UserError(`${file} cannot be read: "${resource.module}" is not a module's address.`);
  }
  const instances = new Map<string, InstanceState>();
  for (const instance of resource.instances) {
    const key = instance.index_key;
    const text = instanceKeyText(key);
    const existing = instances.get(text) ?? {
      key,
      current: undefined,
      deposed: new Map<string, StoredObject>(),
    };
    const object = parseObject(instance);
    instances.set(
      text,
      instance.deposed === undefined
        ? { ...existing, current: object }
        : { ...existing, deposed: new Map([...existing.deposed, [instance.deposed, object]]) },
    );
  }
  return {
    module: address?.module ?? [],
    resource: { mode: resource.mode, type: resource.type, name: resource.name },
    provider: resource.provider,
    instances,
  };
}

const sensitive: ReadonlySet<Mark> = new Set(['sensitive']);

function parseObject(instance: FileInstance): StoredObject {
  return {
    status: instance.status ?? 'ready',
    attributes: instance.attributes,
    sensitivePaths: instance.sensitive_attributes.map((steps) => ({
      path: steps.map((step) => (step.type === 'get_attr' ? step.value : step.value.value)),
      marks: sensitive,
    })),
    dependencies: instance.dependencies ?? [],
    createBeforeDestroy: instance.create_before_destroy ?? false,
    place: instance.neargate_place,
  };
}
