import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseError } from './driver.ts';

/** A program as it has to be spawned to run as the database's user. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Who PostgreSQL runs as. It refuses root. */
export interface DatabaseUser {
  invocation(file: string, args: readonly string[]): Invocation;
  /** Makes the user the owner of a file or folder that this process made. */
  own(file: string): void;
}

/** `nobody`, whose number needs no entry in /etc/passwd. */
const nobody = 65_534;

const capDacOverride = 1n << 1n;
const setprivPlaces = ['/usr/bin/setpriv', '/bin/setpriv'];

/**
 * Chooses the user for programs in `programDirectory` and data below `dataDirectory`. An ordinary user runs them itself. Root
 * runs them as nobody; where nobody may not enter the folders, as below /root, it is given the capability to.
 * @throws DatabaseError when root cannot do that here.
 */
export function databaseUser(programDirectory: string, dataDirectory: string): DatabaseUser {
  if (process.getuid?.() !== 0) {
    return { invocation: (file, args) => ({ file, args }), own: () => undefined };
  }
  const own = (file: string) => chownSync(file, nobody, nobody);
  const closed = [programDirectory, dataDirectory].map(closedFolderOf).find((each) => each !== undefined);
  if (closed === undefined) {
    return { invocation: (file, args) => ({ file, args, uid: nobody, gid: nobody }), own };
  }
  const setpriv = setprivPlaces.find((place) => existsSync(place));
  if (setpriv === undefined || !hasCapability(capDacOverride)) {
    throw new DatabaseError(
      `PostgreSQL does not run as root, and the user it runs as instead may not enter ${closed}.`,
      {
        remedy: `Run Neargate as an ordinary user, keep the project and NEARGATE_STATE in folders that everybody may enter, or install setpriv (package util-linux).`,
      },
    );
  }
  const privileges = [
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    // Without this, access(2) forgets the capability, and PostgreSQL does not find its own program.
    '--securebits=+no_setuid_fixup',
  ];
  return { invocation: (file, args) => ({ file: setpriv, args: [...privileges, file, ...args] }), own };
}

/** The first folder on the way to `directory`, itself included, that others may not enter. */
function closedFolderOf(directory: string): string | undefined {
  const parent = path.dirname(directory);
  const above = parent === directory ? undefined : closedFolderOf(parent);
  if (above !== undefined) return above;
  if (!existsSync(directory)) return undefined;
  const { mode, uid } = statSync(directory);
  const mayEnter = (mode & 0o001) !== 0 || (uid === nobody && (mode & 0o100) !== 0);
  return mayEnter ? undefined : directory;
}

function hasCapability(mask: bigint): boolean {
  try {
    const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return effective !== undefined && (BigInt(`0x${effective}`) & mask) !== 0n;
  } catch {
    return false;
  }
}
