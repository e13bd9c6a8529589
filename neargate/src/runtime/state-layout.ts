import path from 'node:path';

/** Where the parts keep their things below the state directory. */
export function stateLayout(stateDirectory: string): {
  readonly store: string;
  readonly blobs: string;
  /** Image layers that are coming in. */
  readonly uploads: string;
  readonly logs: string;
  readonly metrics: string;
  readonly terraform: string;
  readonly images: string;
  readonly buildCache: string;
  /** A folder for each CodeBuild build while it runs. */
  readonly builds: string;
  /** What outlives CodeBuild builds: npm's downloads, the paths that buildspecs cache. */
  readonly cache: string;
  readonly containers: string;
  /** A folder for each task's bind mounts while it runs. */
  readonly volumes: string;
  readonly network: string;
  readonly databases: string;
  /** The data of CodeCommit repositories. */
  readonly git: string;
  /** The local certificate authority's key and certificate. */
  readonly certificates: string;
} {
  const inside = (name: string) => path.join(stateDirectory, name);
  return {
    store: inside('store'),
    blobs: inside('blobs'),
    uploads: inside('uploads'),
    logs: inside('logs'),
    metrics: inside('metrics'),
    terraform: inside('terraform'),
    images: inside('images'),
    buildCache: inside('build-cache'),
    builds: inside('builds'),
    cache: inside('cache'),
    containers: inside('containers'),
    volumes: inside('volumes'),
    network: inside('network'),
    databases: inside('databases'),
    git: inside('git'),
    certificates: inside('certificates'),
  };
}
