import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { resourceInstanceText } from '../addresses/resource-address.ts';
import { parseState } from './state-file.ts';
import { directoryFileName } from './state-location.ts';
import type { StoredObject } from './state.ts';
import { stateInstances } from './state.ts';

/** An object that the engine made, and the block behind it. */
export interface ManagedObject {
  /** The root module's directory, absolute. */
  readonly directory: string;
  readonly address: string;
  readonly type: string;
  /** The provider's source address, such as `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  readonly id: string;
  readonly arn?: string;
  /** Where the block is written; the file's path is absolute. */
  readonly place?: { readonly file: string; readonly line: number };
}

/** Every object in every state under the root, as the last write left them. A state that cannot be read is passed over. */
export function managedObjects(stateRoot: string): readonly ManagedObject[] {
  return entriesOf(stateRoot).flatMap((folder) => {
    const states = path.join(stateRoot, folder);
    const directory = textOf(path.join(states, directoryFileName));
    if (directory === undefined) return [];
    return entriesOf(states)
      .filter((name) => name.endsWith('.tfstate'))
      .flatMap((name) => objectsOf(path.join(states, name), directory));
  });
}

/** What was read last of each state file. A write replaces the file, so one that looks the same is the same. */
const lastRead = new Map<string, { readonly version: string; readonly objects: readonly ManagedObject[] }>();

function objectsOf(file: string, directory: string): readonly ManagedObject[] {
  const version = versionOf(file);
  const last = lastRead.get(file);
  if (version !== undefined && last?.version === version) return last.objects;
  const objects = readObjects(file, directory);
  if (version === undefined) lastRead.delete(file);
  else lastRead.set(file, { version, objects });
  return objects;
}

function versionOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && `${found.ino} ${found.size} ${found.mtimeNs}`;
}

function readObjects(file: string, directory: string): ManagedObject[] {
  const text = textOf(file);
  if (text === undefined) return [];
  try {
    return [...stateInstances(parseState(text, file))].flatMap(({ address, instance, resource }) => {
      const source = /provider\["([^"]+)"\]/.exec(resource.provider)?.[1] ?? resource.provider;
      const common = {
        directory,
        address: resourceInstanceText(address),
        type: address.resource.type,
        source,
      };
      return instance.current === undefined ? [] : [objectOf(common, instance.current)];
    });
  } catch {
    // The next run on it says what is wrong with it.
    return [];
  }
}

function objectOf(
  common: Pick<ManagedObject, 'directory' | 'address' | 'type' | 'source'>,
  { attributes, place }: StoredObject,
): ManagedObject {
  const { id, arn } = attributes;
  return {
    ...common,
    id: typeof id === 'string' ? id : '',
    ...(typeof arn === 'string' ? { arn } : {}),
    ...(place === undefined
      ? {}
      : { place: { file: path.resolve(common.directory, place.file), line: place.line } }),
  };
}

function entriesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory).toSorted();
  } catch {
    return [];
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
