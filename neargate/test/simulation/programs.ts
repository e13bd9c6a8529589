/** How the program in an image behaves. */
export interface Program {
  /** The image cannot be pulled. */
  readonly isMissing?: boolean;
  /** The container cannot be started, with this reason. */
  readonly failsToStart?: string;
  /** It ends by itself so long after its start. */
  readonly exitsAfterMs?: number;
  /** It takes connections only so long after its start. */
  readonly listensAfterMs?: number;
  /** What it answers to health checks once it listens; `nothing`: it takes the connection and stays silent. */
  readonly answers?: 500 | 'nothing';
  /** It does not end at SIGTERM. */
  readonly ignoresSigterm?: boolean;
  /** It finishes its requests and ends so long after SIGTERM. */
  readonly endsAfterMs?: number;
  /** The container health check of its task definition passes for so long after its start; without it there is no such check. */
  readonly checkPassesForMs?: number;
}

/** The images that services of a simulation deploy. */
export const programs = {
  good: {},
  slow: { listensAfterMs: 18_000, endsAfterMs: 4_000 },
  stubborn: { ignoresSigterm: true },
  checked: { checkPassesForMs: Number.POSITIVE_INFINITY },
  missing: { isMissing: true },
  broken: { failsToStart: 'CannotStartContainerError: exec: "web": executable file not found in $PATH' },
  crashing: { exitsAfterMs: 3_000, listensAfterMs: 5_000 },
  leaking: { exitsAfterMs: 100_000 },
  sick: { answers: 500 },
  silent: { answers: 'nothing', ignoresSigterm: true },
  failing: { checkPassesForMs: 0 },
  tiring: { checkPassesForMs: 120_000 },
} as const satisfies Readonly<Record<string, Program>>;

export type ImageName = keyof typeof programs;

/** Programs that a deployment can be completed with. */
export const soundImages: readonly ImageName[] = ['good', 'slow', 'stubborn', 'checked'];

/** Programs whose tasks never count as healthy in a service with a target group. */
export const hopelessImages: readonly ImageName[] = [
  'missing',
  'broken',
  'crashing',
  'sick',
  'silent',
  'failing',
];

export function programOf(image: string): Program {
  return programs[image as ImageName];
}
