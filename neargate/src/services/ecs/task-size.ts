/** Memory in MiB that Fargate offers for a number of CPU units: from, to and step. */
interface MemoryRange {
  readonly fromMib: number;
  readonly toMib: number;
  readonly stepMib: number;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html; 256 units also pair with 512 MiB. */
const fargateSizes: ReadonlyMap<number, MemoryRange> = new Map([
  [256, { fromMib: 1024, toMib: 2048, stepMib: 1024 }],
  [512, { fromMib: 1024, toMib: 4096, stepMib: 1024 }],
  [1024, { fromMib: 2048, toMib: 8192, stepMib: 1024 }],
  [2048, { fromMib: 4096, toMib: 16_384, stepMib: 1024 }],
  [4096, { fromMib: 8192, toMib: 30_720, stepMib: 1024 }],
  [8192, { fromMib: 16_384, toMib: 61_440, stepMib: 4096 }],
  [16_384, { fromMib: 32_768, toMib: 122_880, stepMib: 8192 }],
]);

export function isFargateSize(cpuUnits: number, memoryMib: number): boolean {
  if (cpuUnits === 256 && memoryMib === 512) return true;
  const range = fargateSizes.get(cpuUnits);
  return (
    range !== undefined &&
    memoryMib >= range.fromMib &&
    memoryMib <= range.toMib &&
    (memoryMib - range.fromMib) % range.stepMib === 0
  );
}

/** CPU units of `256`, `.25 vCPU` or `1 vcpu`; undefined when the text is none of these. */
export function parseCpuUnits(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  const vcpu = /^(\d+(?:\.\d+)?|\.\d+)\s*vcpu$/i.exec(trimmed)?.[1];
  return vcpu === undefined ? undefined : Math.round(Number(vcpu) * 1024);
}

/** MiB of `512`, `1GB` or `0.5 GB`; undefined when the text is none of these. */
export function parseMemoryMib(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  const gigabytes = /^(\d+(?:\.\d+)?|\.\d+)\s*gb$/i.exec(trimmed)?.[1];
  return gigabytes === undefined ? undefined : Math.round(Number(gigabytes) * 1024);
}
