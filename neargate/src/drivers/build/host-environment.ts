import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** How this machine reaches the network: a build needs it as any program here does. */
const passedOn = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'PIP_INDEX_URL',
  'PIP_CERT',
  'GOPROXY',
  'GOSUMDB',
  'JAVA_HOME',
  'DOCKER_HOST',
  'TZ',
  'NEARGATE_DOCKER',
  'NEARGATE_AWS',
];

const passedOnPattern = /^npm_config_(?:registry|cafile|strict_ssl|proxy|https_proxy|noproxy)$/i;

/** Where version managers keep what their programs in PATH stand for; below the user's home unless the variable says so. */
const versionManagers: Readonly<Record<string, string>> = {
  PYENV_ROOT: '.pyenv',
  RBENV_ROOT: '.rbenv',
  NODENV_ROOT: '.nodenv',
  GOENV_ROOT: '.goenv',
  JENV_ROOT: '.jenv',
  NVM_DIR: '.nvm',
  VOLTA_HOME: '.volta',
  ASDF_DATA_DIR: '.asdf',
  MISE_DATA_DIR: '.local/share/mise',
  RUSTUP_HOME: '.rustup',
  SDKMAN_DIR: '.sdkman',
};

export interface HostEnvironmentOptions {
  /** Folders to put in front of the machine's PATH. */
  readonly binDirectories: readonly string[];
  /** The build's own home directory; made here. */
  readonly home: string;
  readonly temporaryDirectory: string;
  /** Where npm keeps what it has downloaded, for all builds. */
  readonly npmCache: string;
  /** This process's own environment. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/**
 * What a build's commands find of the machine: its programs and its way to the network, nothing else of the user. Registries of
 * npm that the user has configured are configured for the build too.
 */
export function hostEnvironment(options: HostEnvironmentOptions): Record<string, string> {
  const { binDirectories, home, temporaryDirectory, npmCache, inherited } = options;
  for (const directory of [home, temporaryDirectory, npmCache]) mkdirSync(directory, { recursive: true });
  const npmSettings = path.join(os.homedir(), '.npmrc');
  if (existsSync(npmSettings)) copyFileSync(npmSettings, path.join(home, '.npmrc'));
  const environment: Record<string, string> = {
    PATH: [...binDirectories, withoutNodeModules(inherited['PATH'] ?? '/usr/local/bin:/usr/bin:/bin')].join(
      ':',
    ),
    HOME: home,
    TMPDIR: temporaryDirectory,
    LANG: 'C.UTF-8',
    npm_config_cache: npmCache,
    // Neither asks nor tells anybody while a build runs.
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    GIT_TERMINAL_PROMPT: '0',
  };
  for (const [name, value] of Object.entries(inherited)) {
    if (value !== undefined && (passedOn.includes(name) || passedOnPattern.test(name)))
      environment[name] = value;
  }
  for (const [name, folder] of Object.entries(versionManagers)) {
    const root = inherited[name] ?? path.join(os.homedir(), folder);
    if (existsSync(root)) environment[name] = root;
  }
  return { ...environment, ...withoutProxyForLocal(environment, inherited) };
}

/** `npm start` puts its own folders into PATH, whose programs are no part of the machine. */
function withoutNodeModules(searchPath: string): string {
  return searchPath
    .split(':')
    .filter((directory) => !/\/node_modules\/(?:\.bin|npm\/|@npmcli\/)/.test(`${directory}/`))
    .join(':');
}

/** The local services must not be looked for behind a proxy. */
function withoutProxyForLocal(
  environment: Readonly<Record<string, string>>,
  inherited: HostEnvironmentOptions['inherited'],
): Record<string, string> {
  const hasProxy = Object.keys(environment).some((name) => /^(?:https?|all)_proxy$/i.test(name));
  if (!hasProxy) return {};
  const given = inherited['NO_PROXY'] ?? inherited['no_proxy'] ?? '';
  const list = [given, 'localhost,127.0.0.1,.localhost'].filter((part) => part !== '').join(',');
  return { NO_PROXY: list, no_proxy: list };
}
