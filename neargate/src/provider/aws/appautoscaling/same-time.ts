/** Whether two texts name the same instant. */
export function sameTime(left: string, right: string): boolean {
  const instant = Date.parse(left);
  return !Number.isNaN(instant) && instant === Date.parse(right);
}
