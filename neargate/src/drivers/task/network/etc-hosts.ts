import { closeSync, openSync, readFileSync, statSync, watch, writeSync } from 'node:fs';
import path from 'node:path';

import type { TaskAddress } from '../driver.ts';

/** An entry of the hosts file: a place, records or an alias (controllers/private-network/hosts-file.ts). */
type HostsFileEntry =
  | string
  | {
      readonly addresses?: readonly string[];
      readonly ports?: Readonly<Record<string, number>>;
    };

/**
 * The hosts file as lines of /etc/hosts, for programs other than Node. Entries with another port, aliases and wildcards cannot
 * be said there. With an address of its own, `localhost` is the task and not this machine.
 */
export function etcHostsOf(hostsFile: string, address: TaskAddress): string {
  const table = JSON.parse(readFileSync(hostsFile, 'utf8')) as Readonly<Record<string, HostsFileEntry>>;
  const local =
    address.kind === 'own-address'
      ? [address.address, ...(address.loopbackAddress === undefined ? [] : [address.loopbackAddress])]
      : ['127.0.0.1'];
  const lines = local.map((each) => `${each} localhost`);
  for (const [name, entry] of Object.entries(table)) {
    if (!/^[A-Za-z_]/.test(name)) continue;
    const places = typeof entry === 'string' ? [entry] : isMoved(entry) ? [] : (entry.addresses ?? []);
    for (const place of places) if (!place.includes(':')) lines.push(`${place} ${name}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Where clients of the name use another port than there is at its addresses. */
function isMoved({ ports = {} }: Exclude<HostsFileEntry, string>): boolean {
  return Object.entries(ports).some(([theirs, ours]) => Number(theirs) !== ours);
}

/**
 * Keeps a container's /etc/hosts in line with its hosts file. Returns what ends it.
 * @param etcHostsFile the file of this machine that the container sees as /etc/hosts
 */
export function keepEtcHosts(etcHostsFile: string, hostsFile: string, address: TaskAddress): () => void {
  const watcher = watch(path.dirname(hostsFile), { persistent: false });
  const refresh = () => {
    try {
      rewrite(etcHostsFile, etcHostsOf(hostsFile, address));
    } catch {
      // The task is over and its files are gone.
      watcher.close();
    }
  };
  watcher.on('change', (_event, name) => {
    if (name === path.basename(hostsFile)) refresh();
  });
  watcher.on('error', () => watcher.close());
  // What has changed since the file was made and before anybody watched.
  refresh();
  return () => watcher.close();
}

/**
 * In place, since a bind mount shows the file and not its name. Filled up with empty lines instead of being cut first, so
 * that whoever reads it meanwhile finds no empty file.
 */
function rewrite(file: string, text: string): void {
  const padding = '\n'.repeat(Math.max(0, statSync(file).size - Buffer.byteLength(text)));
  const descriptor = openSync(file, 'r+');
  try {
    writeSync(descriptor, text + padding, 0);
  } finally {
    closeSync(descriptor);
  }
}
