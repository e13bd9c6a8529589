import type { DockerCommand } from './environment.ts';
import { nativeArchitecture } from './native-platform.ts';
import { formatWith } from './format.ts';
import { parseOptions } from './options.ts';

const what = "Neargate's docker: builds, tags, pushes and pulls images; runs no containers";
/** The version of docker whose command line this one follows. */
const followed = '28.0.0';

/** `docker version`. */
export const version: DockerCommand = async (args, { print, variables }) => {
  const options = parseOptions(args, { format: { short: 'f', takes: 'value' } });
  const part = { Version: followed, ApiVersion: '1.48', Os: 'linux', Arch: nativeArchitecture(variables) };
  const document = {
    Client: { ...part, Platform: { Name: what } },
    Server: { ...part, Platform: { Name: what } },
  };
  const format = options.value('format');
  if (format === 'json') print(JSON.stringify(document));
  else if (format !== undefined) print(formatWith(format, document));
  else
    for (const line of ['Client:', 'Server:'])
      print(`${line} ${what}\n Version:    ${followed} (followed)\n OS/Arch:    linux/${part.Arch}`);
  return 0;
};

/** `docker info`. Succeeds, since scripts ask it whether they may build. */
export const info: DockerCommand = async (args, { print, images, setup, variables }) => {
  const options = parseOptions(args, { format: { short: 'f', takes: 'value' } });
  const document = {
    ServerVersion: followed,
    Name: 'neargate',
    OSType: 'linux',
    Architecture: nativeArchitecture(variables),
    Images: images.all().length,
    Containers: 0,
    Driver: 'neargate',
    DockerRootDir: setup.dockerDirectory,
    IndexServerAddress: setup.gatewayUrl,
  };
  const format = options.value('format');
  if (format === 'json') print(JSON.stringify(document));
  else if (format !== undefined) print(formatWith(format, document));
  else {
    print(what);
    for (const [name, value] of Object.entries(document)) print(` ${name}: ${value}`);
  }
  return 0;
};

/** `docker ps`: it never runs any. */
export const ps: DockerCommand = async (args, { print }) => {
  if (!args.some((word) => /^-[a-z]*q|^--quiet/.test(word)))
    print('CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES');
  return 0;
};
