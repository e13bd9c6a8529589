/** AWS's types hold timestamps as Date; rows hold milliseconds since the Unix epoch. */
export function toDate(epochMs: number): Date;
export function toDate(epochMs: number | undefined): Date | undefined;
export function toDate(epochMs: number | undefined): Date | undefined {
  return epochMs === undefined ? undefined : new Date(epochMs);
}
