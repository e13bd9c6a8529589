import { readFileSync } from 'node:fs';

import { lookUp, type LayerRoot } from './layered-files.ts';

/** A user and group by number, with the home folder that programs expect in `HOME`. */
export interface ResolvedUser {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/**
 * Resolves a Dockerfile's or task definition's user (`name`, `uid`, `name:group`, `uid:gid`) with the image's own
 * /etc/passwd and /etc/group. An empty text is root.
 * @returns undefined when the image knows no user or group of that name
 */
export function resolveUser(roots: readonly LayerRoot[], text: string): ResolvedUser | undefined {
  if (text === '') return { uid: 0, gid: 0, home: '/root' };
  const [userText = '', groupText] = text.split(':');
  const accounts = readColonTable(roots, '/etc/passwd');
  const account = accounts.find((row) => row[0] === userText || row[2] === userText);
  const uid = /^\d+$/.test(userText)
    ? Number(userText)
    : Number(account?.[2] ?? (userText === 'root' ? '0' : 'NaN'));
  if (Number.isNaN(uid)) return undefined;
  const gid = groupText === undefined ? Number(account?.[3] ?? '0') : resolveGroup(roots, groupText);
  if (gid === undefined) return undefined;
  return { uid, gid, home: account?.[5] ?? (uid === 0 ? '/root' : '/') };
}

function resolveGroup(roots: readonly LayerRoot[], text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const row = readColonTable(roots, '/etc/group').find((group) => group[0] === text);
  if (row?.[2] !== undefined) return Number(row[2]);
  return text === 'root' ? 0 : undefined;
}

function readColonTable(roots: readonly LayerRoot[], imagePath: string): string[][] {
  const file = lookUp(roots, imagePath);
  if (file === undefined || !file.stats.isFile()) return [];
  return readFileSync(file.hostPath, 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
}
