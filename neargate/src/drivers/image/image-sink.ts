/** Where a built image goes: the local registry, or a test's memory. */
export interface ImageSink {
  has(digest: string): boolean;
  /** Stores the file's bytes under `digest`, which the caller has computed. The file may be moved. */
  putBlobFile(digest: string, file: string): Promise<void>;
  /** Stores `content` and returns its digest. */
  putBlob(content: Uint8Array): Promise<string>;
  /** Stores a manifest and returns its digest. */
  putManifest(mediaType: string, content: Uint8Array): Promise<string>;
}
