import type { ContainerConfig } from './image-config.ts';
import { HOST_BASE_LABEL, HOST_BASE_NOTE_LABEL } from './image-config.ts';

/** A base image for which this machine's own programs stand in. */
export interface HostBase {
  readonly config: ContainerConfig;
  /** Files that programs rely on: path → content, mode, owner. A path that ends with a slash is a folder. */
  readonly files: readonly BaseFile[];
  /** What differs from the real base image, in one sentence. */
  readonly note: string;
  /** Commands that the real base image does not have, though this machine may. */
  readonly absentCommands: readonly string[];
}

export interface BaseFile {
  readonly path: string;
  readonly content?: string;
  readonly mode: number;
  readonly owner: number;
}

const searchPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const publicLibrary = String.raw`(?:(?:docker\.io/|public\.ecr\.aws/docker/)?library/|docker\.io/)?`;
const nodePattern = new RegExp(`^${publicLibrary}node(?::([^@]+))?(?:@.*)?$`);
const emptyPattern = new RegExp(`^${publicLibrary}(alpine|busybox|debian|ubuntu)(?::[^@]+)?(?:@.*)?$`);

const alpineAbsent = [
  'bash',
  'curl',
  'git',
  'python',
  'python3',
  'pip',
  'pip3',
  'make',
  'gcc',
  'g++',
  'jq',
  'openssl',
];
const slimAbsent = [
  'curl',
  'git',
  'python',
  'python3',
  'pip',
  'pip3',
  'make',
  'gcc',
  'g++',
  'jq',
  'wget',
  'openssl',
];

/**
 * The stand-in for a base image on this machine; undefined for an image that has none.
 * @param reference as in FROM, variables replaced
 * @param hostNodeVersion of the Node that runs Neargate, such as `v20.20.2`
 */
export function hostBaseFor(reference: string, hostNodeVersion: string): HostBase | undefined {
  const node = nodePattern.exec(reference);
  if (node !== null) return nodeBase(reference, node[1] ?? 'latest', hostNodeVersion);
  const empty = emptyPattern.exec(reference);
  if (empty === null) return undefined;
  const shell = empty[1] === 'debian' || empty[1] === 'ubuntu' ? 'bash' : '/bin/sh';
  const note = `${reference} → this machine's shell and programs (no Docker: the base image's own files are not used)`;
  return {
    config: {
      Env: [searchPath],
      Cmd: [shell],
      Labels: { [HOST_BASE_LABEL]: reference, [HOST_BASE_NOTE_LABEL]: note },
    },
    files: accountFiles([]),
    note,
    absentCommands: shell === 'bash' ? [...slimAbsent, 'node', 'npm'] : [...alpineAbsent, 'node', 'npm'],
  };
}

function nodeBase(reference: string, tag: string, hostNodeVersion: string): HostBase {
  const note = `${reference} → this machine's Node ${hostNodeVersion} (no Docker: the base image's own files are not used)`;
  return {
    config: {
      Env: [searchPath, `NODE_VERSION=${hostNodeVersion.replace(/^v/, '')}`],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['node'],
      Labels: { [HOST_BASE_LABEL]: reference, [HOST_BASE_NOTE_LABEL]: note },
    },
    files: [
      ...accountFiles([{ name: 'node', id: 1000, home: '/home/node' }]),
      { path: '/home/node/', mode: 0o755, owner: 1000 },
      { path: '/usr/local/bin/docker-entrypoint.sh', content: nodeEntrypoint, mode: 0o755, owner: 0 },
    ],
    note,
    absentCommands: /alpine/.test(tag) ? alpineAbsent : /slim/.test(tag) ? slimAbsent : [],
  };
}

/** As in the official image: arguments that are no command are Node's. */
const nodeEntrypoint = `#!/bin/sh
set -e
if [ "\${1#-}" != "\${1}" ] || [ -z "$(command -v "\${1}")" ] || { [ -f "\${1}" ] && ! [ -x "\${1}" ]; }; then
  set -- node "$@"
fi
exec "$@"
`;

function accountFiles(users: readonly { name: string; id: number; home: string }[]): BaseFile[] {
  const passwd = ['root:x:0:0:root:/root:/bin/sh', 'nobody:x:65534:65534:nobody:/:/sbin/nologin'];
  const group = ['root:x:0:', 'nobody:x:65534:', 'nogroup:x:65533:'];
  for (const user of users) {
    passwd.push(`${user.name}:x:${user.id}:${user.id}::${user.home}:/bin/sh`);
    group.push(`${user.name}:x:${user.id}:`);
  }
  return [
    { path: '/etc/passwd', content: `${passwd.join('\n')}\n`, mode: 0o644, owner: 0 },
    { path: '/etc/group', content: `${group.join('\n')}\n`, mode: 0o644, owner: 0 },
  ];
}
