import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { chooseRootfs, prepareRootfs, type RootfsChoice } from '../drivers/rootfs/select.ts';

/** A choice and what it was made under: any of it may change the answer. */
interface Remembered {
  readonly under: string;
  readonly choice: RootfsChoice;
}

/** As `chooseRootfs`, which starts programs to find out; what it found holds until the machine starts anew. */
export async function rememberedRootfs(stateDirectory: string): Promise<RootfsChoice> {
  const file = path.join(stateDirectory, 'rootfs.json');
  const under = [bootId(), userInfo().uid, process.execPath, process.version, stateDirectory].join(' ');
  const known = readJson<Remembered>(file);
  // Without a boot id nothing tells when the answer is too old.
  if (known?.under === under && bootId() !== '') {
    prepareRootfs(known.choice);
    return known.choice;
  }
  const choice = await chooseRootfs(stateDirectory);
  mkdirSync(stateDirectory, { recursive: true });
  writeFileSync(file, JSON.stringify({ under, choice } satisfies Remembered));
  return choice;
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function readJson<Content>(file: string): Content | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Content;
  } catch {
    return undefined;
  }
}
