import { UserError } from '../../../../core/user-error.ts';
import { ImageStore } from '../../../registry/image-store.ts';
import type { ShimSetup } from '../shim-setup.ts';
import { credentialsOf, loggedIn } from './credentials.ts';
import { LocalImages, type LocalImageRecord } from './local-images.ts';
import { canonicalName, requireReference } from './image-name.ts';
import { type RegistryClient, registryClient } from './registry-client.ts';

/** What every command of the shim works with. */
export interface DockerEnvironment {
  readonly setup: ShimSetup;
  readonly variables: NodeJS.ProcessEnv;
  readonly store: ImageStore;
  readonly images: LocalImages;
  readonly nowMs: () => number;
  /** A line on standard output, which scripts may read. */
  readonly print: (line: string) => void;
  /** A line on standard error, for people. */
  readonly tell: (line: string) => void;
}

/** One command: resolves to its exit code. */
export type DockerCommand = (args: readonly string[], environment: DockerEnvironment) => Promise<number>;

export function dockerEnvironment(
  setup: ShimSetup,
  variables: NodeJS.ProcessEnv,
  output: Pick<DockerEnvironment, 'print' | 'tell' | 'nowMs'>,
): DockerEnvironment {
  const store = new ImageStore(setup);
  return { setup, variables, store, images: new LocalImages(setup.dockerDirectory, store), ...output };
}

/** A client for the registry when the gateway serves it; undefined for registries elsewhere. */
export function clientFor(
  { setup, variables }: DockerEnvironment,
  registry: string,
): RegistryClient | undefined {
  return isServedHere(setup, registry)
    ? registryClient(setup.gatewayUrl, registry, credentialsFor(setup, registry, variables))
    : undefined;
}

/**
 * The login for a registry. The gateway's own address and the name on AWS are one registry: a login at one is good for the
 * other, for a buildspec may log in by the one and push by the other.
 */
function credentialsFor(
  setup: ShimSetup,
  registry: string,
  variables: NodeJS.ProcessEnv,
): string | undefined {
  const own = credentialsOf(registry, variables);
  if (own !== undefined) return own;
  const isGateway = (name: string) => isServedHere(setup, name) && !/\.dkr\.ecr/.test(name);
  const alike = loggedIn(variables).find(
    (name) => isServedHere(setup, name) && (isGateway(name) || isGateway(registry)),
  );
  return alike === undefined ? undefined : credentialsOf(alike, variables);
}

export function isServedHere({ gatewayUrl }: ShimSetup, registry: string): boolean {
  if (
    /^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|localhost(?::\d+)?)$/.test(registry)
  )
    return true;
  const { host, port } = new URL(gatewayUrl);
  return registry === host || registry === `127.0.0.1:${port}` || registry === `localhost:${port}`;
}

export function notServedHere(registry: string): UserError {
  return new UserError(
    `Neargate's docker does not talk to ${registry}: it knows the local ECR registry alone.`,
    {
      remedy: 'Use the installed docker with NEARGATE_DOCKER=engine, or an image of the local registry.',
    },
  );
}

/** The image of that name or id. @throws UserError in docker's words */
export function requireImage(environment: DockerEnvironment, text: string): LocalImageRecord {
  const found = imageNamed(environment, text) ?? environment.images.withId(text);
  if (found !== undefined) return found;
  throw new UserError(`No such image: ${text.includes(':') ? text : `${text}:latest`}`);
}

/** The image whose name the text is; ids come after names. @throws UsageError for no name at all */
export function imageNamed({ images }: DockerEnvironment, text: string): LocalImageRecord | undefined {
  return images.named(canonicalName(requireReference(text)));
}
