/** Records sent per interval; more than that are counted as dropped, so that what waits for the control plane stays bounded. */
const maxRecordsPerInterval = 10_000;
/** Records sent at once: few enough that writing them out delays no request noticeably, and that they die young. */
const recordsPerBatch = 250;

/** What is sent of a log at once. */
export interface LogRows<Row> {
  readonly records: readonly Row[];
  /** How many were left out since the last batch. */
  readonly dropped: number;
}

/** Log records on their way to the control plane: sent when a batch is full, and what is left once per interval. */
export class LogBatch<Row> {
  private readonly send: (rows: LogRows<Row>) => void;
  private records: Row[] = [];
  private dropped = 0;
  private count = 0;

  constructor(send: (rows: LogRows<Row>) => void) {
    this.send = send;
  }

  add(record: Row): void {
    if (this.count >= maxRecordsPerInterval) {
      this.dropped++;
      return;
    }
    this.count++;
    this.records.push(record);
    if (this.records.length >= recordsPerBatch) this.flush();
  }

  /** An interval is over: sends what is left. */
  endInterval(): void {
    this.count = 0;
    if (this.records.length > 0 || this.dropped > 0) this.flush();
  }

  private flush(): void {
    const { records, dropped } = this;
    this.records = [];
    this.dropped = 0;
    this.send({ records, dropped });
  }
}
