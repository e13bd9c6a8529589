import path from 'node:path';

/** Where the parts keep their things below the state directory. */
export function stateLayout(stateDirectory: string): {
  readonly store: string;
  readonly blobs: string;
  /** Image layers that are coming in. */
  readonly uploads: string;
  readonly logs: string;
  readonly terraform: string;
  readonly images: string;
  readonly buildCache: string;
  readonly containers: string;
  readonly network: string;
  readonly databases: string;
  /** The data of CodeCommit repositories. */
  readonly git: string;
} {
  const inside = (name: string) => path.join(stateDirectory, name);
  return {
    store: inside('store'),
    blobs: inside('blobs'),
    uploads: inside('uploads'),
    logs: inside('logs'),
    terraform: inside('terraform'),
    images: inside('images'),
    buildCache: inside('build-cache'),
    containers: inside('containers'),
    network: inside('network'),
    databases: inside('databases'),
    git: inside('git'),
  };
}
