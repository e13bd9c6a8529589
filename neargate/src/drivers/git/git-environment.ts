import os from 'node:os';
import { UserError } from '../../core/user-error.ts';

/** Settings of every repository that Neargate keeps. They travel with each call, so that no file can lose them. */
const serverConfiguration: readonly (readonly [string, string])[] = [
  // The state directory may belong to somebody else than the server's user.
  ['safe.directory', '*'],
  ['core.hooksPath', os.devNull],
  ['http.receivepack', 'true'],
  ['http.getanyfile', 'false'],
  ['http.uploadarchive', 'false'],
  // A clone of a shallow clone is pushed as it is.
  ['receive.shallowUpdate', 'true'],
  // Maintenance in the background would outlive the server; it is done at start.
  ['receive.autogc', 'false'],
  // One file for a push, flushed to disk, instead of one for each object.
  ['receive.unpackLimit', '1'],
  ['gc.autoDetach', 'false'],
  // Builds fetch a commit by its id.
  ['uploadpack.allowAnySHA1InWant', 'true'],
  ['uploadpack.allowFilter', 'true'],
];

/**
 * The environment of git where it works on repositories of Neargate's own: nothing of the user's configuration, hooks or
 * variables.
 */
export function serverGitEnvironment(): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: os.devNull,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_TERMINAL_PROMPT: '0',
    ...configurationVariables(serverConfiguration),
  };
}

/** Configuration as environment variables. https://git-scm.com/docs/git-config#ENVIRONMENT */
export function configurationVariables(
  entries: readonly (readonly [string, string])[],
): Record<string, string> {
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(entries.length)],
    ...entries.flatMap(([key, value], index) => [
      [`GIT_CONFIG_KEY_${index}`, key],
      [`GIT_CONFIG_VALUE_${index}`, value],
    ]),
  ]) as Record<string, string>;
}

/** The same environment with more configuration than it has already. */
export function withConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  entries: readonly (readonly [string, string])[],
): Record<string, string | undefined> {
  const before = Array.from(
    { length: Number(environment['GIT_CONFIG_COUNT'] ?? 0) },
    (_, index) =>
      [environment[`GIT_CONFIG_KEY_${index}`] ?? '', environment[`GIT_CONFIG_VALUE_${index}`] ?? ''] as const,
  );
  return { ...environment, ...configurationVariables([...before, ...entries]) };
}

/** Configuration that sends an Authorization header to the origin of a URL, and to no other. */
export function authorizationHeader(url: string, authorization: string): readonly [string, string] {
  return [`http.${new URL(url).origin}/.extraHeader`, `Authorization: ${authorization}`];
}

/** What to tell when git could not be started. */
export function gitStartError(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT') return error;
  return new UserError('git is not installed, or not in PATH; CodeCommit repositories need it.', {
    remedy: 'Install git (Debian, Ubuntu: apt install git; macOS: xcode-select --install) and try again.',
    cause: error,
  });
}
