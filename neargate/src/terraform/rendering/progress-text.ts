/** The lines that tell what a run is doing, as Terraform writes them. Times are in milliseconds. */

export function refreshingLine(address: string, id: string | undefined, deposed?: string): string {
  const object = deposed === undefined ? '' : ` (deposed object ${deposed})`;
  return `${address}${object}: Refreshing state...${idText(id)}`;
}

export function readingLine(address: string): string {
  return `${address}: Reading...`;
}

export function readCompleteLine(address: string, elapsedMs: number, id: string | undefined): string {
  return `${address}: Read complete after ${elapsedText(elapsedMs)}${idText(id)}`;
}

/** What is done to one object, as progress lines name it. */
export type Doing = 'create' | 'update' | 'delete';

const words: Readonly<Record<Doing, { begin: string; still: string; complete: string }>> = {
  create: { begin: 'Creating', still: 'Still creating', complete: 'Creation' },
  update: { begin: 'Modifying', still: 'Still modifying', complete: 'Modifications' },
  delete: { begin: 'Destroying', still: 'Still destroying', complete: 'Destruction' },
};

export function beginLine(address: string, doing: Doing, id: string | undefined): string {
  return `${address}: ${words[doing].begin}...${doing === 'create' ? '' : idText(id)}`;
}

/** @param waitingFor What the operation says it waits for. */
export function stillLine(
  address: string,
  doing: Doing,
  id: string | undefined,
  elapsedMs: number,
  waitingFor: string | undefined,
): string {
  const seconds = Math.floor(elapsedMs / 1000);
  const minutes = String(Math.floor(seconds / 60)).padStart(2, '0');
  const rest = String(seconds % 60).padStart(2, '0');
  const known = doing === 'create' || id === undefined ? '' : `id=${id}, `;
  const reason = waitingFor === undefined ? '' : ` (${waitingFor})`;
  return `${address}: ${words[doing].still}... [${known}${minutes}m${rest}s elapsed]${reason}`;
}

export function completeLine(
  address: string,
  doing: Doing,
  elapsedMs: number,
  id: string | undefined,
): string {
  return `${address}: ${words[doing].complete} complete after ${elapsedText(elapsedMs)}${doing === 'delete' ? '' : idText(id)}`;
}

function idText(id: string | undefined): string {
  return id === undefined || id === '' ? '' : ` [id=${id}]`;
}

/** `0s`, `11s`, `1m5s`. */
function elapsedText(elapsedMs: number): string {
  const seconds = Math.round(elapsedMs / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}m${seconds % 60}s`
    : `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds % 60}s`;
}
