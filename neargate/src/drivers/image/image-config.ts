/**
 * The OCI image configuration, with the members that Docker adds to it (`Healthcheck`, `Shell`).
 * Source: https://github.com/opencontainers/image-spec/blob/main/config.md
 */
export interface ImageConfig {
  architecture: string;
  os: string;
  /** RFC 3339. Builds leave it out, so that the same input gives the same digest. */
  created?: string;
  config: ContainerConfig;
  rootfs: { type: 'layers'; diff_ids: string[] };
  history?: { created_by: string; empty_layer?: boolean }[];
}

/** What a container of the image starts with unless the task definition says otherwise. */
export interface ContainerConfig {
  User?: string;
  ExposedPorts?: Record<string, Record<string, never>>;
  /** `NAME=value`, in the order in which the Dockerfile set them. */
  Env?: string[];
  Entrypoint?: string[];
  Cmd?: string[];
  WorkingDir?: string;
  Labels?: Record<string, string>;
  StopSignal?: string;
  Volumes?: Record<string, Record<string, never>>;
  Healthcheck?: Healthcheck;
  Shell?: string[];
}

/** Durations are nanoseconds, as Docker stores them. `Test` is `["NONE"]`, `["CMD", …]` or `["CMD-SHELL", text]`. */
export interface Healthcheck {
  Test: string[];
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  StartInterval?: number;
  Retries?: number;
}

/**
 * Label of an image whose base is this machine: its layers hold only what the Dockerfile put on top, and the programs
 * of the base (`node`, `sh`) are the host's. The value is the base image that the Dockerfile names.
 */
export const HOST_BASE_LABEL = 'org.neargate.host-base';

/** Label that says in words which programs stand in for the base image's own. */
export const HOST_BASE_NOTE_LABEL = 'org.neargate.host-base.note';

/** Whether the image has no operating system files of its own and runs on the host's. */
export function hasHostBase(config: ImageConfig): boolean {
  return config.config.Labels?.[HOST_BASE_LABEL] !== undefined;
}
