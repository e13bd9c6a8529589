import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built entry of a child process: it lies beside the bundle that this code is in. */
export function entryPoint(
  name: 'loadbalancer' | 'relay' | 'builder' | 'unpack' | 'docker-shim' | 'aws-shim',
): string {
  const file = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing: the bundle is not whole`);
  return file;
}
