import { UserError } from '../../../../core/user-error.ts';
import type { DockerCommand } from './environment.ts';

/** Commands whose code is loaded when they are asked for: a push does not need the parser of Dockerfiles. */
const builders: Loader = async () => (await import('./build.ts')).build;
const pushing: Loader = async () => (await import('./push.ts')).push;
const pulling: Loader = async () => (await import('./pull.ts')).pull;
const listing: Loader = async () => (await import('./images.ts')).images;
const tagging: Loader = async () => (await import('./images.ts')).tag;
const removing: Loader = async () => (await import('./images.ts')).removeImages;
const inspecting: Loader = async () => (await import('./images.ts')).inspect;
const pruning: Loader = async () => prune;

type Loader = () => Promise<DockerCommand>;

/** By the words of the command. */
const commands: Readonly<Record<string, Loader>> = {
  build: builders,
  'image build': builders,
  'builder build': builders,
  'buildx build': builders,
  'buildx b': builders,
  push: pushing,
  'image push': pushing,
  pull: pulling,
  'image pull': pulling,
  images: listing,
  'image ls': listing,
  'image list': listing,
  tag: tagging,
  'image tag': tagging,
  rmi: removing,
  'image rm': removing,
  'image remove': removing,
  inspect: inspecting,
  'image inspect': inspecting,
  login: async () => (await import('./login.ts')).login,
  logout: async () => (await import('./login.ts')).logout,
  version: async () => (await import('./about.ts')).version,
  info: async () => (await import('./about.ts')).info,
  'system info': async () => (await import('./about.ts')).info,
  ps: async () => (await import('./about.ts')).ps,
  'container ls': async () => (await import('./about.ts')).ps,
  'image prune': pruning,
  'system prune': pruning,
  'builder prune': pruning,
  'buildx prune': pruning,
  'buildx create': async () => oneBuilder,
  'buildx use': async () => oneBuilder,
  'buildx rm': async () => oneBuilder,
  'buildx inspect': async () => oneBuilder,
  'buildx ls': async () => oneBuilder,
  'buildx version': async () => oneBuilder,
};

const groups = new Set(['image', 'builder', 'buildx', 'system', 'container']);

/**
 * The command that the words name, and the arguments after it.
 * @throws UserError for what this docker does not do
 */
export async function findCommand(
  words: readonly string[],
): Promise<{ readonly command: DockerCommand; readonly args: readonly string[] }> {
  const [first = '', second = ''] = words;
  const isGroup = groups.has(first);
  const name = isGroup ? `${first} ${second}` : first;
  const load = commands[name];
  if (load !== undefined) return { command: await load(), args: words.slice(isGroup ? 2 : 1) };
  throw new UserError(
    `Neargate's docker does not do "docker ${name.trim()}": it builds, tags, pushes and pulls images, and runs no containers.`,
    {
      remedy:
        'Install docker and set NEARGATE_DOCKER=engine in the environment of the build to use it instead.',
    },
  );
}

/** Layers are the cache of later builds, and small files: there is nothing that needs to go. */
const prune: DockerCommand = async (_args, { print }) => {
  print('Total reclaimed space: 0B');
  return 0;
};

/** `buildx create --use` comes before builds of many scripts. */
const oneBuilder: DockerCommand = async (_args, { tell }) => {
  tell("Neargate's docker has one builder, which is always in use.");
  return 0;
};
