import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { ContainerImage } from '../../drivers/task/driver.ts';
import { copyTree } from '../../drivers/rootfs/copy-tree.ts';
import { removeTree } from '../../drivers/rootfs/remove-tree.ts';

/**
 * The folder of a task's bind mount, made when first asked for, as root's with mode 0755. What an image has at a path that its
 * Dockerfile declares as VOLUME is copied into the new folder, with its owners and modes.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
 */
export async function openVolume(
  taskDirectory: string,
  volumeName: string,
  { image, containerPath }: { readonly image: ContainerImage; readonly containerPath: string },
): Promise<string> {
  const directory = path.join(taskDirectory, volumeName);
  if (existsSync(directory)) return directory;
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const declared = Object.keys(image.config.config.Volumes ?? {}).map((each) =>
    path.posix.resolve('/', each),
  );
  if (!declared.includes(path.posix.resolve('/', containerPath))) return directory;
  for (const layer of image.layers) {
    const source = path.join(layer, containerPath);
    if (existsSync(source)) await copyTree(source, directory);
  }
  return directory;
}

export function removeVolumes(taskDirectory: string): void {
  removeTree(taskDirectory);
}
