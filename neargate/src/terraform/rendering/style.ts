/** What colours text when the output is a terminal, and leaves it alone when not. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly gray: (text: string) => string;
}

const reset = '\u001b[0m';

export function textStyle(color: boolean): Style {
  const paint = (code: string) => (text: string) => (color ? `\u001b[${code}m${text}${reset}` : text);
  return {
    bold: paint('1'),
    red: paint('31'),
    green: paint('32'),
    yellow: paint('33'),
    cyan: paint('36'),
    gray: paint('90'),
  };
}

/** Wraps at spaces so that lines stay below a number of columns; lines that begin with a space are laid out already. */
export function wrapWords(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(' ') ? line : wrapLine(line, width)))
    .join('\n');
}

function wrapLine(line: string, width: number): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (joined.length >= width && current !== '') {
      lines.push(current);
      current = word;
    } else {
      current = joined;
    }
  }
  return [...lines, current].join('\n');
}

/** The line between parts of a plan. */
export function horizontalRule(width: number): string {
  return '─'.repeat(width - 1);
}
