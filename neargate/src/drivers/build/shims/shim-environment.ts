import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RootfsChoice } from '../../rootfs/select.ts';
import { machineScripts } from './machine-scripts.ts';
import { setupVariable, type ShimSetup } from './shim-setup.ts';

export interface ShimEnvironmentOptions {
  /** Such as `http://localhost:4566`. */
  readonly gatewayUrl: string;
  /** Absolute. The shims keep their own things in `shims/` and `docker/` below it. */
  readonly stateDirectory: string;
  /** Where image blobs, unpacked layers and the layer cache are: the same folders that the server uses. */
  readonly blobDirectory: string;
  readonly unpackDirectory: string;
  readonly cacheDirectory: string;
  readonly rootfs: RootfsChoice;
  /** The built entries of the shims. */
  readonly modules: Readonly<Record<ShimName, string>>;
}

export type ShimName = 'docker' | 'aws';

export interface ShimEnvironment {
  /** Holds `docker`, `aws` and what must not change this machine (`sudo`, package managers); to be put in front of PATH. */
  readonly binDirectory: string;
  /**
   * What the shims need beside PATH and the credentials of the caller (AWS_ACCESS_KEY_ID and so on): the endpoint, for the
   * real clients too, and where the shims' setup is.
   */
  readonly environment: Readonly<Record<string, string>>;
}

const names: readonly ShimName[] = ['docker', 'aws'];

/**
 * Puts `docker`, `aws` and the machine's scripts for builds into a folder and says what their processes need. Writes a few small files, each whole
 * or not at all; calling it again is harmless. `NEARGATE_DOCKER=engine` in a build's environment hands over to the
 * installed docker, `NEARGATE_AWS=shim` keeps from the installed aws: docs/decisions/0009-build-shims.md.
 */
export function shimEnvironment(options: ShimEnvironmentOptions): ShimEnvironment {
  const { gatewayUrl, stateDirectory, modules, rootfs } = options;
  const { blobDirectory, unpackDirectory, cacheDirectory } = options;
  const folder = path.join(stateDirectory, 'shims');
  const binDirectory = path.join(folder, 'bin');
  mkdirSync(binDirectory, { recursive: true });
  for (const name of names) writeWhole(path.join(binDirectory, name), launcher(modules[name]), 0o755);
  for (const [name, script] of Object.entries(machineScripts))
    writeWhole(path.join(binDirectory, name), script, 0o755);
  const setup: ShimSetup = {
    gatewayUrl,
    binDirectory,
    shimDirectory: folder,
    dockerDirectory: path.join(stateDirectory, 'docker'),
    blobDirectory,
    unpackDirectory,
    cacheDirectory,
    rootfs,
  };
  const setupFile = path.join(folder, 'setup.json');
  writeWhole(setupFile, JSON.stringify(setup), 0o644);
  return {
    binDirectory,
    environment: {
      [setupVariable]: setupFile,
      AWS_ENDPOINT_URL: gatewayUrl,
      // A pager would wait for somebody to press a key.
      AWS_PAGER: '',
      // BuildKit of an installed docker pushes attestations by default, which only show up as odd images.
      BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    },
  };
}

function launcher(modulePath: string): string {
  return `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(modulePath)} "$@"\n`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A build that is running may be reading the file: it is replaced, never rewritten, and only when it differs. */
function writeWhole(file: string, content: string, mode: number): void {
  if (readIfThere(file) === content) return;
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  chmodSync(temporary, mode);
  renameSync(temporary, file);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
