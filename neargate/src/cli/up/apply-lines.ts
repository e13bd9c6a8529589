/** One line of an apply, and what it tells beside its text. */
export type ApplyLine =
  /** `Plan: 3 to add, …`: how many actions there will be. */
  | { readonly kind: 'plan'; readonly text: string; readonly actions: number }
  | { readonly kind: 'begun'; readonly text: string; readonly address: string }
  | { readonly kind: 'ended'; readonly text: string; readonly address: string }
  | { readonly kind: 'result'; readonly text: string }
  /** The plan's details and the outputs, which `up` leaves to the commands that are for them. */
  | { readonly kind: 'detail'; readonly text: string };

const begun = /^(\S.*?): (?:Creating|Modifying|Destroying|Reading|Still \w+)\.\.\./;
const ended = /^(\S.*?): (?:Creation|Modifications|Destruction|Read) complete after /;

/** Reads a line as Terraform prints it, without its line end and without colour. */
export function readApplyLine(text: string): ApplyLine {
  const start = begun.exec(text);
  if (start?.[1] !== undefined) return { kind: 'begun', text, address: start[1] };
  const end = ended.exec(text);
  if (end?.[1] !== undefined) return { kind: 'ended', text, address: end[1] };
  if (text.startsWith('Plan: ')) {
    const actions = [...text.matchAll(/(\d+) to (?:add|change|destroy)/g)].reduce(
      (total, [, count]) => total + Number(count),
      0,
    );
    return { kind: 'plan', text, actions };
  }
  if (/^(?:Apply complete!|No changes\.)/.test(text)) return { kind: 'result', text };
  return { kind: 'detail', text };
}

/** Cuts what the engine writes, in pieces of any size, into lines. */
export function lineSplitter(onLine: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
}
