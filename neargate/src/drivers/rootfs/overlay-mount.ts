import { quote } from './shell-quote.ts';

export interface OverlayMount {
  /** Lowest first. */
  readonly lowers: readonly string[];
  readonly upper: string;
  readonly work: string;
  readonly target: string;
  /** Mounting as an ordinary user, in a user namespace. */
  readonly rootless: boolean;
}

/**
 * The shell command that mounts an overlay. All that is changed is whole in the upper folder, whatever this machine's defaults
 * are: neither folders that are renamed nor changed permissions may refer to a lower one.
 * https://docs.kernel.org/filesystems/overlayfs.html
 */
export function overlayMount(mountTool: string, mount: OverlayMount): string {
  // A folder may be named once (ELOOP): of layers with the same content the topmost decides, and says all that the others do.
  const lowers = [...new Set(mount.lowers.toReversed())].map(escapeOverlayPath).join(':');
  // With userxattr both are off anyway.
  const flags = mount.rootless ? 'userxattr' : 'redirect_dir=off,metacopy=off';
  const options = `${flags},lowerdir=${lowers},upperdir=${escapeOverlayPath(mount.upper)},workdir=${escapeOverlayPath(mount.work)}`;
  return `${quote(mountTool)} -t overlay overlay -o ${quote(options)} ${quote(mount.target)}`;
}

/** overlayfs splits its options at commas and its layers at colons; a backslash protects both. */
function escapeOverlayPath(file: string): string {
  return file.replaceAll(/[\\:,]/g, (character) => `\\${character}`);
}
