/**
 * The memory one socket reads into again and again, so that no buffer is allocated per read. Whoever passes a view of it on
 * to a write that has not finished calls `keep`, and the next read gets new memory.
 */
export class ReadBuffer {
  private readonly byteLength: number;
  private current: Buffer;
  private isKept = false;

  constructor(byteLength: number) {
    this.byteLength = byteLength;
    this.current = Buffer.allocUnsafeSlow(byteLength);
  }

  next(): Buffer {
    if (this.isKept) {
      this.current = Buffer.allocUnsafeSlow(this.byteLength);
      this.isKept = false;
    }
    return this.current;
  }

  keep(): void {
    this.isKept = true;
  }
}
