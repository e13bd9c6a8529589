import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Finds one of the system's own programs, whatever the PATH of this process says. Absolute path. */
export function findTool(name: string): string | undefined {
  for (const directory of ['/usr/bin', '/bin', '/usr/sbin', '/sbin']) {
    try {
      accessSync(path.join(directory, name), constants.X_OK);
      return path.join(directory, name);
    } catch {
      continue;
    }
  }
  return undefined;
}
