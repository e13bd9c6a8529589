/** How AWS writes values in the log files of load balancers. */

/** ISO 8601 with microseconds. The clock has milliseconds, so the last three digits are zeros. */
export function isoMicroseconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '000Z');
}

/** Seconds with milliseconds; -1 where something was not reached. */
export function seconds(milliseconds: number): string {
  return milliseconds < 0 ? '-1' : (milliseconds / 1000).toFixed(3);
}

/** In double quotes; what would end the field or the line is escaped, as AWS does it (`\xXX`). */
export function quoted(text: string | undefined): string {
  if (text === undefined) return '"-"';
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return `"${text.replaceAll(/["\\\x00-\x1f\x7f-\xff]/g, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '"') return String.raw`\"`;
  if (character === '\\') return String.raw`\\`;
  return String.raw`\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** `app/NAME/ID` of a load balancer. */
export function shortName(loadBalancerArn: string): string {
  return loadBalancerArn.slice(loadBalancerArn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}
