import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { copyTree } from '../rootfs/copy-tree.ts';
import { lookUp } from '../rootfs/layered-files.ts';
import { removeTree } from '../rootfs/remove-tree.ts';
import { layerLimit, type Rootfs, type RootfsView } from '../rootfs/rootfs.ts';
import type { LayerContent } from './layer-archive.ts';
import { layerRoots } from './layer-cache.ts';
import { compareTrees, snapshotTree, type TreeChanges, type TreeSnapshot } from './tree-diff.ts';

/** The files that a step works on, and what of them is new when it has ended. */
export interface StepTree {
  /** Receives what the step writes; holds a copy of the layers where they cannot stay apart. */
  readonly directory: string;
  /** The layers that stay apart, lowest first. */
  readonly layers: readonly string[];
  /** What decides how folders look, lowest first: whatever is in the tree, or below it. */
  readonly contents: readonly LayerContent[];
  /** What has changed since the snapshot of `directory` was taken. `view` is the one that the step ran in. */
  changesSince(before: TreeSnapshot, view: RootfsView): Promise<TreeChanges>;
  /** Whether a folder was there before the step. */
  isOld(relative: string, before: TreeSnapshot): boolean;
}

/** A tree for a step on these layers: below it where the root file system can do that, else copied, which takes time by their size. */
export async function stepTree(
  layers: readonly LayerContent[],
  directory: string,
  rootfs: Rootfs,
): Promise<StepTree> {
  const canStayApart =
    rootfs.deletionsIn !== undefined &&
    layers.length <= layerLimit &&
    layers.every(({ whiteouts }) => whiteouts.length === 0);
  if (canStayApart) return treeOverLayers(layers, directory, rootfs);
  await materialize(layers, directory);
  return treeOfCopies(directory);
}

function treeOverLayers(layers: readonly LayerContent[], directory: string, rootfs: Rootfs): StepTree {
  const roots = layerRoots(layers);
  mkdirSync(directory, { recursive: true });
  return {
    directory,
    layers: layers.map((layer) => layer.directory),
    contents: [...layers, ownContent(directory)],
    async changesSince(before, view) {
      const { changed, deleted } = compareTrees(before, snapshotTree(directory));
      const ofLayers = (await rootfs.deletionsIn?.(view)) ?? [];
      return { changed, deleted: [...new Set([...deleted, ...ofLayers])] };
    },
    isOld(relative, before) {
      if (before.has(relative)) return true;
      return lookUp(roots, `/${relative}`, { followLast: false })?.stats.isDirectory() === true;
    },
  };
}

function treeOfCopies(directory: string): StepTree {
  return {
    directory,
    layers: [],
    contents: [ownContent(directory)],
    changesSince: async (before) => compareTrees(before, snapshotTree(directory)),
    isOld: (relative, before) => before.has(relative),
  };
}

function ownContent(directory: string): LayerContent {
  return { directory, whiteouts: [], owners: {} };
}

/** Copies a stack of layers into one folder. */
async function materialize(layers: readonly LayerContent[], root: string): Promise<void> {
  mkdirSync(root, { recursive: true });
  for (const layer of layers) {
    for (const whiteout of layer.whiteouts) removeTree(path.join(root, whiteout));
    await copyTree(layer.directory, root);
  }
}
