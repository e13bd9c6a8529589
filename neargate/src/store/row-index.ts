/** The text that rows are grouped by. Declared once, beside the type of the row: a table keeps an index of each that it is asked by. */
export type GroupOf<Row> = (row: Row) => string;

/** The rows of a table by group. Whoever has the table tells it of every write. */
export class RowIndex<Row> {
  private readonly groupOf: GroupOf<Row>;
  private readonly groups = new Map<string, Map<string, Row>>();

  constructor(groupOf: GroupOf<Row>) {
    this.groupOf = groupOf;
  }

  get(group: string): ReadonlyMap<string, Row> {
    return this.groups.get(group) ?? new Map<string, Row>();
  }

  /** A row that was not there before, or is not there after, is undefined. */
  change(key: string, before: Row | undefined, after: Row | undefined): void {
    const from = before === undefined ? undefined : this.groupOf(before);
    const to = after === undefined ? undefined : this.groupOf(after);
    if (from !== undefined && from !== to) this.remove(from, key);
    if (after === undefined || to === undefined) return;
    const rows = this.groups.get(to);
    if (rows === undefined) this.groups.set(to, new Map([[key, after]]));
    else rows.set(key, after);
  }

  private remove(group: string, key: string): void {
    const rows = this.groups.get(group);
    rows?.delete(key);
    if (rows?.size === 0) this.groups.delete(group);
  }
}
