/** Records kept until the next report; more than that are counted as dropped, so that memory stays bounded. */
const maxRecords = 10_000;

/** Log records on their way to the control plane. */
export class LogBatch<Row> {
  private records: Row[] = [];
  private dropped = 0;

  add(record: Row): void {
    if (this.records.length < maxRecords) this.records.push(record);
    else this.dropped++;
  }

  /** What has come since the last time; undefined when nothing has. */
  take(): { readonly records: readonly Row[]; readonly dropped: number } | undefined {
    if (this.records.length === 0) return undefined;
    const { records, dropped } = this;
    this.records = [];
    this.dropped = 0;
    return { records, dropped };
  }
}
