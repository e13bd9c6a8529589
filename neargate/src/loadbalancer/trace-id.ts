import { randomFillSync } from 'node:crypto';

const randomBytesPerId = 12;
const idsPerRefill = 256;

/** X-Amzn-Trace-Id, as the "Request tracing for your Application Load Balancer" page has it. */
export class TraceIds {
  private readonly pool = Buffer.alloc(randomBytesPerId * idsPerRefill);
  private next = this.pool.length;
  private second = -1;
  private secondHex = '';

  /** `1-<8 hex of epoch seconds>-<24 hex>`. */
  create(nowMs: number): string {
    if (this.next >= this.pool.length) {
      randomFillSync(this.pool);
      this.next = 0;
    }
    const random = this.pool.toString('hex', this.next, this.next + randomBytesPerId);
    this.next += randomBytesPerId;
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.secondHex = second.toString(16).padStart(8, '0');
    }
    return `1-${this.secondHex}-${random}`;
  }

  /**
   * The header to send to the target. None from the client: a new Root. One with Root: Self is put first, the rest is kept
   * (an older Self is replaced). One without Root: a Root is added.
   */
  header(received: string | undefined, nowMs: number): string {
    const id = this.create(nowMs);
    if (received === undefined || received === '') return `Root=${id}`;
    const fields = received
      .split(';')
      .map((field) => field.trim())
      .filter((field) => field !== '' && !/^self=/i.test(field));
    const hasRoot = fields.some((field) => /^root=./i.test(field));
    return hasRoot ? [`Self=${id}`, ...fields].join(';') : [...fields, `Root=${id}`].join(';');
  }
}
