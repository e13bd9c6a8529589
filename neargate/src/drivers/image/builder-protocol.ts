/** The contract between the control plane and the process that builds images. Plain JSON. */
import type { RootfsChoice } from '../rootfs/select.ts';
import type { BuildResult, LocalImage } from './build.ts';

/** What every build of a process shares. */
export interface BuilderSetup {
  readonly cacheDirectory: string;
  readonly blobDirectory: string;
  readonly unpackDirectory: string;
  readonly rootfs: RootfsChoice;
}

export interface BuildOrder {
  readonly contextDirectory: string;
  readonly dockerfile: string;
  /** Such as `linux/amd64`. */
  readonly platform: string;
}

export type BuilderCommand =
  | { readonly kind: 'set-up'; readonly setup: BuilderSetup }
  | { readonly kind: 'build'; readonly buildId: number; readonly order: BuildOrder }
  /** The answer to `resolve`. */
  | { readonly kind: 'resolved'; readonly resolveId: number; readonly image: LocalImage | undefined }
  /** Ends every build and then the process. */
  | { readonly kind: 'stop' };

export type BuilderMessage =
  | { readonly kind: 'output'; readonly buildId: number; readonly line: string }
  /** Asks for a base image of the local registry. */
  | { readonly kind: 'resolve'; readonly resolveId: number; readonly reference: string }
  | { readonly kind: 'built'; readonly buildId: number; readonly result: BuildResult }
  | { readonly kind: 'failed'; readonly buildId: number; readonly failure: BuilderFailure };

export type BuilderFailure =
  | {
      readonly kind: 'build';
      readonly message: string;
      readonly file: string;
      readonly line: number;
      readonly source: string;
      readonly remedy: string;
    }
  | { readonly kind: 'user'; readonly message: string; readonly remedy: string | undefined }
  /** A bug of ours; the stack is for the log. */
  | { readonly kind: 'bug'; readonly stack: string };
