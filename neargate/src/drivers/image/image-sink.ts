/** Where a built image goes: the local registry, or a test's memory. */
export interface ImageSink {
  has(digest: string): boolean;
  /** Stores the file's bytes under `digest`, which the caller has computed. The file may be moved. */
  putBlobFile(digest: string, file: string): Promise<void>;
  /** Stores `content` and returns its digest. */
  putBlob(content: Uint8Array): Promise<string>;
  /** Stores a manifest and returns its digest. */
  putManifest(mediaType: string, content: Uint8Array): Promise<string>;
  /**
   * Tells where the files of a layer lie that was just archived, so that they need not be unpacked again. They stay there
   * and are never written to.
   */
  adoptLayer?(
    digest: string,
    layer: { readonly directory: string; readonly whiteouts: readonly string[] },
  ): void;
}
