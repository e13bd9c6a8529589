import os from 'node:os';
import { configurationVariables } from './git-environment.ts';

/** Variables with which git would look at another repository, or act, than the call says. */
const misleading = /^GIT_(?!SSL_|EXEC_PATH$)/;

/**
 * The environment of git on the user's own working tree: the user's configuration, as filters and ignore files need it, but
 * nothing that would ask, sign, run a hook or send a request elsewhere.
 */
export function workingTreeEnvironment(
  extra: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !misleading.test(name));
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    // `git status` would write what it found into the user's index.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LFS_SKIP_PUSH: '1',
    ...configurationVariables(settings),
    ...extra,
  };
}

const settings: readonly (readonly [string, string])[] = [
  ['safe.directory', '*'],
  ['core.hooksPath', os.devNull],
  ['core.fsmonitor', 'false'],
  ['core.quotePath', 'false'],
  ['commit.gpgSign', 'false'],
  ['push.gpgSign', 'false'],
  ['push.followTags', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['push.pushOption', ''],
  ['i18n.commitEncoding', 'UTF-8'],
  ['credential.helper', ''],
  // The server is on this machine.
  ['http.proxy', ''],
  ['protocol.http.allow', 'always'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];
